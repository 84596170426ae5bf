import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { App } from '#src/context.ts';
import { createAgent } from '#src/domain/accounts/createAgent.ts';
import { receiveMail } from '#src/domain/mail/receive.ts';
import { fileTicket } from '#src/domain/tickets/fileTicket.ts';
import { replyAsAgent } from '#src/domain/tickets/replyAsAgent.ts';
import { runNextJob } from '#src/jobs/loop.ts';
import { contextOf, engines, openTestApp, type TestApp } from '../helpers.ts';
import { startScriptedSmtp, type ScriptedSmtp } from '../smtp.ts';

const minute = 60_000;

/** A Portico with an address of its own and a mail server whose post we carry. */
interface House {
  address: string;
  made: TestApp;
  app: App;
  smtp: ScriptedSmtp;
}

let houses: House[];
/** Every message that was carried, with the minute and whether a machine wrote it. */
let carried: { from: string; to: string; at: number; isAutomatic: boolean }[];
let minutes = 0;

async function build(engine: (typeof engines)[number], name: string): Promise<House> {
  const smtp = await startScriptedSmtp();
  const address = `support@${name}.example`;
  const made = await openTestApp(engine, { SMTP_URL: smtp.url, MAIL_FROM: `${name} <${address}>` });
  return { address, made, app: made.app, smtp };
}

const at = ({ app }: House) => contextOf(app, undefined, new Date(Date.UTC(2030, 0, 1) + minutes * minute));
const header = (raw: string, name: string) =>
  new RegExp(`^${name}: (.*(?:\\r\\n[ \\t].*)*)`, 'im').exec(raw)?.[1] ?? '';
const addressIn = (text: string) => /[^\s<>]+@[^\s<>]+/.exec(text)?.[0] ?? '';

/** What makes a machine's mail known as one, and what it answers: gone, as after a careless relay. */
const stripped = (raw: string) =>
  raw.replace(
    /^(Auto-Submitted|X-Auto-Response-Suppress|Precedence|In-Reply-To|References): .*(\r\n[ \t].*)*\r\n/gim,
    '',
  );

/** An absent person's machine that answers whatever comes, and marks its answers as nothing. */
function vacation(raw: string, toToken: boolean): { to: string; raw: string } {
  const to = addressIn(header(raw, toToken ? 'Reply-To' : 'From'));
  const id = `<robot-${carried.length}@c.example>`;
  const lines = ['From: Robot <robot@c.example>', `To: ${to}`, `Message-ID: ${id}`, 'Subject: I am away', ''];
  return { to, raw: [...lines, `I am away until Monday (${carried.length}).`].join('\r\n') };
}

/** Send what waits, and carry it to whom it is for, once. @returns how many messages went */
async function carry({ isStripped = false, toToken = false } = {}): Promise<number> {
  const post: { from: string; to: string; raw: string }[] = [];
  for (const house of houses) {
    while (await runNextJob(house.app, { lane: 'mail', now: new Date(Date.UTC(2031, 0, 1)) }));
    for (const raw of house.smtp.taken.splice(0))
      post.push({
        from: house.address,
        to: addressIn(header(raw, 'To')),
        raw: isStripped ? stripped(raw) : raw,
      });
  }
  for (const { from, to, raw } of post) {
    carried.push({ from, to, at: minutes, isAutomatic: !/^Subject: Re:/im.test(raw) });
    if (to === 'robot@c.example') {
      const answer = vacation(raw, toToken);
      await hand(answer.to, answer.raw);
    } else await hand(to, raw);
  }
  return post.length;
}

async function hand(to: string, raw: string): Promise<void> {
  const house = houses.find(({ address }) => address === to.replace(/\+[^@]*/, ''))!;
  await receiveMail(at(house), Buffer.from(raw), { kind: 'smtp', envelopeTo: [to] });
}

/** Nothing moves any more, and no address got two messages of a machine from one house within an hour. */
async function expectSilence(how: Parameters<typeof carry>[0]) {
  let quiet = 0;
  for (let round = 0; round < 200 && quiet < 75; round++) {
    minutes++;
    quiet = (await carry(how)) === 0 ? quiet + 1 : 0;
  }
  expect(quiet, 'minutes without any mail').toBe(75);
  const automatic = carried.filter((mail) => mail.isAutomatic);
  for (const one of automatic) {
    const same = automatic.filter(
      (other) => other.from === one.from && other.to === one.to && Math.abs(other.at - one.at) < 60,
    );
    expect(same.length, JSON.stringify(same)).toBe(1);
  }
  return automatic.length;
}

describe.each(engines)('%s', (engine) => {
  beforeAll(async () => {
    houses = [await build(engine, 'a'), await build(engine, 'b')];
  });
  afterAll(async () => {
    for (const { made, smtp } of houses) {
      await made.close();
      await smtp.close();
    }
  });
  const start = () => {
    carried = [];
    minutes += 200;
  };

  test.each([false, true])(
    'two Portico fall silent (headers stripped on the way: %s)',
    async (isStripped) => {
      start();
      const [a, b] = houses as [House, House];
      const id = await createAgent(at(a), {
        email: `anna${minutes}@a.example`,
        name: 'Anna',
        role: 'agent',
        tier: 4,
        password: 'correct horse 47 staple',
      });
      const anna = { ...at(a), actor: { kind: 'agent', id, name: 'Anna', role: 'agent', tier: 4 } as const };
      const { number } = await fileTicket(anna, {
        email: b.address,
        subject: `Delivery ${minutes}`,
        body: 'Where is it?',
        locale: 'en',
        isSilent: true,
      });
      await replyAsAgent(anna, number, { body: 'We wrote to you about the delivery.' });
      expect(await expectSilence({ isStripped })).toBeGreaterThan(0);
    },
  );

  test.each([false, true])('a vacation robot falls silent (answers to the token: %s)', async (toToken) => {
    start();
    const [a] = houses as [House];
    await hand(
      a.address,
      [
        'From: Robot <robot@c.example>',
        `To: ${a.address}`,
        `Message-ID: <first-${minutes}@c.example>`,
        `Subject: A question ${minutes}`,
        '',
        'How do I print?',
      ].join('\r\n'),
    );
    expect(await expectSilence({ toToken })).toBeGreaterThan(0);
  });
});
