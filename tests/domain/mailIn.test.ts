import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Context } from '#src/context.ts';
import { keepMail } from '#src/domain/mail/keep.ts';
import { receiveMail, takeMail, takeWaitingMail } from '#src/domain/mail/receive.ts';
import { newMessageId, replyAddress } from '#src/domain/mail/thread.ts';
import { closeTicket } from '#src/domain/tickets/close.ts';
import { ticketView } from '#src/domain/tickets/ticketView.ts';
import { eachEngine, newAgent } from '../helpers.ts';
import { box, lastMailTo, raw, receive, type Written } from './mailKit.ts';

let serial = 0;

eachEngine((get) => {
  /** A ticket by mail, and how its correspondents name it. */
  async function ticket(ctx: Context, from = 'Ada <ada@shop.test>') {
    const { ticketId } = await receive(ctx, { from, body: 'It does not start.' });
    const number = ticketId!;
    return {
      number,
      token: await replyAddress(ctx, box, { ticketId: number }),
      messageId: await newMessageId(ctx, { ticketId: number }),
      messages: async () => (await ticketView(ctx, number)).messages,
      state: async () => (await ticketView(ctx, number)).ticket.state,
    };
  }

  test('a message becomes a ticket with its files and a receipt', async () => {
    const ctx = get();
    const body =
      '--b\r\n\r\nSee the log.\r\n--b\r\nContent-Disposition: attachment; filename=log.txt\r\n\r\none\r\n--b--';
    const headers = 'Content-Type: multipart/mixed; boundary=b\r\n';
    const { state, ticketId } = await receive(ctx, { from: 'Bea <Bea@Shop.TEST>', headers, body });
    expect(state).toBe('ticket');
    const view = await ticketView(ctx, ticketId!);
    expect(view.ticket).toMatchObject({ subject: 'It broke', channel: 'mail', requesterName: 'Bea' });
    expect(view.requester.email).toBe('bea@shop.test');
    expect(view.messages).toMatchObject([{ body: 'See the log.', files: [{ name: 'log.txt', size: 3 }] }]);
  });

  test('the same message twice, by two ways and into two mailboxes, is one ticket', async () => {
    const ctx = get();
    const message = raw({ from: 'twice@shop.test' });
    const copy = Buffer.concat([Buffer.from('Delivered-To: b@desk.test\r\n'), message]);
    const first = await receiveMail(ctx, message, { kind: 'pipe' });
    expect(await receiveMail(ctx, message, { kind: 'smtp' })).toEqual(first);
    expect(await receiveMail(ctx, copy, { kind: 'smtp' })).toMatchObject({
      state: 'duplicate',
      ticketId: first.ticketId,
    });
  });

  test('handed in by two processes at once it is still one', async () => {
    const ctx = get();
    const id = await keepMail(ctx, raw({ from: 'race@shop.test' }), { kind: 'pipe' });
    const outcomes = await Promise.all([takeMail(ctx, id), takeMail(ctx, id), takeMail(ctx, id)]);
    expect(new Set(outcomes.map(({ ticketId }) => ticketId)).size).toBe(1);
    expect(outcomes.map(({ state }) => state)).toEqual(['ticket', 'ticket', 'ticket']);
  });

  test('kept and then forgotten by a process that died, it is taken up', async () => {
    const ctx = get();
    const id = await keepMail(ctx, raw({ from: 'crash@shop.test' }), { kind: 'smtp' });
    await takeWaitingMail(ctx);
    await takeWaitingMail({ ...ctx, now: new Date(ctx.now.getTime() + 10 * 60_000) });
    expect(await takeMail(ctx, id)).toMatchObject({ state: 'ticket' });
  });

  test('what can’t be read is held after three tries, and the next one goes on', async () => {
    const ctx = get();
    const nest = Array.from(
      { length: 200 },
      (_, i) => `Content-Type: multipart/mixed; boundary=b${i}\r\n\r\n--b${i}\r\n`,
    );
    const id = await keepMail(ctx, raw({ headers: nest.join('') }), { kind: 'imap' });
    expect(await takeMail(ctx, id)).toMatchObject({ state: 'new' });
    expect(await takeMail(ctx, id)).toMatchObject({ state: 'new' });
    expect(await takeMail(ctx, id)).toMatchObject({ state: 'held', reason: 'poison' });
    expect(await receive(ctx, { from: 'next@shop.test' })).toMatchObject({ state: 'ticket' });
  });

  test.each([
    ['too large a message', { body: 'x'.repeat(2 * 1024 * 1024) }, 'too_large'],
    ['no sender', { from: '' }, 'sender'],
    ['a sender that is no address', { from: 'undisclosed' }, 'sender'],
    ['mail of our own', { from: 'support@localhost' }, 'own'],
    ['a vacation that answers nothing of ours', { headers: 'Auto-Submitted: auto-replied\r\n' }, 'automatic'],
    [
      'a report about mail of others',
      { from: 'MAILER-DAEMON@mx.test', body: '<x@y.test>: 550 5.1.1 no such user' },
      'bounce',
    ],
  ])('%s is held in sight', async (_, written, reason) => {
    const ctx = get();
    const small = { ...ctx, config: { ...ctx.config, mailMaxBytes: 1024 * 1024 } };
    expect(await receive(small, written)).toMatchObject({ state: 'held', reason, ticketId: null });
  });

  test('a machine’s message becomes a ticket, but gets no receipt', async () => {
    const ctx = get();
    const { ticketId } = await receive(ctx, {
      from: 'cron@shop.test',
      headers: 'Auto-Submitted: auto-generated\r\n',
    });
    const { events } = await ticketView(ctx, ticketId!);
    expect(events.find(({ kind }) => kind === 'filed')!.data).toMatchObject({ isSilent: true });
  });

  test('more than a person writes in an hour is held', async () => {
    const ctx = get();
    const states = [];
    for (let i = 0; i < 62; i++)
      states.push((await receive(ctx, { from: 'flood@shop.test', subject: `${i}` })).reason);
    expect(states.filter((reason) => reason === 'flood')).toHaveLength(2);
  });

  test('a participant’s answer joins by token or by Message-ID, without its quotes', async () => {
    const ctx = get();
    const { number, token, messageId, messages } = await ticket(ctx);
    const body =
      'Still broken.\r\n\r\nOn Mon, Mar 2, 2026 at 6:26 PM, Support <help@desk.test> wrote:\r\n> Try this.';
    expect(await receive(ctx, { to: token, body })).toMatchObject({ state: 'reply', ticketId: number });
    const headers = `References: <other@x> ${messageId}\r\n`;
    expect(await receive(ctx, { headers, body: 'And now?' })).toMatchObject({
      state: 'reply',
      ticketId: number,
    });
    expect((await messages()).map(({ body: said }) => said)).toEqual([
      'It does not start.',
      'Still broken.',
      'And now?',
    ]);
  });

  test('nothing else joins: subject, quoted text, forged tokens, others’ Message-IDs', async () => {
    const ctx = get();
    const { number, token, messageId, messages } = await ticket(ctx, 'Victim <victim@shop.test>');
    const flip = (text: string) => text.replace(/[0-9a-f](?=@)/, (digit) => (digit === '0' ? '1' : '0'));
    const mallory = 'Mallory <mallory@evil.test>';
    const tries: Written[] = [
      { from: 'victim@shop.test', subject: `Re: [#${number}] It broke` },
      { from: 'victim@shop.test', to: flip(token) },
      { from: 'victim@shop.test', to: token.replace(/\+t\d+/, `+t${number + 1}`) },
      { from: 'victim@shop.test', headers: `References: ${flip(messageId)}\r\n` },
      {
        from: mallory,
        headers: `In-Reply-To: <t${number}.0123456789abcdef.0123456789abcdef0123@localhost>\r\n`,
      },
      { from: mallory, headers: `Reply-To: victim@shop.test\r\nX-Ticket: ${number}\r\n` },
      { from: mallory, to: token },
      {
        from: mallory,
        headers: `References: ${messageId}\r\nReply-To: victim@shop.test\r\nSender: victim@shop.test\r\n`,
      },
      { from: '"victim@shop.test" <mallory@evil.test>', to: token },
    ];
    const outcomes = [];
    for (const written of tries) outcomes.push(await receive(ctx, written));
    expect(await messages()).toHaveLength(1);
    expect(outcomes.slice(0, 6).map(({ state }) => state)).toEqual(Array(6).fill('ticket'));
    expect(outcomes.every(({ state, ticketId }) => state === 'held' || ticketId !== number)).toBe(true);
    expect(outcomes.slice(6)).toMatchObject(
      Array(3).fill({ state: 'held', reason: 'stranger', ticketId: number }),
    );
  });

  test('who the trusted server says is forged does not join; whose word it is not believed', async () => {
    const ctx = get();
    const trusting = { ...ctx, config: { ...ctx.config, trustedAuthserv: 'mx.desk.test' } };
    const { token } = await ticket(ctx);
    const said = (server: string, result: string) =>
      `Authentication-Results: ${server}; dmarc=${result} header.from=shop.test\r\n`;
    expect(await receive(trusting, { to: token, headers: said('mx.desk.test', 'fail') })).toMatchObject({
      reason: 'forged',
    });
    expect(await receive(trusting, { to: token, headers: said('mx.evil.test', 'fail') })).toMatchObject({
      state: 'reply',
    });
    expect(await receive(ctx, { to: token, headers: said('mx.desk.test', 'fail') })).toMatchObject({
      state: 'reply',
    });
  });

  test('an answer to a closed ticket goes on in a new one', async () => {
    const ctx = get();
    const { number, token } = await ticket(ctx);
    await closeTicket(ctx, number);
    const { state, ticketId } = await receive(ctx, { to: token, body: 'Again.' });
    expect(state).toBe('ticket');
    expect(ticketId).not.toBe(number);
  });

  test('a vacation in a thread is a note, wakes nothing and is answered by nothing', async () => {
    const ctx = get();
    const { token, messages, number } = await ticket(ctx);
    const before = (await ticketView(ctx, number)).ticket;
    const headers = 'Auto-Submitted: auto-replied\r\n';
    expect(await receive(ctx, { to: token, headers, body: 'I am away.' })).toMatchObject({
      state: 'automatic',
    });
    expect((await messages()).at(-1)).toMatchObject({ kind: 'note', body: 'I am away.' });
    const { lastMessageAt, state } = (await ticketView(ctx, number)).ticket;
    expect({ lastMessageAt, state }).toEqual({ lastMessageAt: before.lastMessageAt, state: before.state });
  });

  test('agents answer, note and close by mail when the trusted server vouches for them', async () => {
    const ctx = get();
    const email = `agent${++serial}@desk.test`;
    await newAgent(ctx, { email });
    const trusting = { ...ctx, config: { ...ctx.config, trustedAuthserv: 'mx.desk.test' } };
    const { number, token, messages, state } = await ticket(ctx, 'carla@shop.test');
    const from = `Otto <${email}>`;
    const proof = 'Authentication-Results: mx.desk.test; spf=pass; dmarc=pass header.from=desk.test\r\n';
    const forged = `Authentication-Results: mx.evil.test; dmarc=pass header.from=desk.test\r\n${proof}`;
    expect(await receive(trusting, { from, to: token })).toMatchObject({ state: 'held', reason: 'agent' });
    expect(await receive(trusting, { from, to: token, headers: forged })).toMatchObject({ reason: 'agent' });
    expect(await receive(ctx, { from, to: token, headers: proof })).toMatchObject({ reason: 'agent' });
    expect(await messages()).toHaveLength(1);
    expect(await receive(trusting, { from, headers: proof, to: token, body: 'Turn it on.' })).toMatchObject({
      state: 'reply',
      ticketId: number,
    });
    await receive(trusting, { from, headers: proof, to: token, body: '#note Call her tomorrow.' });
    await receive(trusting, { from, headers: proof, to: token, body: '#close\r\n' });
    expect((await messages()).map(({ kind, authorKind, body }) => [kind, authorKind, body])).toEqual([
      ['public', 'requester', 'It does not start.'],
      ['public', 'agent', 'Turn it on.'],
      ['note', 'agent', 'Call her tomorrow.'],
    ]);
    expect(await state()).toBe('resolved');
    await receive(trusting, { from, headers: proof, to: token, body: '#close\r\n' });
    expect(await state()).toBe('closed');
  });

  test('a bounce hangs on the mail that bounced and shows on the ticket; a complaint stops mail', async () => {
    const ctx = get();
    const { number } = await ticket(ctx, 'gone@shop.test');
    const { mailMessageId: sentId } = await lastMailTo(ctx, 'gone@shop.test');
    const dsn = (id: string, action = 'failed') => ({
      from: 'MAILER-DAEMON@mx.test',
      headers: 'Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n',
      body: `--b\r\n\r\nNo.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nFinal-Recipient: rfc822; gone@shop.test\r\nAction: ${action}\r\nStatus: 5.1.1\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: ${id}\r\n--b--`,
    });
    expect(await receive(ctx, dsn('<made-up@shop.test>'))).toMatchObject({ state: 'held', reason: 'bounce' });
    expect(await receive(ctx, dsn(sentId))).toMatchObject({ state: 'report', ticketId: number });
    const { events } = await ticketView(ctx, number);
    expect(events.at(-1)).toMatchObject({
      kind: 'bounced',
      data: { email: 'gone@shop.test', status: '5.1.1' },
    });
    const arf = {
      from: 'abuse@isp.test',
      headers: 'Content-Type: multipart/report; report-type=feedback-report; boundary=b\r\n',
      body: `--b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: ${sentId}\r\n--b--`,
    };
    expect(await receive(ctx, arf)).toMatchObject({ state: 'report', reason: 'complaint', ticketId: number });
    expect(await stoppedFor(ctx, 'gone@shop.test')).toBe('complaint');
  });

  test('hostile bytes of every sort become something in sight', async () => {
    const ctx = get();
    await sleep(0);
    for (const bytes of [
      Buffer.alloc(0),
      Buffer.alloc(5_000, 0xff),
      Buffer.from('\0'.repeat(100)),
      Buffer.from('From: a@b.test\n\n\0\ud800'),
    ])
      expect((await receiveMail(ctx, bytes, { kind: 'pipe' })).state).toMatch(/^(held|ticket)$/);
  });
});

async function stoppedFor(ctx: Context, email: string): Promise<string | null> {
  const rows = await ctx.db.read.select().from(ctx.db.read.tables.requesters);
  return rows.find((row) => row.email === email)!.mailStoppedFor;
}
