import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { App } from '#src/context.ts';
import { paths } from '#src/paths.ts';
import { createClient } from '../http/client.ts';
import { end, launch } from '../http/launch.ts';
import { freePort } from '../freePort.ts';
import { handOn, openSmtp } from '../smtp.ts';
import { percentile } from './mailFigures.ts';
import { message } from './mailThroughput.ts';

/** How long pages that nobody cached took, in milliseconds. */
export interface Answers {
  pages: number;
  medianMs: number;
  p95Ms: number;
  maxMs: number;
}

export interface Beside {
  messages: number;
  /** From the first connection until the last one was a ticket. */
  perSecond: number;
  /** Before, while mail came in as fast as it goes, and afterwards. */
  before: Answers;
  during: Answers;
  after: Answers;
  /** What mail adds to the median and to the 95th percentile. */
  extraMedianMs: number;
  extraP95Ms: number;
  /** The most memory that the server had in use, in MB. */
  peakRssMb: number;
}

/** Connections of the mail server in front. */
const connections = 4;
const pauseMs = 20;
const quietPages = 150;

/** What the built server answers over HTTP while a mail server hands it messages through the SMTP listener. */
export async function measureBeside(
  app: App,
  { env, messages }: { env: Record<string, string>; messages: number },
): Promise<Beside> {
  const smtpPort = await freePort();
  const listen = { SMTP_LISTEN: `127.0.0.1:${smtpPort}`, MAIL_FROM: 'help@desk.example', PORT: '0' };
  const server = await launch({ ...env, ...listen }, { timeoutMs: 120_000 });
  try {
    await asks(server.url, { while: (done) => done < 30 });
    const quiet = () => asks(server.url, { while: (done) => done < quietPages });
    const before = await quiet();
    const start = performance.now();
    let isComing = true;
    const coming = sendAll(smtpPort, messages)
      .then(() => untilTaken(app, messages))
      .finally(() => (isComing = false));
    const during = await asks(server.url, { while: () => isComing });
    await coming;
    const perSecond = Math.round((messages / (performance.now() - start)) * 10_000) / 10;
    const after = await quiet();
    const [first, busy, last] = [before, during, after].map(answers) as [Answers, Answers, Answers];
    const calm = { median: (first.medianMs + last.medianMs) / 2, p95: (first.p95Ms + last.p95Ms) / 2 };
    return {
      messages,
      perSecond,
      before: first,
      during: busy,
      after: last,
      extraMedianMs: round(busy.medianMs - calm.median),
      extraP95Ms: round(busy.p95Ms - calm.p95),
      peakRssMb: await peakMb(server.child.pid!),
    };
  } finally {
    await end(server.child, 'SIGTERM');
  }
}

/** Ask for pages one after the other, each rendered and searched anew. @returns how long each took */
async function asks(url: string, { while: goesOn }: { while: (done: number) => boolean }): Promise<number[]> {
  const client = createClient(url);
  const times: number[] = [];
  while (goesOn(times.length)) {
    const start = performance.now();
    const { status } = await client.get(`${paths.search('en')}?q=printer+${times.length}`);
    times.push(performance.now() - start);
    if (status !== 200) throw new Error(`A page answered ${status}.`);
    await sleep(pauseMs);
  }
  return times;
}

const answers = (times: number[]): Answers => ({
  pages: times.length,
  medianMs: percentile(times, 0.5),
  p95Ms: percentile(times, 0.95),
  maxMs: round(Math.max(...times)),
});
const round = (ms: number) => Math.round(ms * 10) / 10;

async function sendAll(port: number, messages: number): Promise<void> {
  let next = 0;
  const work = async () => {
    const say = await openSmtp(port);
    for (let i = next++; i < messages; i = next++) await handOn(say, 'help@desk.example', message(i));
    await say('QUIT\r\n');
  };
  await Promise.all(Array.from({ length: connections }, work));
}

/** Every message is a ticket. */
async function untilTaken(app: App, messages: number): Promise<void> {
  const { read } = app.db;
  while ((await read.$count(read.tables.tickets)) < messages) await sleep(100);
}

/** proc(5); NaN where there is none. */
async function peakMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? NaN) / 1024);
}
