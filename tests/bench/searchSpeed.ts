/**
 * `npm run bench:search-speed [-- --json]`: how long a search takes, what building its indexes costs in time and memory, how
 * soon a change is found, and how long the search keeps the main loop from its other work. Drives the service that the
 * portal runs, with its thread and a database, on made-up articles; each size in a process of its own.
 */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { closeApp, openApp } from '#src/app.ts';
import { readConfig } from '#src/config.ts';
import { systemContext, type App, type Context } from '#src/context.ts';
import { createCategory } from '#src/domain/articles/categories.ts';
import { searchArticles } from '#src/domain/search/searchArticles.ts';
import { bumpCounter } from '#src/jobs/queue.ts';
import { inBulk } from './bulk.ts';
import { phrase, random } from './random.ts';

interface Size {
  articles: number;
  past: number;
  /** Milliseconds, 95 of 100 searches. */
  goal: number;
}
const sizes: Size[] = [
  { articles: 2_000, past: 20_000, goal: 10 },
  { articles: 10_000, past: 0, goal: 30 },
  { articles: 10_000, past: 20_000, goal: 30 },
];

export interface Speed extends Size {
  p50Ms: number;
  p95Ms: number;
  buildMs: number;
  /** Of the whole process: before, at its highest while building, and afterwards. */
  rssMb: { before: number; highest: number; after: number };
  /** While new indexes are built and searches go on. */
  whileBuilding: { p95Ms: number };
  /** The longest delay of the main loop, first build included; and as long without any search, on this machine now. */
  loop: LoopDelay;
  idleLoop: LoopDelay;
  /** From the commit of an article to the first search that finds it, the slowest of ten. */
  findableMs: number;
  /** The slowest of many searches that nobody would type. */
  hostileMs: number;
}

interface LoopDelay {
  /** By the clock: on a busy machine, others count too. */
  wallMs: number;
  /** The longest turn of the loop in the main thread's own processor time. */
  cpuMs: number;
}

/** How often the delay of the loop is looked at, in milliseconds: what it reports holds this pause. */
const resolution = 2;
const next = random(5);

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean' },
      fill: { type: 'string' },
      measure: { type: 'string' },
      in: { type: 'string' },
    },
  });
  if (values.fill) return inApp(values.in!, (app) => fill(app, sizes[Number(values.fill)]!));
  if (values.measure)
    return inApp(values.in!, async (app) =>
      console.log(JSON.stringify(await measureIn(app, sizes[Number(values.measure)]!))),
    );
  const measured: Speed[] = [];
  for (const at of sizes.keys()) measured.push(await measureInOwnProcess(at));
  console.log(values.json ? JSON.stringify(measured, null, 2) : measured.map(readable).join('\n\n'));
}

/** What makes the articles is another process than what is measured, so that its memory does not count. */
async function measureInOwnProcess(at: number): Promise<Speed> {
  const dataDir = await mkdtemp(join(tmpdir(), 'portico-bench-'));
  try {
    runSelf(['--fill', String(at), '--in', dataDir]);
    const said = runSelf(['--measure', String(at), '--in', dataDir]);
    return JSON.parse(said.trim().split('\n').at(-1)!) as Speed;
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

function runSelf(args: string[]): string {
  const run = spawnSync(process.execPath, [fileURLToPath(import.meta.url), ...args], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`It failed:\n${run.stderr}`);
  return run.stdout;
}

async function inApp(dataDir: string, work: (app: App) => Promise<void>): Promise<void> {
  const app = await openApp(readConfig({ DATA_DIR: dataDir, CONTENT_DIR: join(dataDir, 'content') }));
  try {
    await work(app);
  } finally {
    await closeApp(app);
  }
}

async function measureIn(app: App, size: Size): Promise<Speed> {
  const ctx: Context = { ...systemContext(app), locale: 'en' };
  const before = rss();
  const stopIdle = watchLoop();
  await sleep(6_000);
  const idleLoop = stopIdle();
  const stopWatching = watchLoop();
  const sampling = sampleRss();
  const started = performance.now();
  await app.search.ready();
  const buildMs = performance.now() - started;
  const highest = sampling();
  for (let n = 0; n < 200; n++) await ask(ctx);
  const times = await timesOf(500, () => ask(ctx));
  const findable = await timesOf(10, (n) => publishAndFind(ctx, n));
  const whileBuilding = { p95Ms: quantile(await searchWhileBuilding(ctx), 0.95) };
  const loop = stopWatching();
  const hostile = await timesOf(hostileInputs.length * 5, (n) =>
    ask(ctx, hostileInputs[n % hostileInputs.length]),
  );
  return {
    ...size,
    p50Ms: quantile(times, 0.5),
    p95Ms: quantile(times, 0.95),
    buildMs,
    rssMb: { before, highest, after: rss() },
    whileBuilding,
    loop,
    idleLoop,
    findableMs: Math.max(...findable),
    hostileMs: Math.max(...hostile),
  };
}

/** Three to eight words, as people ask. */
const ask = (ctx: Context, query = phrase(next, 3 + Math.floor(next() * 6))) =>
  searchArticles(ctx, { query });

async function timesOf(count: number, work: (n: number) => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < count; n++) {
    const from = performance.now();
    await work(n);
    times.push(performance.now() - from);
  }
  return times;
}

async function publishAndFind(ctx: Context, n: number): Promise<void> {
  const title = `Zyxophone${n} tuning`;
  await ctx.db.write(async (tx) => {
    await tx.insert(tx.tables.articles).values(articleRow(1_000_000 + n, title) as never);
    await bumpCounter(tx, 'content');
  });
  for (;;) {
    const { results } = await searchArticles(ctx, { query: `zyxophone${n}` });
    if (results[0]?.title === title) return;
    await sleep(5);
  }
}

/** An erasure asks for new indexes; the searches go on until they are there. */
async function searchWhileBuilding(ctx: Context): Promise<number[]> {
  await ctx.db.write((tx) => bumpCounter(tx, 'forgotten'));
  const until = performance.now() + 6_000;
  const times: number[] = [];
  while (performance.now() < until) {
    times.push(...(await timesOf(1, () => ask(ctx))));
    await sleep(10);
  }
  return times;
}

const hostileInputs = [
  'a'.repeat(10_000),
  phrase(next, 2_000).slice(0, 10_000),
  '+title:x -y^9 ~2 *:* "AND" ((([[[ \\ {} '.repeat(250),
  '🔥👩‍👩‍👧‍👦'.repeat(1_000),
  '\u0000\u0001\u202e\ufeff\ud800'.repeat(2_000),
  '密码忘记了怎么办'.repeat(1_250),
  'ลืมรหัสผ่าน'.repeat(900),
  'كلمة المرور '.repeat(800),
  'a\u0301\u0302\u0303'.repeat(2_500),
  "l'".repeat(5_000),
];

async function fill(app: App, { articles, past }: Size): Promise<void> {
  await createCategory(systemContext(app), { locale: 'en', title: 'Everything' });
  await inBulk(app, async (add) => {
    await add('articles', articles, (n) => columnsOf(articleRow(n + 1, `${phrase(next, 5)} ${n}`)));
    await add('past_questions', past, (n) => ({
      article_id: 1 + (n % articles),
      text: phrase(next, 9),
      origin: `ticket:${n}`,
      created_at: Date.now() - n * 1_000,
    }));
  });
}

function articleRow(id: number, title: string) {
  const now = new Date();
  const part = (at: number) => ({
    heading: at ? phrase(next, 4) : '',
    anchor: at ? `part-${at}` : null,
    text: `${phrase(next, 60)}.`,
  });
  return {
    ...{
      id,
      key: `k${id}`,
      locale: 'en',
      slug: `a-${id}`,
      categoryId: 1,
      kind: 'article',
      state: 'published',
    },
    ...{
      confidence: 'confirmed',
      audience: 'public',
      title,
      summary: phrase(next, 12),
      tags: [],
      related: [],
    },
    ...{ source: title, html: '', headings: [], sections: [0, 1, 2, 3].map(part), extra: {} },
    ...{ createdAt: now, updatedAt: now, publishedAt: now },
  };
}

/** Names of columns, times in milliseconds. */
const columnsOf = (row: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value instanceof Date ? value.getTime() : value,
    ]),
  );

/** Watches the main loop. @returns what ends it and gives the longest delay. */
function watchLoop(): () => LoopDelay {
  const delay = monitorEventLoopDelay({ resolution });
  delay.enable();
  let last = process.threadCpuUsage();
  let longest = 0;
  const timer = setInterval(() => {
    const { user, system } = process.threadCpuUsage(last);
    longest = Math.max(longest, user + system);
    last = process.threadCpuUsage();
  }, 1);
  return () => {
    clearInterval(timer);
    delay.disable();
    return { wallMs: delay.max / 1e6 - resolution, cpuMs: longest / 1_000 };
  };
}

/** Watches the memory of the process. @returns what ends it and gives the highest, in MiB. */
function sampleRss(): () => number {
  let highest = rss();
  const timer = setInterval(() => (highest = Math.max(highest, rss())), 25);
  return () => {
    clearInterval(timer);
    return highest;
  };
}

const rss = (): number => process.memoryUsage.rss() / 2 ** 20;

const quantile = (times: readonly number[], share: number): number =>
  times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))]!;

function readable(speed: Speed): string {
  const { articles, past, goal, rssMb, whileBuilding } = speed;
  const line = (name: string, value: number, unit: string, limit?: number) =>
    `${limit === undefined ? ' ' : value <= limit ? '✓' : '✗'} ${name.padEnd(50)}${value.toFixed(1).padStart(9)} ${unit}${limit === undefined ? '' : `   goal ≤ ${limit}`}`;
  return [
    `${articles} articles, ${past} past questions`,
    line('search, p50', speed.p50Ms, 'ms'),
    line('search, p95', speed.p95Ms, 'ms', goal),
    line('search while new indexes are built, p95', whileBuilding.p95Ms, 'ms'),
    line('longest delay of the main loop, processor time', speed.loop.cpuMs, 'ms', 20),
    line('the same by the clock', speed.loop.wallMs, 'ms'),
    line('the same without any search', speed.idleLoop.wallMs, 'ms'),
    line('published to found, slowest of ten', speed.findableMs, 'ms', 1_000),
    line('hostile input, slowest', speed.hostileMs, 'ms', 50),
    line('building all indexes', speed.buildMs, 'ms'),
    line('memory before', rssMb.before, 'MiB'),
    line('memory while building, highest', rssMb.highest, 'MiB'),
    line('memory afterwards', rssMb.after, 'MiB'),
  ].join('\n');
}

if (import.meta.main) await main();
