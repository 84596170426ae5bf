import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import { systemContext, type App } from '#src/context.ts';
import { receiveMail } from '#src/domain/mail/receive.ts';
import { percentile } from './mailFigures.ts';

export interface Throughput {
  messages: number;
  perSecond: number;
  p95Ms: number;
  bigMb: number;
  /** The big one alone, in milliseconds. */
  bigMs: number;
  startRssMb: number;
  peakRssMb: number;
  /** The longest time the event loop did nothing else, in milliseconds. */
  blockedMs: number;
  /** The same of a thread that did nothing meanwhile: what the machine itself adds, busy as it is. */
  idleBlockedMs: number;
}

/** Messages in flight at a time, as several mailboxes and connections bring them. */
const inFlight = 4;

/** Take in many messages as fast as they go, with a very big one in their midst. */
export async function measureThroughput(
  app: App,
  { messages, bigMb }: { messages: number; bigMb: number },
): Promise<Throughput> {
  for (let i = 0; i < 20; i++) await take(app, message(-1 - i));
  const startRssMb = rss();
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const idle = watchIdleThread();
  let peakRssMb = startRssMb;
  const watch = setInterval(() => (peakRssMb = Math.max(peakRssMb, rss())), 20);
  const times: number[] = [];
  let bigMs = 0;
  let next = 0;
  const start = performance.now();
  const worker = async () => {
    for (let i = next++; i < messages; i = next++) {
      const isBig = i === Math.floor(messages / 2);
      const ms = await take(app, isBig ? bigMessage(bigMb) : message(i));
      if (isBig) bigMs = ms;
      else times.push(ms);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  const seconds = (performance.now() - start) / 1_000;
  clearInterval(watch);
  delay.disable();
  return {
    messages,
    perSecond: Math.round((messages / seconds) * 10) / 10,
    p95Ms: percentile(times, 0.95),
    bigMb,
    bigMs: Math.round(bigMs),
    startRssMb,
    peakRssMb,
    // The monitor's own timer fires every millisecond.
    blockedMs: Math.round(delay.max / 1e6 - 1),
    idleBlockedMs: await idle.end(),
  };
}

/** A thread that only looks at its own event loop. */
function watchIdleThread() {
  const source = `const { parentPort } = require('node:worker_threads');
    const delay = require('node:perf_hooks').monitorEventLoopDelay({ resolution: 1 });
    parentPort.on('message', () => parentPort.postMessage(delay.max / 1e6 - 1));
    setTimeout(() => delay.enable(), 200);`;
  const thread = new Worker(source, { eval: true });
  return {
    async end(): Promise<number> {
      thread.postMessage('end');
      const [ms] = (await once(thread, 'message')) as [number];
      await thread.terminate();
      return Math.round(ms);
    },
  };
}

const rss = () => Math.round(process.memoryUsage().rss / 1024 / 1024);

async function take(app: App, raw: Uint8Array | AsyncIterable<Uint8Array>): Promise<number> {
  const start = performance.now();
  const { state } = await receiveMail(systemContext(app), raw, { kind: 'smtp' });
  if (state !== 'ticket') throw new Error(`A message became "${state}" instead of a ticket.`);
  return performance.now() - start;
}

const words =
  'the printer on the second floor prints nothing since the update of last week please help'.split(' ');

/** Some have HTML beside the text, some a small file: about 3 KB on average. */
export function message(i: number): Buffer {
  const text = Array.from(
    { length: 60 + (Math.abs(i) % 100) },
    (_, n) => words[(n * 7 + Math.abs(i)) % words.length],
  ).join(' ');
  const file = i % 5 === 0 ? randomBytes(4_000).toString('base64') : '';
  return Buffer.from(
    `${headers(i)}--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${text}\r\n` +
      (i % 2 ? `--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>${text}</p>\r\n` : '') +
      (file
        ? `--b\r\nContent-Type: text/plain; name=log.txt\r\nContent-Disposition: attachment\r\n\r\n${file}\r\n`
        : '') +
      '--b--\r\n',
  );
}

/** As it comes from the network: never whole in memory. */
async function* bigMessage(mb: number): AsyncGenerator<Uint8Array> {
  yield Buffer.from(
    `${headers(-1_000)}--b\r\n\r\nSee the file.\r\n--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=big.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n`,
  );
  const line = `${randomBytes(57).toString('base64')}\r\n`;
  const block = Buffer.from(line.repeat(1_000));
  for (let sent = 0; sent < mb * 1024 * 1024; sent += block.length) {
    yield block;
    await new Promise((resolve) => setImmediate(resolve));
  }
  yield Buffer.from('--b--\r\n');
}

const headers = (i: number): string =>
  `From: Customer ${i} <customer${i}@shop.example>\r\nTo: help@desk.example\r\nSubject: Printer ${i}\r\n` +
  `Message-ID: <${i}@shop.example>\r\nDate: Mon, 2 Mar 2026 10:00:00 +0000\r\nMIME-Version: 1.0\r\n` +
  'Content-Type: multipart/mixed; boundary=b\r\n\r\n';
