import { expect, test } from 'vitest';
import type { Context } from '#src/context.ts';
import { findRequester } from '#src/domain/accounts/requester.ts';
import { attachHeld, discardHeld, makeTicketOfHeld } from '#src/domain/mail/held.ts';
import { receivedView } from '#src/domain/mail/receivedView.ts';
import { replyAddress } from '#src/domain/mail/thread.ts';
import { addPerson } from '#src/domain/tickets/addPerson.ts';
import { mergeTicket, partTicket } from '#src/domain/tickets/merge.ts';
import { participants } from '#src/domain/tickets/people.ts';
import { replyAsAgent } from '#src/domain/tickets/replyAsAgent.ts';
import { askExpert, writeToExpert } from '#src/domain/tickets/sideThread.ts';
import { ticketView } from '#src/domain/tickets/ticketView.ts';
import { runNextJob } from '#src/jobs/loop.ts';
import { eachEngine, newAgent } from '../helpers.ts';
import { box, lastMailTo, receive } from './mailKit.ts';

let made = 0;

eachEngine((get) => {
  async function agent(): Promise<{ as: Context; email: string; id: number }> {
    const email = `staff${++made}@desk.test`;
    const as = await newAgent(get(), { email, locale: 'en' });
    return { as, email, id: as.actor.id };
  }

  /** A ticket by mail of somebody new. */
  async function ticket(subject = 'Jam') {
    const email = `asker${++made}@shop.test`;
    const { ticketId } = await receive(get(), { from: `Asker <${email}>`, subject, body: 'It jams.' });
    return { number: ticketId!, email };
  }

  const said = async (number: number) =>
    (await ticketView(get(), number)).messages.map(({ kind, authorKind, body }) => [kind, authorKind, body]);
  const jobs = async () => {
    while (await runNextJob(get(), { lane: 'mail', now: new Date(Date.now() + 60_000) }));
  };

  test('an agent answers the notice they were sent; what others were sent, or a wrong sender, proves nothing', async () => {
    const { email, id } = await agent();
    const other = await agent();
    const { number, email: asker } = await ticket();
    await jobs();
    const { replyTo, mailMessageId } = await lastMailTo(get(), email);
    expect(replyTo).toMatch(new RegExp(`\\+t${number}a${id}\\.`));
    const own = { from: `Me <${email}>`, to: replyTo! };
    expect(await receive(get(), { ...own, body: 'Turn it off.' })).toMatchObject({ state: 'reply' });
    expect(await receive(get(), { ...own, body: '#note She is angry.' })).toMatchObject({ state: 'note' });
    const byId = { from: email, headers: `In-Reply-To: ${mailMessageId}\r\n` };
    expect(await receive(get(), { ...byId, body: 'And on.' })).toMatchObject({ state: 'reply' });

    const publicToken = (await lastMailTo(get(), asker)).replyTo!;
    const forged = [
      { from: email, to: publicToken },
      { from: email, to: await replyAddress(get(), box, { ticketId: number }) },
      { from: email, to: (await lastMailTo(get(), other.email)).replyTo! },
      { from: email, to: replyTo!.replace(`a${id}`, `a${id + 1}`) },
    ];
    for (const written of forged.slice(0, 3))
      expect(await receive(get(), { ...written, body: 'Forged' })).toMatchObject({ reason: 'agent' });
    expect(await receive(get(), forged[3]!)).toMatchObject({ state: 'ticket' });
    expect(await receive(get(), { from: 'eve@evil.test', to: replyTo! })).toMatchObject({
      reason: 'stranger',
    });

    expect(await said(number)).toEqual([
      ['public', 'requester', 'It jams.'],
      ['public', 'agent', 'Turn it off.'],
      ['note', 'agent', 'She is angry.'],
      ['public', 'agent', 'And on.'],
    ]);
    await receive(get(), { ...own, body: '#close\r\n\r\nOn Monday Portico wrote:\r\n> It jams.' });
    expect((await ticketView(get(), number)).ticket.state).toBe('resolved');
  });

  test('that an agent is away is no news on the ticket', async () => {
    const { email } = await agent();
    const { number } = await ticket();
    await jobs();
    const away = { from: email, to: (await lastMailTo(get(), email)).replyTo!, body: 'I am away.' };
    expect(await receive(get(), { ...away, headers: 'Auto-Submitted: auto-replied\r\n' })).toMatchObject({
      state: 'automatic',
      messageId: null,
    });
    expect(await said(number)).toHaveLength(1);
  });

  test('who answers what only they were sent has proved the address; by others’ tokens nobody does', async () => {
    const { as } = await agent();
    const { number, email } = await ticket();
    const colleague = `colleague${++made}@shop.test`;
    await addPerson(as, number, { email: colleague, name: '' });
    const proved = async () => {
      const people = await participants(get().db.read, number);
      const found = await Promise.all(people.map(({ requesterId }) => findRequester(get(), requesterId)));
      return found.map((person) => person!.provedAt !== null);
    };
    const toColleague = (await lastMailTo(get(), colleague)).replyTo!;
    const joins = { state: 'reply', ticketId: number };
    expect(await receive(get(), { from: email, to: toColleague })).toMatchObject(joins);
    expect(
      await receive(get(), { from: colleague, to: (await lastMailTo(get(), email)).replyTo! }),
    ).toMatchObject(joins);
    expect(await proved()).toEqual([false, false]);
    expect(await receive(get(), { from: colleague, to: toColleague })).toMatchObject(joins);
    expect(await proved()).toEqual([false, true]);
    await replyAsAgent(as, number, { body: 'Which model?' });
    const headers = `In-Reply-To: ${(await lastMailTo(get(), email)).mailMessageId}\r\n`;
    expect(await receive(get(), { from: email, headers })).toMatchObject(joins);
    expect(await proved()).toEqual([true, true]);
  });

  test('an expert’s answer comes back to its ticket as a note, and only the expert’s', async () => {
    const { as } = await agent();
    const { number, email: asker } = await ticket();
    const expert = `expert${++made}@maker.test`;
    await askExpert(as, number, { email: expert, name: 'Eva', subject: 'A jam', body: 'Do you know it?' });
    const first = await lastMailTo(get(), expert);
    expect(first.replyTo).not.toContain(`t${number}`);
    const answer = { from: `Eva <${expert}>`, to: first.replyTo! };
    expect(await receive(get(), { ...answer, body: 'Roller 5.' })).toMatchObject({
      state: 'note',
      ticketId: number,
    });
    const { sideThreadId } = (await ticketView(get(), number)).messages.at(-1)!;
    await writeToExpert(as, number, sideThreadId!, { body: 'Where is it?' });
    const headers = `References: ${(await lastMailTo(get(), expert)).mailMessageId}\r\n`;
    await receive(get(), { from: expert, headers, body: 'Inside.' });
    expect(await said(number)).toEqual([
      ['public', 'requester', 'It jams.'],
      ['note', 'agent', 'Do you know it?'],
      ['note', 'system', 'Roller 5.'],
      ['note', 'agent', 'Where is it?'],
      ['note', 'system', 'Inside.'],
    ]);
    expect(await receive(get(), { from: 'other@maker.test', to: first.replyTo! })).toMatchObject({
      state: 'held',
      reason: 'stranger',
      ticketId: number,
    });
    const toAsker = (await lastMailTo(get(), asker)).replyTo!;
    expect(await receive(get(), { from: expert, to: toAsker })).toMatchObject({ reason: 'stranger' });
  });

  test('mail to either of two merged tickets lands in the one that answers for it, and after parting in its own', async () => {
    const { as } = await agent();
    const one = await ticket('One');
    const two = await ticket('Two');
    const answers = {
      one: { from: one.email, to: (await lastMailTo(get(), one.email)).replyTo! },
      two: { from: two.email, to: (await lastMailTo(get(), two.email)).replyTo! },
    };
    await mergeTicket(as, one.number, two.number);
    expect(await receive(get(), { ...answers.one, body: 'From one.' })).toMatchObject({
      ticketId: two.number,
    });
    expect(await receive(get(), { ...answers.two, body: 'From two.' })).toMatchObject({
      ticketId: two.number,
    });
    await partTicket(as, one.number);
    expect(await receive(get(), { ...answers.one, body: 'Alone.' })).toMatchObject({ ticketId: one.number });
    expect(await receive(get(), { ...answers.two, body: 'Alone too.' })).toMatchObject({
      ticketId: two.number,
    });
    expect((await said(one.number)).map(([, , body]) => body)).toEqual(['It jams.', 'Alone.']);
    expect((await said(two.number)).map(([, , body]) => body)).toEqual([
      'It jams.',
      'From one.',
      'From two.',
      'Alone too.',
    ]);
    const notThere = { from: one.email, to: answers.two.to };
    expect(await receive(get(), notThere)).toMatchObject({ state: 'held', reason: 'stranger' });
  });

  test('an agent settles what is held, once: a ticket, an answer, a note, or away', async () => {
    const { as } = await agent();
    const { number, email } = await ticket();
    const to = (await lastMailTo(get(), email)).replyTo!;
    const held = (from: string, body: string) => receive(get(), { from: `Sam <${from}>`, to, body });

    const first = await held('sam@shop.test', 'A thing of my own.');
    const filed = await makeTicketOfHeld(as, { id: first.id });
    expect(filed).not.toBe(number);
    expect((await ticketView(get(), filed)).requester.email).toBe('sam@shop.test');
    const again = [
      () => makeTicketOfHeld(as, { id: first.id }),
      () => attachHeld(as, { id: first.id, ticket: '1' }),
      () => discardHeld(as, first.id),
    ];
    for (const settle of again) await expect(settle()).rejects.toMatchObject({ code: 'conflict' });

    const second = await held('sam@shop.test', 'Me too.');
    await expect(attachHeld(as, { id: second.id, ticket: '999999' })).rejects.toMatchObject({
      code: 'invalid',
    });
    expect(await attachHeld(as, { id: second.id, ticket: `#${number}` })).toBe(number);
    const third = await held('tom@shop.test', 'Me as well.');
    await attachHeld(as, { id: third.id, ticket: String(number), withSender: true });
    expect(await said(number)).toMatchObject([
      ['public', 'requester', 'It jams.'],
      ['note', 'agent', expect.stringContaining('Me too.')],
      ['public', 'requester', 'Me as well.'],
    ]);
    expect(await held('tom@shop.test', 'By myself now.')).toMatchObject({ state: 'reply', ticketId: number });

    const fourth = await held('spam@evil.test', 'Buy.');
    await discardHeld(as, fourth.id);
    expect((await receivedView(as, fourth.id)).mail).toMatchObject({ state: 'discarded' });
    const unsigned = await receive(get(), { from: 'undisclosed', body: 'Who am I?' });
    await expect(makeTicketOfHeld(as, { id: unsigned.id })).rejects.toMatchObject({ code: 'invalid' });
    expect(await makeTicketOfHeld(as, { id: unsigned.id, email: 'found@shop.test' })).toBeGreaterThan(number);
    const visitor = get({ kind: 'visitor', visitId: null, isCounted: false, ticketKeys: {} });
    await expect(discardHeld(visitor, unsigned.id)).rejects.toMatchObject({ code: 'sign_in_required' });
  });
});
