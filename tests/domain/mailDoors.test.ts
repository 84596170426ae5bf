import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemContext, type App } from '#src/context.ts';
import { testMailbox } from '#src/domain/mail/imapClient.ts';
import { watchMailboxes } from '#src/domain/mail/imapWatch.ts';
import { listenForMail, type Listener } from '#src/domain/mail/listener.ts';
import { getMailbox, listMailboxes, saveMailbox, type MailboxInput } from '#src/domain/mail/mailbox.ts';
import { hasDovecot, startBadWire, startDovecot, type Dovecot } from '../dovecot.ts';
import { eachEngine, openTestApp, type TestApp } from '../helpers.ts';

const raw = (subject: string, body = 'Hello') =>
  `From: ada@shop.test\r\nTo: help@desk.test\r\nSubject: ${subject}\r\nMessage-ID: <${subject}@shop.test>\r\n\r\n${body}\r\n`;
const box = (more: Partial<MailboxInput> = {}): MailboxInput => ({
  name: 'Help',
  address: 'help@desk.test',
  locale: 'en',
  isEnabled: true,
  ...more,
});

describe('the SMTP listener', () => {
  let made: TestApp;
  let listener: Listener;
  beforeAll(async () => {
    made = await openTestApp('sqlite', { MAIL_MAX_MB: '1' });
    await saveMailbox(systemContext(made.app), box());
    listener = await listenForMail(made.app, { host: '127.0.0.1', port: 0 });
  });
  afterAll(async () => {
    await listener.stop();
    await made.close();
  });

  test('takes mail for a mailbox, with or without a token, and has it on disk when it says so', async () => {
    const [, , , , data, kept] = await talk(listener.port, [
      'EHLO x',
      'MAIL FROM:<>',
      'RCPT TO:<Help+t1.x@desk.test>',
      'DATA',
      `${raw('by-smtp')}.`,
    ]);
    expect(data).toMatch(/^354/);
    expect(kept).toMatch(/^250 Kept as \d+/);
    await until(async () => (await subjects(made.app)).includes('by-smtp'));
    const rows = await received(made.app);
    expect(rows.find(({ subject }) => subject === 'by-smtp')).toMatchObject({
      source: 'smtp',
      mailboxId: 1,
      envelopeTo: ['help+t1.x@desk.test'],
    });
  });

  test('takes none for strangers, none too large, and no sign-in', async () => {
    const [, hello, , refused] = await talk(listener.port, [
      'EHLO x',
      'MAIL FROM:<a@b.test>',
      'RCPT TO:<root@desk.test>',
    ]);
    expect(refused).toMatch(/^550/);
    expect(hello).not.toMatch(/AUTH|STARTTLS/);
    const [, , tooLarge] = await talk(listener.port, [
      'EHLO x',
      `MAIL FROM:<a@b.test> SIZE=${3 * 1024 * 1024}`,
    ]);
    expect(tooLarge).toMatch(/^552/);
    const big = raw('too-big', `${'x'.repeat(998)}\r\n`.repeat(2_000));
    const answers = await talk(listener.port, [
      'EHLO x',
      'MAIL FROM:<>',
      'RCPT TO:<help@desk.test>',
      'DATA',
      `${big}.`,
    ]);
    expect(answers.at(-1)).toMatch(/^552/);
    expect(await subjects(made.app)).not.toContain('too-big');
  });

  test('a sender that hangs up before the end left nothing', async () => {
    await talk(listener.port, ['EHLO x', 'MAIL FROM:<>', 'RCPT TO:<help@desk.test>', 'DATA', raw('half')], {
      hangUp: true,
    });
    await sleep(200);
    expect(await received(made.app)).not.toContainEqual(expect.objectContaining({ subject: 'half' }));
  });
});

const isThere = hasDovecot();
describe.skipIf(!isThere)('IMAP, with a real server', () => {
  let dovecot: Dovecot;
  let made: TestApp;
  const pace = { look: 30, poll: 300, lease: 3_000, longestPause: 40 };
  beforeAll(async () => {
    dovecot = await startDovecot();
    made = await openTestApp('sqlite', { MAIL_MAX_MB: '1' });
  });
  afterAll(async () => {
    await made?.close();
    await dovecot?.stop();
  });
  const at = (account: string, more: Partial<MailboxInput> = {}) =>
    box({
      address: `${account}@desk.test`,
      imapHost: '127.0.0.1',
      imapPort: dovecot.port,
      imapSecurity: 'none',
      imapUser: account,
      password: 'secret',
      takesOld: true,
      ...more,
    });

  test('a mailbox can be tried out, and says what the server said', async () => {
    const ctx = systemContext(made.app);
    const good = await saveMailbox(ctx, at('try', { isEnabled: false }));
    expect(await testMailbox(ctx, good)).toBeNull();
    const bad = await saveMailbox(ctx, at('wrong', { isEnabled: false, password: 'no' }));
    expect(await testMailbox(ctx, bad)).toMatch(/authentication failed/i);
    const none = await saveMailbox(ctx, at('nobody', { isEnabled: false, imapPort: 1 }));
    expect(await testMailbox(ctx, none)).toMatch(/ECONNREFUSED/);
    expect(JSON.stringify(await listMailboxes(ctx))).not.toContain('secret');
  });

  test('what lies there and what comes is taken in order, at once, by IDLE', async () => {
    for (let i = 0; i < 5; i++) await dovecot.deliver('order', raw(`order-${i}`));
    const id = await saveMailbox(systemContext(made.app), at('order'));
    const watch = watchMailboxes(made.app, { ...pace, poll: 60_000 });
    await until(async () => (await subjects(made.app, 'order-')).length === 5);
    await sleep(300);
    await dovecot.deliver('order', raw('order-5'));
    await until(async () => (await subjects(made.app, 'order-')).length === 6);
    await watch.stop();
    expect(await subjects(made.app, 'order-')).toEqual([0, 1, 2, 3, 4, 5].map((i) => `order-${i}`));
    const view = await getMailbox(systemContext(made.app), id);
    expect(view).toMatchObject({ alarm: null, lastError: null, lastSuccessAt: expect.any(Date) as Date });
    await off(made.app);
  });

  test('a new mailbox leaves what lies there, unless asked', async () => {
    await dovecot.deliver('fresh', raw('fresh-old'));
    const id = await saveMailbox(systemContext(made.app), at('fresh', { takesOld: false }));
    const watch = watchMailboxes(made.app, pace);
    await until(async () => (await getMailbox(systemContext(made.app), id)).uidValidity !== null);
    await dovecot.deliver('fresh', raw('fresh-new'));
    await until(async () => (await subjects(made.app, 'fresh-')).length > 0);
    await watch.stop();
    expect(await subjects(made.app, 'fresh-')).toEqual(['fresh-new']);
    await off(made.app);
  });

  test('cut at every point, nothing is lost and nothing doubled', async () => {
    for (let i = 0; i < 8; i++) await dovecot.deliver('cut', raw(`cut-${i}`, 'x'.repeat(200)));
    const budgets = Array.from({ length: 40 }, (_, i) => 15 + i * 45);
    const wire = await startBadWire(dovecot.port, budgets);
    await saveMailbox(systemContext(made.app), at('cut', { imapPort: wire.port }));
    const watch = watchMailboxes(made.app, pace);
    await until(async () => (await subjects(made.app, 'cut-')).length === 8, 50_000).finally(() =>
      watch.stop(),
    );
    wire.stop();
    expect(wire.connections()).toBeGreaterThan(15);
    expect((await subjects(made.app, 'cut-')).toSorted()).toEqual(
      [0, 1, 2, 3, 4, 5, 6, 7].map((i) => `cut-${i}`),
    );
    const bodies = (await received(made.app)).filter(({ subject }) => subject.startsWith('cut-'));
    expect(bodies.every(({ size }) => size > 280)).toBe(true);
    await off(made.app);
  });

  test('numbers that begin anew lose nothing and double nothing', async () => {
    for (let i = 0; i < 3; i++) await dovecot.deliver('anew', raw(`anew-${i}`));
    const id = await saveMailbox(systemContext(made.app), at('anew'));
    const first = watchMailboxes(made.app, pace);
    await until(async () => (await subjects(made.app, 'anew-')).length === 3);
    await first.stop();
    const before = (await getMailbox(systemContext(made.app), id)).uidValidity;
    await dovecot.renumber('anew');
    await dovecot.deliver('anew', raw('anew-3'));
    const second = watchMailboxes(made.app, pace);
    await until(async () => (await subjects(made.app, 'anew-')).length === 4);
    await second.stop();
    expect((await getMailbox(systemContext(made.app), id)).uidValidity).not.toBe(before);
    expect((await received(made.app)).filter(({ subject }) => subject.startsWith('anew-'))).toHaveLength(4);
    await off(made.app);
  });

  test('one message through two mailboxes is one ticket; a poison and a giant are held, and the next goes on', async () => {
    const nest = Array.from(
      { length: 200 },
      (_, i) => `Content-Type: multipart/mixed; boundary=b${i}\r\n\r\n--b${i}\r\n`,
    ).join('');
    const poison = `From: ada@shop.test\r\nSubject: two-poison\r\n${nest}`;
    const giant = raw('two-giant', `${'x'.repeat(998)}\r\n`.repeat(3_000));
    await dovecot.deliver('one', raw('two-same'));
    await dovecot.deliver('two', raw('two-same'));
    for (const message of [poison, giant, raw('two-next')]) await dovecot.deliver('two', message);
    const ids = [
      await saveMailbox(systemContext(made.app), at('one')),
      await saveMailbox(systemContext(made.app), at('two')),
    ];
    const watch = watchMailboxes(made.app, pace);
    await until(async () => (await subjects(made.app, 'two-next')).length === 1);
    await until(
      async () => (await received(made.app)).filter(({ subject }) => subject === 'two-same').length === 2,
    );
    await watch.stop();
    expect(await subjects(made.app, 'two-same')).toHaveLength(1);
    const held = (await received(made.app)).filter(
      ({ mailboxId, state }) => mailboxId === ids[1] && (state === 'held' || state === 'new'),
    );
    expect(held.map(({ reason, state }) => reason || state)).toEqual(['new', 'too_large']);
    await off(made.app);
  });

  test('of several processes one reads, and another takes over when it is gone', async () => {
    const id = await saveMailbox(systemContext(made.app), at('shared'));
    const watches = [watchMailboxes(made.app, pace), watchMailboxes(made.app, pace)];
    await dovecot.deliver('shared', raw('shared-0'));
    await until(async () => (await subjects(made.app, 'shared-')).length === 1);
    const owner = await leaseOwner(made.app, id);
    await watches[0]!.stop();
    await dovecot.deliver('shared', raw('shared-1'));
    await until(async () => (await subjects(made.app, 'shared-')).length === 2);
    await watches[1]!.stop();
    expect(owner).not.toBeNull();
    expect(await leaseOwner(made.app, id)).toBeNull();
    await off(made.app);
  });
});

eachEngine((get) => {
  test('mailboxes: credentials are kept sealed and stay when left empty; addresses are taken once', async () => {
    const ctx = get();
    const id = await saveMailbox(
      ctx,
      box({ address: 'a@desk.test', imapHost: 'imap.desk.test', imapUser: 'a', password: 'tops3cret' }),
    );
    const stored = async () =>
      (await ctx.db.read.select().from(ctx.db.read.tables.mailboxes)).find((row) => row.id === id)!
        .credentials;
    const before = await stored();
    expect(before).not.toBe('');
    expect(Buffer.from(before, 'base64url').toString('latin1')).not.toContain('tops3cret');
    await saveMailbox(
      ctx,
      box({ id, address: 'a@desk.test', imapHost: 'imap.desk.test', imapUser: 'a', name: 'Renamed' }),
    );
    expect(await stored()).toBe(before);
    expect((await getMailbox(ctx, id)).name).toBe('Renamed');
    await expect(saveMailbox(ctx, box({ address: 'A@desk.test' }))).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(saveMailbox(ctx, box({ address: 'b@desk.test', imapHost: 'x' }))).rejects.toMatchObject({
      details: { fields: { password: 'required' } },
    });
    const later = { ...ctx, now: new Date(ctx.now.getTime() + 5 * 3_600_000) };
    await saveMailbox(ctx, box({ id, address: 'a@desk.test', silenceHours: 4 }));
    expect((await getMailbox(ctx, id)).alarm).toBeNull();
    expect((await getMailbox(later, id)).alarm).toBe('silence');
    await expect(
      listMailboxes({ ...ctx, actor: { kind: 'visitor', visitId: null, isCounted: false, ticketKeys: {} } }),
    ).rejects.toMatchObject({ code: 'sign_in_required' });
  });
});

const received = (app: App) => app.db.read.select().from(app.db.read.tables.receivedMails);
const subjects = async (app: App, start = '') =>
  (await app.db.read.select().from(app.db.read.tables.tickets))
    .map(({ subject }) => subject)
    .filter((one) => one.startsWith(start));

async function leaseOwner(app: App, id: number): Promise<string | null> {
  const rows = await app.db.read.select().from(app.db.read.tables.mailboxes);
  return rows.find((row) => row.id === id)!.leasedBy;
}

async function off(app: App): Promise<void> {
  const { mailboxes } = app.db.read.tables;
  await app.db.write(async (tx) => void (await tx.update(mailboxes).set({ isEnabled: false })));
}

async function until(is: () => Promise<boolean>, ms = 20_000): Promise<void> {
  const end = Date.now() + ms;
  while (!(await is())) {
    if (Date.now() > end) throw new Error('It did not happen in time.');
    await sleep(25);
  }
}

/** Speak lines to an SMTP server, each after the answer to the one before. @returns the answers, the greeting first */
function talk(port: number, lines: string[], { hangUp = false } = {}): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const answers: string[] = [];
    let buffer = '';
    const socket = connect(port, '127.0.0.1');
    socket.on('error', reject);
    socket.on('close', () => resolve(answers));
    socket.on('data', (data) => {
      buffer += String(data);
      if (!/^\d{3} .*\r\n$/m.test(buffer)) return;
      answers.push(buffer);
      buffer = '';
      const line = lines[answers.length - 1];
      if (line === undefined) socket.end();
      else if (hangUp && answers.length === lines.length) socket.write(line, () => socket.destroy());
      else socket.write(`${line}\r\n`);
    });
  });
}
