import { desc } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { AgentActor, Context, VisitorActor } from '#src/context.ts';
import { readPeriod } from '#src/domain/measures/period.ts';
import { refreshMeasures } from '#src/domain/measures/refresh.ts';
import { measureRows } from '#src/domain/measures/rows.ts';
import { addNote } from '#src/domain/tickets/addNote.ts';
import { addPerson } from '#src/domain/tickets/addPerson.ts';
import { cannedReplies, fillCanned, removeCanned, saveCanned } from '#src/domain/tickets/canned.ts';
import { fileFor } from '#src/domain/tickets/fileFor.ts';
import { fileTicket, type Filed } from '#src/domain/tickets/fileTicket.ts';
import { mergeTicket, partTicket } from '#src/domain/tickets/merge.ts';
import { openMerged } from '#src/domain/tickets/openMerged.ts';
import { getOwnTicket } from '#src/domain/tickets/ownTicket.ts';
import { participants } from '#src/domain/tickets/people.ts';
import { removePerson } from '#src/domain/tickets/removePerson.ts';
import { queue } from '#src/domain/tickets/queue.ts';
import { findThreadTicket, receiveSideAnswer } from '#src/domain/tickets/receive.ts';
import { replyAsAgent } from '#src/domain/tickets/replyAsAgent.ts';
import { replyAsRequester } from '#src/domain/tickets/replyAsRequester.ts';
import { requesterView } from '#src/domain/tickets/requesterView.ts';
import { searchTickets } from '#src/domain/tickets/search.ts';
import { askExpert, writeToExpert } from '#src/domain/tickets/sideThread.ts';
import { markSpam, unmarkSpam } from '#src/domain/tickets/spam.ts';
import { splitMessage } from '#src/domain/tickets/split.ts';
import { ticketView } from '#src/domain/tickets/ticketView.ts';
import { runNextJob } from '#src/jobs/loop.ts';
import { eachEngine } from '../helpers.ts';

let counter = 0;
const unique = () => `desk-${String(++counter).padStart(16, '0')}`;
const visitor = (keys: Record<number, string> = {}): VisitorActor => ({
  kind: 'visitor',
  visitId: null,
  isCounted: false,
  ticketKeys: keys,
});
const gone = { code: 'not_found' };

eachEngine((get) => {
  const file = (email = `${unique()}@example.com`, subject = 'Blank pages') =>
    fileTicket(get(visitor()), {
      subject,
      body: 'Since this morning.',
      name: 'Ada',
      email,
      locale: 'en',
      submissionKey: unique(),
      files: [{ name: 'log.txt', bytes: Buffer.from('log') }],
    });
  const requester = ({ number, key }: Pick<Filed, 'number' | 'key'>) => get(visitor({ [number]: key }));
  const agent = async (name: string): Promise<Context & { actor: AgentActor }> => {
    const ctx = get();
    const row = { email: `${unique()}@example.com`, name, role: 'agent' as const, passwordHash: '' };
    const [made] = await ctx.db.write((tx) =>
      tx
        .insert(tx.tables.agents)
        .values({ ...row, createdAt: ctx.now })
        .returning({ id: tx.tables.agents.id }),
    );
    return { ...ctx, actor: { kind: 'agent', id: made!.id, name, role: 'agent', tier: 1 } };
  };
  const stateOf = async (number: number) => (await ticketView(get(), number)).ticket.state;
  const lastMails = async (count: number) => {
    const { read } = get().db;
    const { sentMails } = read.tables;
    return read.select().from(sentMails).orderBy(desc(sentMails.id)).limit(count);
  };

  // ── for somebody ─────────────────────────────────────────────────────────────────────────────────────────────

  test('an agent files a ticket for somebody who called; a pasted transcript is the conversation', async () => {
    const bo = await agent('Bo Lindqvist');
    const form = { subject: 'No ink', name: 'Ada', locale: 'en' as const, email: `${unique()}@example.com` };
    const call = await fileFor(bo, { ...form, body: 'She called: no ink.', channel: 'phone' });
    const phone = await ticketView(bo, call.number);
    expect(phone.ticket).toMatchObject({ channel: 'phone', assigneeId: bo.actor.id, state: 'new' });
    expect(phone.messages).toMatchObject([{ authorKind: 'requester', channel: 'phone' }]);
    const body = 'Bo: How can I help?\nAda: No ink.\nAt all.\nBo: Shake it.\nAda: Works!';
    const chat = await fileFor(bo, { ...form, body, channel: 'chat', isMine: false });
    const { ticket, messages } = await ticketView(bo, chat.number);
    expect(messages.map(({ authorKind, agentName, body: text }) => [authorKind, agentName, text])).toEqual([
      ['agent', 'Bo Lindqvist', 'How can I help?'],
      ['requester', null, 'No ink.\nAt all.'],
      ['agent', 'Bo Lindqvist', 'Shake it.'],
      ['requester', null, 'Works!'],
    ]);
    expect(ticket).toMatchObject({ channel: 'chat', assigneeId: null, publicReplies: 2, state: 'open' });
    expect((await requesterView(requester(chat), chat.number)).messages).toHaveLength(4);
    const before = await lastMails(1);
    await fileFor(bo, { ...form, body: 'Again.', channel: 'counter', isSilent: true });
    const receipts = (await lastMails(5)).filter(({ id, kind }) => kind === 'receipt' && id > before[0]!.id);
    expect(receipts).toEqual([]);
    const refused = fileFor(get(visitor()), { ...form, body: 'x', channel: 'phone' });
    await expect(refused).rejects.toMatchObject({ code: 'sign_in_required' });
    const wrong = fileFor(bo, { ...form, body: ' ', email: 'x', channel: 'phone' });
    await expect(wrong).rejects.toMatchObject({
      details: { fields: { body: 'required', email: 'bad_email' } },
    });
  });

  // ── merge and part ───────────────────────────────────────────────────────────────────────────────────────────

  test('merged, the other answers for it: replies land there, people come along; parted, all is as it was', async () => {
    const bo = await agent('Bo');
    const [a, b] = [await file(), await file()];
    const ben = await addPerson(bo, a.number, { email: `${unique()}@example.com` });
    await replyAsAgent(bo, a.number, { body: 'Sealed?' });
    await mergeTicket(bo, a.number, b.number);
    expect(await stateOf(a.number)).toBe('closed');
    const ada = requester(a);
    const view = await requesterView(ada, a.number);
    expect(view).toMatchObject({ mergedInto: b.number, canReply: true, canFollowUp: false });
    const id = await replyAsRequester(ada, a.number, { body: 'Yes, sealed.' });
    const there = await ticketView(bo, b.number);
    expect(there.messages.at(-1)).toMatchObject({ id, body: 'Yes, sealed.' });
    expect(there.mergedHere.map((one) => one.id)).toEqual([a.number]);
    const said = there.conversation.map(({ body, from }) => [body, from?.id ?? null]);
    expect(said).toContainEqual(['Sealed?', a.number]);
    expect(said.at(-1)).toEqual(['Yes, sealed.', null]);
    expect(there.messages).toHaveLength(said.filter(([, from]) => from === null).length);
    expect((await participants(get().db.read, b.number)).map((one) => one.requesterId)).toContain(ben);
    const { email } = (await ticketView(bo, a.number)).requester;
    const thread = await findThreadTicket(get().db.read, { ticketId: a.number, sideThreadId: null }, email);
    expect(thread?.ticket.id).toBe(b.number);
    const onward = (await openMerged(ada, a.number))!;
    const asAda = requester({ number: b.number, key: onward.value });
    expect((await getOwnTicket(asAda, b.number)).me).toMatchObject({ isRequester: false });
    // Of what was merged, each sees what is theirs.
    expect((await requesterView(requester(b), b.number)).mergedHere).toEqual([]);
    const both = get({
      ...asAda.actor,
      ticketKeys: { [a.number]: a.key, [b.number]: onward.value },
    } as never);
    expect((await requesterView(both, b.number)).mergedHere.map((one) => one.number)).toEqual([a.number]);
    const lost = replyAsAgent(bo, a.number, { body: 'Nobody would get this.' });
    await expect(lost).rejects.toMatchObject({ code: 'conflict', details: { reason: 'merged' } });
    await expect(mergeTicket(bo, a.number, b.number)).rejects.toMatchObject({ code: 'conflict' });
    await expect(mergeTicket(bo, b.number, a.number)).rejects.toMatchObject({ code: 'invalid' });
    await expect(mergeTicket(bo, b.number, b.number)).rejects.toMatchObject({ code: 'invalid' });
    await expect(mergeTicket(bo, b.number, 999_999)).rejects.toMatchObject({ code: 'invalid' });
    await partTicket(bo, a.number);
    expect((await ticketView(bo, a.number)).ticket).toMatchObject({ mergedIntoId: null, state: 'waiting' });
    expect(await participants(get().db.read, b.number)).toHaveLength(1);
    await replyAsRequester(ada, a.number, { body: 'On my own again.' });
    expect((await ticketView(bo, a.number)).messages.at(-1)!.body).toBe('On my own again.');
    await expect(partTicket(bo, a.number)).rejects.toMatchObject({ code: 'conflict' });
  });

  test('merged one into the next, the last answers for all', async () => {
    const bo = await agent('Bo');
    const [a, b, c] = [await file(), await file(), await file()];
    await mergeTicket(bo, a.number, b.number);
    await mergeTicket(bo, b.number, c.number);
    await replyAsRequester(requester(a), a.number, { body: 'Where do I land?' });
    const all = (await ticketView(bo, c.number)).conversation.map(({ from }) => from?.id ?? c.number);
    expect(new Set(all)).toEqual(new Set([a.number, b.number, c.number]));
    expect((await ticketView(bo, c.number)).messages.at(-1)!.body).toBe('Where do I land?');
    // Into a merged one means into what answers for it, never back into itself.
    await expect(mergeTicket(bo, c.number, a.number)).rejects.toMatchObject({ code: 'invalid' });
  });

  test('whoever was taken out of what a ticket was merged into writes there no more, by no door', async () => {
    const bo = await agent('Bo');
    const [a, b] = [await file(), await file()];
    await mergeTicket(bo, a.number, b.number);
    const { requester: person } = await ticketView(bo, a.number);
    await removePerson(bo, b.number, person.id);
    const ada = requester(a);
    expect(await requesterView(ada, a.number)).toMatchObject({ canReply: false, mergedInto: null });
    await expect(replyAsRequester(ada, a.number, { body: 'Still here?' })).rejects.toMatchObject(gone);
    expect(await openMerged(ada, a.number)).toBeNull();
    const named = { ticketId: a.number, sideThreadId: null };
    const thread = await findThreadTicket(get().db.read, named, person.email);
    expect(thread!.participant).toBeNull();
  });

  // ── split, spam ──────────────────────────────────────────────────────────────────────────────────────────────

  test('a message becomes a ticket of its own, of whoever wrote it, with its files', async () => {
    const bo = await agent('Bo');
    const filed = await file();
    const reply = await replyAsRequester(requester(filed), filed.number, {
      body: 'And the scanner is dead too.',
      files: [{ name: 'scan.txt', bytes: Buffer.from('dead') }],
    });
    const number = await splitMessage(bo, filed.number, reply, { subject: 'Dead scanner' });
    const made = await ticketView(bo, number);
    expect(made.ticket).toMatchObject({ subject: 'Dead scanner', followsId: filed.number });
    expect(made.messages).toMatchObject([
      { body: 'And the scanner is dead too.', files: [{ name: 'scan.txt' }] },
    ]);
    expect(made.requester).toEqual({ ...(await ticketView(bo, filed.number)).requester });
    const { events } = await ticketView(bo, filed.number);
    expect(events.at(-1)).toMatchObject({ kind: 'split', data: { message: reply, ticket: number } });
    const note = await addNote(bo, filed.number, { body: 'Hm.' });
    const refused = splitMessage(bo, filed.number, note, { subject: 'x' });
    await expect(refused).rejects.toMatchObject({ code: 'invalid' });
    const byVisitor = splitMessage(requester(filed), filed.number, reply, { subject: 'x' });
    await expect(byVisitor).rejects.toMatchObject({ code: 'sign_in_required' });
  });

  test('spam leaves queue and measures, is found by a search, and comes back as it was', async () => {
    const bo = await agent('Bo');
    const word = `casino${++counter}`;
    const { number } = await file(undefined, `Win at ${word}`);
    const inQueue = async (view: string) =>
      (await queue(bo, new URLSearchParams({ view }))).rows.some(({ id }) => id === number);
    const period = readPeriod({}, { now: bo.now, timeZone: 'UTC' });
    const isMeasured = async () => {
      await refreshMeasures(get());
      const { rows } = await measureRows(bo, 'escalation', { period, filter: {} });
      return rows.some((row) => JSON.stringify(row).includes(word));
    };
    expect(await isMeasured()).toBe(true);
    expect([await inQueue('open'), await inQueue('all')]).toEqual([true, true]);
    await markSpam(bo, number);
    await markSpam(bo, number);
    expect([await inQueue('open'), await inQueue('all')]).toEqual([false, false]);
    expect((await searchTickets(bo, word)).map(({ id }) => id)).toEqual([number]);
    expect(await isMeasured()).toBe(false);
    await unmarkSpam(bo, number);
    expect([await stateOf(number), await inQueue('open')]).toEqual(['new', true]);
    expect(await isMeasured()).toBe(true);
  });

  // ── an expert outside, colleagues ────────────────────────────────────────────────────────────────────────────

  test('an expert is asked by mail and answers into notes; those who take part see nothing of it', async () => {
    const bo = await agent('Bo');
    const filed = await file();
    const asked = {
      email: 'expert@example.net',
      name: 'Eva',
      subject: 'A question',
      body: 'Is it the **drum**?',
    };
    const note = await askExpert(bo, filed.number, asked);
    const [mail] = await lastMails(1);
    expect(mail).toMatchObject({ kind: 'side', toEmail: 'expert@example.net', subject: 'A question' });
    expect(mail!.text).toContain('Is it the **drum**?');
    expect(`${mail!.text}${mail!.html}`).not.toContain(`/tickets/${filed.number}`);
    const thread = await findThreadTicket(
      get().db.read,
      { ticketId: null, sideThreadId: mail!.sideThreadId },
      'expert@example.net',
    );
    expect(thread).toMatchObject({ ticket: { id: filed.number }, participant: null });
    await receiveSideAnswer(get(), filed.number, {
      sideThreadId: thread!.expert!.sideThreadId,
      body: 'It is.',
      mail: { id: 1, files: [] },
    });
    await writeToExpert(bo, filed.number, mail!.sideThreadId!, { body: 'Thanks.' });
    const { messages } = await ticketView(bo, filed.number);
    expect(messages.slice(1).map(({ kind, expert, body }) => [kind, expert, body])).toEqual([
      ['note', 'Eva', 'Is it the **drum**?'],
      ['note', 'Eva', 'It is.'],
      ['note', 'Eva', 'Thanks.'],
    ]);
    expect(messages[1]!.id).toBe(note);
    const theirs = await requesterView(requester(filed), filed.number);
    expect(JSON.stringify(theirs)).not.toMatch(/drum|expert@|Eva/);
    const { requester: person } = await ticketView(bo, filed.number);
    const leak = askExpert(bo, filed.number, { ...asked, email: person.email });
    await expect(leak).rejects.toMatchObject({ details: { fields: { email: 'takes_part' } } });
    const other = await file();
    const elsewhere = writeToExpert(bo, other.number, mail!.sideThreadId!, { body: 'x' });
    await expect(elsewhere).rejects.toMatchObject(gone);
    await expect(askExpert(requester(filed), filed.number, asked)).rejects.toMatchObject({
      code: 'sign_in_required',
    });
  });

  test('colleagues who are mentioned in a note are told', async () => {
    const [bo, zed] = [await agent('Bo'), await agent(`Zed${++counter} Quist`)];
    const { number } = await file();
    await addNote(bo, number, { body: `@${zed.actor.name} can you look? @Bo` });
    const { events } = await ticketView(bo, number);
    expect(events.filter(({ kind }) => kind === 'mentioned').map(({ data }) => data.agent)).toContain(
      zed.actor.id,
    );
    while (await runNextJob(get()));
    expect((await lastMails(50)).find(({ kind }) => kind === 'agent_mentioned')?.agentId).toBe(zed.actor.id);
  });

  // ── canned replies ───────────────────────────────────────────────────────────────────────────────────────────

  test('canned replies: written, changed, removed; a shortcut is one’s own in its language', async () => {
    const bo = await agent('Bo');
    const reply = {
      title: 'Thanks',
      shortcut: ' /Thanks ',
      locale: 'en' as const,
      body: 'Dear {{requester.name}}',
    };
    await saveCanned(bo, reply);
    const [made] = (await cannedReplies(bo, 'en')).filter(({ shortcut }) => shortcut === 'thanks');
    await expect(saveCanned(bo, reply)).rejects.toMatchObject({ details: { fields: { shortcut: 'taken' } } });
    await saveCanned(bo, { ...reply, locale: 'it' });
    await saveCanned(bo, { ...reply, id: made!.id, title: 'Many thanks' });
    expect((await cannedReplies(bo)).map(({ title }) => title)).toEqual(['Many thanks', 'Thanks']);
    await expect(saveCanned(bo, { ...reply, id: 999_999, shortcut: 'other' })).rejects.toMatchObject(gone);
    for (const shortcut of ['', 'two words', 'a/b'])
      await expect(saveCanned(bo, { ...reply, shortcut })).rejects.toMatchObject({ code: 'invalid' });
    await removeCanned(bo, made!.id);
    expect(await cannedReplies(bo, 'en')).toEqual([]);
    const byVisitor = (async () => cannedReplies(get(visitor())))();
    await expect(byVisitor).rejects.toMatchObject({ code: 'sign_in_required' });
  });

  test('fields are filled in; what is none stays', () => {
    const fields = {
      'requester.name': 'Ada $& Ferri',
      'requester.first_name': 'Ada',
      'ticket.number': '7',
      'ticket.subject': 'Ink',
      'agent.name': 'Bo',
      'site.name': 'Portico',
    };
    expect(fillCanned('Hi {{ requester.name }}, {{ticket.number}} {{nothing}} {{constructor}}', fields)).toBe(
      'Hi Ada $& Ferri, 7 {{nothing}} {{constructor}}',
    );
  });
});
