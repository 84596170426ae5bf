import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAgent } from '#src/domain/accounts/createAgent.ts';
import { fileTicket } from '#src/domain/tickets/fileTicket.ts';
import { paths } from '#src/paths.ts';
import { contextOf, engines } from '../helpers.ts';
import { freePort } from '../freePort.ts';
import { handOn, openSmtp, startScriptedSmtp, type Behaviour, type ScriptedSmtp } from '../smtp.ts';
import type { Client } from './client.ts';
import { signIn } from './rolesWorld.ts';
import { startServer, type TestServer } from './server.ts';

const faults: Behaviour[] = ['accept', 421, 450, 550, 'hang', 'cut', 'drip', 'bad tls'];
const rounds = 10;
/** In milliseconds. */
const mostMore = 50;

/** A desk on a server of its own, with an agent who answers one ticket again and again. */
async function openDesk(engine: (typeof engines)[number], settings: Record<string, string>) {
  const server = await startServer(engine, settings);
  const system = contextOf(server.app);
  const agentId = await createAgent(system, {
    email: 'anna@example.com',
    name: 'Anna',
    role: 'agent',
    password: 'marmotta zaino lampione',
  });
  const { number } = await fileTicket(system, {
    email: 'carla@example.org',
    subject: 'The printer',
    body: 'It is out of order.',
    locale: 'en',
  });
  const client = server.client();
  await signIn(client, system, agentId);
  return { server, client, number };
}
type Desk = Awaited<ReturnType<typeof openDesk>>;

let said = 0;
/** Milliseconds until a reply by the agent is answered. */
async function answerTime({ client, number }: { client: Client; number: number }): Promise<number> {
  const began = performance.now();
  const { status } = await client.post(
    `${paths.deskTicket(number)}?_action=tickets.write`,
    {
      number: String(number),
      as: 'reply',
      body: `Answer ${++said}`,
      submissionKey: `mail-test-${String(said).padStart(12, '0')}`,
    },
    { multipart: true },
  );
  expect(status).toBe(303);
  return performance.now() - began;
}

/**
 * What mail costs a form, in milliseconds: the quickest of each, taken in turns, since what else the machine does only
 * makes them slower. A busy machine gets three chances; waiting for a mail server would take seconds each time.
 */
async function costOfMail(plain: Desk, mailing: Desk): Promise<number> {
  let more = Infinity;
  for (let chance = 0; chance < 3 && more >= mostMore; chance++) {
    const [without, withMail]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round++) {
      without.push(await answerTime(plain));
      withMail.push(await answerTime(mailing));
    }
    more = Math.min(more, Math.min(...withMail) - Math.min(...without));
  }
  return more;
}

describe.each(engines)('%s', (engine) => {
  let smtp: ScriptedSmtp;
  let plain: Desk;
  let mailing: Desk;
  beforeAll(async () => {
    smtp = await startScriptedSmtp({ byteMs: 1_000 });
    plain = await openDesk(engine, {});
    mailing = await openDesk(engine, { SMTP_URL: smtp.url });
    for (let warm = 0; warm < 5; warm++) await Promise.all([answerTime(plain), answerTime(mailing)]);
  });
  afterAll(async () => {
    await (plain as { server: TestServer } | undefined)?.server.close();
    await (mailing as { server: TestServer } | undefined)?.server.close();
    await smtp?.close();
  });

  test.each([...faults, 'refuse' as const])(
    'with a mail server that does %s, a form is answered as soon',
    async (fault) => {
      if (fault === 'refuse') await smtp.close();
      else smtp.script(fault);
      const more = await costOfMail(plain, mailing);
      console.log(`${engine}, ${fault}: ${more.toFixed(1)} ms more with mail`);
      expect(more).toBeLessThan(mostMore);
    },
  );

  test('while mail comes in as fast as it can, a form is answered as soon', async () => {
    const port = await freePort();
    const receiving = await openDesk(engine, {
      SMTP_LISTEN: `127.0.0.1:${port}`,
      MAIL_FROM: 'help@desk.test',
    });
    const stop = new AbortController();
    const coming = Promise.all([keepWriting(port, stop.signal), keepWriting(port, stop.signal)]);
    try {
      const more = await costOfMail(plain, receiving);
      stop.abort();
      const came = (await coming).reduce((sum, n) => sum + n);
      console.log(`${engine}: ${more.toFixed(1)} ms more while ${came} messages came in`);
      expect(more).toBeLessThan(mostMore);
      expect(came).toBeGreaterThan(2);
    } finally {
      stop.abort();
      await coming.catch(() => undefined);
      await receiving.server.close();
    }
  });
});

/** Hand on one message after the other. @returns how many */
async function keepWriting(port: number, signal: AbortSignal): Promise<number> {
  const say = await openSmtp(port);
  let sent = 0;
  for (; !signal.aborted; sent++) {
    const id = `${performance.now()}.${Math.random()}`;
    const message = `From: a${id}@shop.test\r\nSubject: ${id}\r\nMessage-ID: <${id}@shop.test>\r\n\r\nIt broke.`;
    await handOn(say, 'help@desk.test', Buffer.from(message));
  }
  await say('QUIT\r\n');
  return sent;
}
