/**
 * `npm run bench [-- --quick]`: the speed and size figures of the design, on this machine, now: each beside a baseline
 * of the same run. Makes its own data: 2,000 articles, 100,000 tickets, 1,000,000 visit events; a fiftieth with --quick.
 */
import Database from 'better-sqlite3';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { closeApp, openApp } from '#src/app.ts';
import { readConfig } from '#src/config.ts';
import { systemContext, type App } from '#src/context.ts';
import { createAgent } from '#src/domain/accounts/createAgent.ts';
import { createSession, sessionCookie } from '#src/domain/accounts/session.ts';
import { newAskForm, sealAskForm } from '#src/domain/ask/form.ts';
import { paths } from '#src/paths.ts';
import { createClient } from '../http/client.ts';
import { end, launch, pinnedNode, root } from '../http/launch.ts';
import { makeArticles, makeHistory, type Sizes } from './data.ts';
import { phrase, random } from './random.ts';

const { values } = parseArgs({ options: { quick: { type: 'boolean' }, json: { type: 'boolean' } } });
const full: Sizes = { articles: 2_000, tickets: 100_000, events: 1_000_000 };
const sizes: Sizes = values.quick ? { articles: 40, tickets: 2_000, events: 20_000 } : full;
const rounds = values.quick ? 50 : 200;

interface Figure {
  name: string;
  value: number;
  unit: string;
  /** What the design asks for. */
  goal: string;
  isReached: boolean;
  /** The same work by the baseline, in the same run, and how many times that. */
  baseline?: { name: string; value: number; ratio: number };
}
const figures: Figure[] = [];
const say = (line: string) => console.error(line);

await main();

async function main(): Promise<void> {
  if (!existsSync(`${root}dist/server/server.mjs`)) throw new Error('Build first: npm run build');
  const dataDir = await mkdtemp(join(tmpdir(), 'portico-bench-'));
  const env = { DATA_DIR: dataDir, CONTENT_DIR: join(dataDir, 'content'), TRUSTED_PROXIES: '1' };
  try {
    const app = await openApp(readConfig(env));
    say(`Making ${sizes.articles} articles, ${sizes.tickets} tickets, ${sizes.events} events …`);
    const slugs = await makeArticles(systemContext(app), sizes.articles);
    await makeHistory(systemContext(app), sizes);
    await measure(app, env, slugs);
    await closeApp(app);
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
  console.log(values.json ? JSON.stringify(figures, null, 2) : figures.map(lineOf).join('\n'));
}

async function measure(app: App, env: Record<string, string>, slugs: string[]): Promise<void> {
  const started = Date.now();
  const server = await launch({ ...env, PORT: '0' }, { timeoutMs: 120_000 });
  const readyMs = Date.now() - started;
  const hello = await startHello();
  try {
    add({ name: 'start to ready', value: readyMs, unit: 'ms', goal: '≤ 2000', isReached: readyMs <= 2_000 });
    await throughput(server.url, hello.url, slugs);
    await latencies(app, server.url, hello.url, slugs);
    await weights(server.url, slugs);
    await ticketsPerSecond(app, server.url);
    const memory = await residentMb(server.child.pid!);
    add({ name: 'memory in use', value: memory, unit: 'MiB', goal: '≤ 200', isReached: memory <= 200 });
  } finally {
    await end(server.child, 'SIGTERM');
    hello.child.kill();
  }
}

async function throughput(url: string, hello: string, slugs: string[]): Promise<void> {
  say('Requests a second …');
  const path = paths.article('en', slugs[0]!);
  const client = createClient(url);
  for (let i = 0; i < 20; i++) await client.get(path, { 'accept-encoding': 'br' });
  const seconds = values.quick ? '2' : '5';
  const headers = ['Accept-Encoding: br'];
  // Alternating, so that a busy moment of the machine hits both.
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let i = 0; i < 3; i++) {
    theirs.push(await load([`${hello}/`, '32', seconds, ...headers]));
    ours.push(await load([url + path, '32', seconds, ...headers]));
  }
  const [value, base] = [median(ours), median(theirs)];
  add({
    name: 'cached article page, 32 connections',
    value,
    unit: 'a second',
    goal: '≥ 0.6 of bare node:http',
    isReached: value / base >= 0.6,
    baseline: { name: 'bare node:http hello', value: base, ratio: value / base },
  });
}

async function latencies(app: App, url: string, hello: string, slugs: string[]): Promise<void> {
  say('Latencies …');
  const next = random(3);
  const visitor = createClient(url);
  const agent = createClient(url);
  await signIn(app, agent.cookies);
  const bare = createClient(hello);
  const base = await p95(() => bare.get('/'));
  const work: [string, number, string, (i: number) => Promise<{ status: number }>][] = [
    [
      'uncached article page, p95',
      10,
      '≤ 10',
      (i) => visitor.get(`${paths.article('en', slugs[i % slugs.length]!)}?bench=${i}`),
    ],
    [
      `search at ${sizes.articles} articles, p95`,
      10,
      '≤ 10',
      () => visitor.get(`${paths.apiSearch()}?q=${encodeURIComponent(phrase(next, 3))}&locale=en`),
    ],
    [`desk queue at ${sizes.tickets} tickets, p95`, 100, '≤ 100', () => agent.get(paths.desk())],
    [`measures at ${sizes.events} events, p95`, 100, '≤ 100', () => agent.get(paths.deskMeasures())],
  ];
  for (const [name, limit, goal, request] of work) {
    for (let i = 0; i < 5; i++) await request(i);
    const value = await p95(request);
    const baseline = { name: 'bare node:http hello, p95', value: base, ratio: value / base };
    add({ name, value, unit: 'ms', goal, isReached: value <= limit, baseline });
  }
}

async function weights(url: string, slugs: string[]): Promise<void> {
  const page = await wire(url + paths.article('en', slugs[0]!));
  const links = [
    ...page.text.matchAll(
      /<(?:link rel="(?:stylesheet|icon)" href|link rel="icon"[^>]*href|script[^>]* src)="([^"]+)"/g,
    ),
  ];
  const others = await Promise.all(
    [...new Set(links.map(([, path]) => path!))].map((path) => wire(new URL(path, url).href)),
  );
  const total = [page, ...others].reduce((sum, one) => sum + one.bytes, 0) / 1024;
  const script =
    others.filter((one) => one.type.includes('javascript')).reduce((sum, one) => sum + one.bytes, 0) / 1024;
  add({ name: 'article over the wire', value: total, unit: 'KB', goal: '≤ 30', isReached: total <= 30 });
  add({
    name: 'requests of an article',
    value: 1 + others.length,
    unit: '',
    goal: '≤ 8',
    isReached: others.length < 8,
  });
  add({ name: 'script of an article', value: script, unit: 'KB', goal: '≤ 10', isReached: script <= 10 });
}

/** One by one, each on disk before the next. */
async function ticketsPerSecond(app: App, url: string): Promise<void> {
  say('Tickets a second …');
  const ctx = systemContext(app);
  const forms = await Promise.all(
    Array.from({ length: rounds }, () => sealAskForm(ctx, { ...newAskForm(ctx), at: Date.now() - 60_000 })),
  );
  const times: number[] = [];
  const start = performance.now();
  for (const [i, form] of forms.entries()) {
    const fields = {
      form,
      problem: 'It broke',
      subject: `Bench ${i}`,
      details: 'Details',
      name: 'Ada',
      email: 'ada@example.com',
      website: '',
    };
    const headers = { 'x-forwarded-for': `10.0.${i % 250}.1` };
    const before = performance.now();
    const { status } = await createClient(url).post(`${paths.ask('en')}?_action=ask.send`, fields, {
      headers,
    });
    if (status !== 303) throw new Error(`A ticket was refused with ${status}.`);
    times.push(performance.now() - before);
  }
  const value = (forms.length / (performance.now() - start)) * 1_000;
  const base = await rawInserts(app.config.dataDir);
  const baseline = { name: 'bare synced SQLite inserts', value: base, ratio: value / base };
  add({
    name: 'tickets filed and synced, one by one',
    value,
    unit: 'a second',
    goal: '≥ 200',
    isReached: value >= 200,
    baseline,
  });
  const slow = quantile(times, 0.95);
  add({ name: 'ticket filed, p95', value: slow, unit: 'ms', goal: '≤ 10', isReached: slow <= 10 });
}

async function rawInserts(dataDir: string): Promise<number> {
  const db = new Database(join(dataDir, 'baseline.sqlite'));
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec('CREATE TABLE t (id integer primary key, body text)');
  const insert = db.prepare('INSERT INTO t (body) VALUES (?)');
  const start = performance.now();
  for (let i = 0; i < rounds; i++) insert.run('x'.repeat(500));
  const perSecond = (rounds / (performance.now() - start)) * 1_000;
  db.close();
  return perSecond;
}

async function signIn(app: App, cookies: Map<string, string>): Promise<void> {
  const ctx = systemContext(app);
  const agentId = await createAgent(ctx, {
    email: 'bench@example.com',
    name: 'Bench',
    role: 'admin',
    password: 'correct horse battery staple',
  });
  const { token } = await createSession(ctx, { agentId, userAgent: 'bench', isComplete: true });
  cookies.set(sessionCookie(app.config).name, token);
}

async function startHello() {
  const child = spawn(pinnedNode, ['tests/bench/hello.ts'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const url = await new Promise<string>((resolve) =>
    child.stdout!.on('data', (chunk) => resolve(/http:\S+/.exec(String(chunk))![0])),
  );
  return { child, url };
}

/** From a process of its own, so that the one who measures costs neither side. */
function load(args: string[]): Promise<number> {
  const child = spawn(pinnedNode, ['tests/bench/load.ts', ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.stdout.on('data', (chunk) =>
      resolve((JSON.parse(String(chunk)) as { perSecond: number }).perSecond),
    );
    child.on('exit', (code) => code && reject(new Error(`The load ended with code ${code}.`)));
  });
}

async function wire(url: string) {
  const response = await fetch(url, { headers: { 'accept-encoding': 'br' } });
  const length = response.headers.get('content-length');
  const text = await response.text();
  const bytes = length === null ? Buffer.byteLength(text) : Number(length);
  return { text, bytes, type: response.headers.get('content-type') ?? '' };
}

async function p95(request: (i: number) => Promise<{ status: number }>): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < rounds; i++) {
    const start = performance.now();
    const { status } = await request(i);
    if (status !== 200) throw new Error(`A page answered ${status}.`);
    times.push(performance.now() - start);
  }
  return quantile(times, 0.95);
}

async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? NaN) / 1024;
}

function quantile(times: number[], share: number): number {
  return times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))]!;
}

function median(numbers: number[]): number {
  return quantile(numbers, 0.5);
}

function add(figure: Figure): void {
  figures.push(figure);
}

function lineOf({ name, value, unit, goal, isReached, baseline }: Figure): string {
  const shown = `${value.toFixed(value < 100 ? 1 : 0)} ${unit}`;
  const beside = baseline
    ? `${baseline.ratio.toFixed(2)} × ${baseline.name} (${baseline.value.toFixed(1)})`
    : '';
  return `${isReached ? '✓' : '✗'} ${name.padEnd(42)} ${shown.padStart(16)}   goal ${goal.padEnd(24)} ${beside}`;
}
