/**
 * `npm run bench:mail -- <folder> [--engine sqlite|postgres] [--json]`: every message of a folder of corpora (`mail/`,
 * `bounces/`, `reply/`, or one of these itself) taken in as mail is, then read back through the domain and compared with
 * what a right reading gives. Without `--engine` both databases, and the worse of each figure.
 * `--throughput N [--big MB]` takes N made-up messages in instead, with one of MB megabytes among them; `--web N` hands N to
 * the built server by SMTP and tells how its pages answer meanwhile.
 */
import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openApp, closeApp } from '#src/app.ts';
import { readConfig } from '#src/config.ts';
import { systemContext, type App, type Context } from '#src/context.ts';
import type { Engine } from '#db/open.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { root } from '../http/launch.ts';
import { startPostgres } from '../postgres.ts';
import { tally, worse, type Figures, type Trip } from './mailFigures.ts';
import { mailTrips, replyTrips } from './mailTrips.ts';
import { measureThroughput, type Throughput } from './mailThroughput.ts';
import { measureBeside, type Answers, type Beside } from './mailWeb.ts';

const usage =
  'Usage: npm run bench:mail -- <folder> [--engine sqlite|postgres] [--json]\n' +
  '       npm run bench:mail -- --throughput 10000 [--big 40] [--engine sqlite|postgres] [--json]\n' +
  '       npm run bench:mail -- --web 1000 [--engine sqlite|postgres] [--json]';

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      engine: { type: 'string' },
      json: { type: 'boolean', default: false },
      throughput: { type: 'string' },
      web: { type: 'string' },
      big: { type: 'string', default: '40' },
      verbose: { type: 'boolean', default: false },
    },
  });
  const engines = (values.engine ? [values.engine] : ['sqlite', 'postgres']) as Engine[];
  const folder = positionals[0] && resolve(positionals[0]);
  const many = values.throughput ?? values.web;
  const isAsked = many ? Number(many) > 0 : folder && existsSync(folder);
  if (!isAsked || !engines.every((one) => one === 'sqlite' || one === 'postgres')) {
    console.error(usage);
    process.exit(2);
  }
  if (values.throughput) {
    const sizes = { messages: Number(values.throughput), bigMb: Number(values.big) };
    const results = await onEach(engines, (app) => measureThroughput(app, sizes));
    console.log(values.json ? JSON.stringify(results) : throughputText(results));
    return;
  }
  if (values.web) {
    if (!existsSync(`${root}dist/server/server.mjs`)) throw new Error('Build first: npm run build');
    const results = await onEach(engines, (app, env) => measureBeside(app, { env, messages: Number(many) }));
    console.log(values.json ? JSON.stringify(results) : besideText(results));
    return;
  }
  const results = await onEach(engines, (app) => run(app, folder as string, values.verbose));
  const report = { ...worse(Object.values(results)), engines: results };
  console.log(values.json ? JSON.stringify(report) : figuresText(report));
}

type Work<T> = (app: App, env: Record<string, string>) => Promise<T>;

async function onEach<T>(engines: Engine[], work: Work<T>): Promise<Record<string, T>> {
  const results: Record<string, T> = {};
  for (const engine of engines) results[engine] = await withApp(engine, work);
  return results;
}

/** An app on an empty database and folder of its own. */
async function withApp<T>(engine: Engine, work: Work<T>): Promise<T> {
  const dataDir = await mkdtemp(join(tmpdir(), 'portico-bench-mail-'));
  const postgres = engine === 'postgres' ? await startPostgres() : null;
  const databaseUrl = postgres ? `${postgres.url}/template_portico` : '';
  const env = { DATA_DIR: dataDir, CONTENT_DIR: join(dataDir, 'content'), DATABASE_URL: databaseUrl };
  const app = await openApp(readConfig(env));
  try {
    return await work(app, env);
  } finally {
    await closeApp(app);
    await postgres?.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function run(app: App, folder: string, isVerbose: boolean): Promise<Figures> {
  const ctx = withClock(app);
  const of = (name: string) => (basename(folder) === name ? folder : join(folder, name));
  const trips: Trip[] = [
    ...(await mailTrips(ctx, existsSync(of('mail')) ? of('mail') : folder)),
    ...(existsSync(of('bounces')) && basename(folder) !== 'bounces'
      ? await mailTrips(ctx, of('bounces'))
      : []),
    ...(await replyTrips(ctx, of('reply'))),
  ];
  if (isVerbose)
    for (const trip of trips)
      for (const [key, is] of Object.entries(trip.right)) if (!is) console.error(`${trip.id}: ${key}`);
  return tally(ctx(), trips);
}

/** Every message comes two minutes after the one before, as mail does, rather than all in one moment. */
function withClock(app: App): () => Context {
  let at = Date.now() - 86_400_000;
  return () => systemContext(app, new Date((at += 120_000)));
}

const share = (n: number, of: number) => (of === 0 ? '–' : `${((100 * n) / of).toFixed(1)} % of ${of}`);

function figuresText({ engines, ...all }: Figures & { engines: Record<string, Figures> }): string {
  const { right, of, ...counts } = all;
  return [
    `Taken in on ${Object.keys(engines).join(' and ')}; the worse of each figure:`,
    ...Object.entries(counts).map(([name, n]) => `  ${name.padEnd(22)} ${n}`),
    ...Object.keys(of).map((key) => `  ${key.padEnd(22)} ${share(right[key]!, of[key]!)}`),
  ].join('\n');
}

const answersText = ({ pages, medianMs, p95Ms, maxMs }: Answers) =>
  `${medianMs} ms, p95 ${p95Ms}, at most ${maxMs} (${pages} pages)`;

function besideText(results: Record<string, Beside>): string {
  return Object.entries(results)
    .map(([engine, r]) =>
      [
        `${engine}: ${r.messages} messages by SMTP, ${r.perSecond} a second, at most ${r.peakRssMb} MB in memory`,
        `  an uncached page: mail adds ${r.extraMedianMs} ms to the median, ${r.extraP95Ms} ms to p95`,
        ...(['before', 'during', 'after'] as const).map((when) => `  ${when}: ${answersText(r[when])}`),
      ].join('\n'),
    )
    .join('\n');
}

function throughputText(results: Record<string, Throughput>): string {
  return Object.entries(results)
    .map(
      ([engine, r]) =>
        `${engine}: ${r.messages} messages, ${r.perSecond} a second, p95 ${r.p95Ms} ms; ${r.bigMb} MB in ${r.bigMs} ms; ` +
        `at most ${r.peakRssMb} MB in memory (${r.startRssMb} before), event loop blocked at most ${r.blockedMs} ms ` +
        `(${r.idleBlockedMs} in a thread that did nothing)`,
    )
    .join('\n');
}

await main();
