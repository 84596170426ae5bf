import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { App } from '#src/context.ts';
import { openMailer } from '#src/domain/mail/mailer.ts';
import { pauseMs } from '#src/domain/mail/deliver.ts';
import { fileTicket } from '#src/domain/tickets/fileTicket.ts';
import { runNextJob } from '#src/jobs/loop.ts';
import { contextOf, engines, openTestApp, type TestApp } from '../helpers.ts';
import { startScriptedSmtp, type Behaviour, type ScriptedSmtp } from '../smtp.ts';

const dayMs = 86_400_000;
let made: TestApp;
let app: App;
let smtp: ScriptedSmtp;
let people = 0;

/** File a ticket; its receipt is the only mail. @returns how to read the mail's row again */
async function ask() {
  const email = `person${++people}@example.org`;
  const ctx = contextOf(app);
  await fileTicket(ctx, { email, subject: 'Question', body: 'How?', locale: 'en' });
  const { sentMails } = ctx.db.read.tables;
  return async () => (await ctx.db.read.select().from(sentMails).where(eq(sentMails.toEmail, email)))[0]!;
}

/** Let `hours` pass, with a job of mail run whenever one is due. */
async function work(hours = 0) {
  for (let tries = 0; tries < 40; tries++)
    if (!(await runNextJob(app, { lane: 'mail', now: new Date(Date.now() + hours * 3_600_000) }))) return;
}

const idOf = (message: string) => /^Message-ID: (\S+)/im.exec(message)?.[1];

describe.each(engines)('%s', (engine) => {
  beforeAll(async () => {
    smtp = await startScriptedSmtp({ byteMs: 2 });
    made = await openTestApp(engine, { SMTP_URL: smtp.url });
    made.app.mailer?.close();
    app = { ...made.app, mailer: fresh() };
  });
  const connectTo = (url?: string) => {
    app.mailer?.close();
    app = { ...app, mailer: fresh(url) };
  };
  afterEach(() => {
    connectTo();
    smtp.taken.length = 0;
  });
  afterAll(async () => {
    app.mailer?.close();
    await made.close();
    await smtp.close();
  });
  const fresh = (url = smtp.url) =>
    openMailer({ smtpUrl: url }, { connect: 1_000, greeting: 1_000, silence: 400, whole: 20_000 });

  test('a good server gets the mail once, with the headers of an automatic answer', async () => {
    smtp.script('accept');
    const mail = await ask();
    await work();
    expect(await mail()).toMatchObject({ state: 'sent', attempts: 1, doubts: 0, error: null });
    expect(smtp.taken).toHaveLength(1);
    const [raw] = smtp.taken;
    expect(idOf(raw!)).toBe((await mail()).mailMessageId);
    expect(raw).toMatch(/^Auto-Submitted: auto-replied$/m);
    expect(raw).toMatch(/^X-Auto-Response-Suppress: OOF, AutoReply$/m);
    expect(raw).not.toMatch(/^List-Id/im);
    expect(raw).toMatch(/^To: person\d+@example\.org$/m);
    expect(raw).toMatch(/^Reply-To: support\+t\d+r\d+\.[0-9a-f]{20}@localhost$/m);
  });

  test('a server that refuses connections gets it when it is back', async () => {
    const mail = await ask();
    connectTo('smtp://127.0.0.1:1');
    await work();
    expect(await mail()).toMatchObject({ state: 'queued', attempts: 1, doubts: 0 });
    expect((await mail()).error).toContain('ECONNREFUSED');
    connectTo();
    smtp.script('accept');
    await work(1);
    expect(await mail()).toMatchObject({ state: 'sent', attempts: 2 });
    expect(smtp.taken).toHaveLength(1);
  });

  test.each<[string, Behaviour[], number]>([
    ['421 at the greeting', [421, 'accept'], 2],
    ['450 twice', [450, 450, 'accept'], 3],
    ['a failing TLS handshake', ['bad tls', 'accept'], 2],
  ])('%s is tried again, and arrives once', async (_, behaviours, tries) => {
    smtp.script(...behaviours);
    const mail = await ask();
    await work();
    expect(await mail()).toMatchObject({ state: 'queued', attempts: 1, doubts: 0 });
    await work(1);
    expect(await mail()).toMatchObject({ state: 'sent', attempts: tries, doubts: 0 });
    expect(smtp.taken).toHaveLength(1);
  });

  test('550 parks it in sight at once', async () => {
    smtp.script(550);
    const mail = await ask();
    await work(48);
    expect(await mail()).toMatchObject({ state: 'parked', attempts: 1, doubts: 0 });
    expect((await mail()).error).toContain('550 5.1.1 No such mailbox');
    expect(smtp.taken).toEqual([]);
  });

  test.each<[string, Behaviour[]]>([
    ['hangs after the final dot', ['hang', 'accept']],
    ['cuts after the final dot', ['cut', 'accept']],
  ])('a server that %s gets one duplicate with the same Message-ID', async (_, behaviours) => {
    smtp.script(...behaviours);
    const mail = await ask();
    await work();
    expect(await mail()).toMatchObject({ state: 'queued', attempts: 1, doubts: 1 });
    await work(1);
    expect(await mail()).toMatchObject({ state: 'sent', attempts: 2 });
    expect(smtp.taken.map(idOf)).toEqual([(await mail()).mailMessageId, (await mail()).mailMessageId]);
  });

  test.each<Behaviour>(['hang', 'cut'])(
    'a server that always does so (%s) gets no third copy',
    async (how) => {
      smtp.script(how);
      const mail = await ask();
      for (const hours of [0, 1, 12, 48]) await work(hours);
      expect(await mail()).toMatchObject({ state: 'parked', attempts: 2, doubts: 2 });
      expect(smtp.taken).toHaveLength(2);
    },
  );

  test('a server that says one byte at a time still gets it', async () => {
    smtp.script('drip');
    const mail = await ask();
    await work();
    expect(await mail()).toMatchObject({ state: 'sent', attempts: 1 });
    expect(smtp.taken).toHaveLength(1);
  });

  test('a process killed while it sends leaves a doubt; killed twice, a person decides', async () => {
    smtp.script('accept');
    const mail = await ask();
    const never = {
      send: () => new Promise<never>(() => undefined),
      check: async () => undefined,
      close: () => undefined,
    };
    const minutes = (n: number) => new Date(Date.now() + n * 60_000);
    void runNextJob({ ...app, mailer: never }, { lane: 'mail' });
    await expect.poll(async () => (await mail()).attempts).toBe(1);
    void runNextJob({ ...app, mailer: never }, { lane: 'mail', now: minutes(2) });
    await expect.poll(async () => (await mail()).attempts).toBe(2);
    await runNextJob(app, { lane: 'mail', now: minutes(4) });
    expect(await mail()).toMatchObject({ state: 'parked', attempts: 2, doubts: 2 });
    expect(smtp.taken).toEqual([]);
  });
});

test('pauses grow from a minute to four hours, spread by a quarter', () => {
  expect(pauseMs(1, 0.5)).toBe(60_000);
  expect(pauseMs(3, 0.5)).toBe(240_000);
  expect(pauseMs(19, 0.5)).toBe(4 * 3_600_000);
  expect([pauseMs(1, 0), pauseMs(1, 1)]).toEqual([45_000, 75_000]);
  const whole = Array.from({ length: 19 }, (_, i) => pauseMs(i + 1, 0.5)).reduce((a, b) => a + b);
  expect(whole / dayMs).toBeGreaterThan(1.9);
});
