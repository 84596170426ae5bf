/**
 * `npm run bench [-- --quick] [-- --desk] [-- --engine postgres] [-- --json]`: the speed and size figures of the design, on this
 * machine, now: each beside a baseline of the same run. Makes its own data: 2,000 articles, 100,000 tickets, 1,000,000
 * visit events; a fiftieth with --quick. With --desk, only the pages that agents wait for: queue, ticket, measures, gaps.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { closeApp, openApp } from '#src/app.ts';
import { readConfig } from '#src/config.ts';
import { systemContext, type Context } from '#src/context.ts';
import type { Engine } from '#db/open.ts';
import { root } from '../http/launch.ts';
import { startPostgres } from '../postgres.ts';
import { measureContent } from './content.ts';
import { rebuildMeasures } from '#src/domain/measures/refresh.ts';
import { makeArticles, makeHistory, type Sizes } from './data.ts';
import { figures, lineOf, note, ratioOf, say } from './figures.ts';
import { measureMarkdown } from './markdown.ts';
import { measureServer, type Run } from './server.ts';

const full: Sizes = { articles: 2_000, tickets: 100_000, events: 1_000_000 };
const small: Sizes = { articles: 40, tickets: 2_000, events: 20_000 };

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    desk: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    engine: { type: 'string', default: 'sqlite' },
  },
});
if (values.engine !== 'sqlite' && values.engine !== 'postgres')
  throw new Error('--engine is sqlite or postgres.');
if (!existsSync(`${root}dist/server/server.mjs`)) throw new Error('Build first: npm run build');

const sizes = values.quick ? small : full;
say(`${values.engine}; ${cpus().length} × ${cpus()[0]?.model}; ${load()} when it began`);
const place = await openPlace(values.engine);
try {
  const made = await makeData(place.env);
  const run = { ...made, env: place.env, sizes, rounds: values.quick ? 50 : 200 };
  await measureServer(run, { isDeskOnly: values.desk });
} finally {
  await place.close();
}
if (!values.desk) {
  await measureMarkdown();
  await measureContent(sizes.articles);
}
say(`${load()} at the end; memory and times are of this machine as busy as it was`);
const report = figures.map((figure) => ({ ...figure, ratio: ratioOf(figure) }));
console.log(values.json ? JSON.stringify(report, null, 2) : figures.map(lineOf).join('\n'));

function load(): string {
  return `load average ${loadavg()
    .map((one) => one.toFixed(1))
    .join(' ')}`;
}

/** A fresh data folder and database, for the time of the run. */
async function openPlace(engine: Engine): Promise<{ env: Record<string, string>; close(): Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'portico-bench-'));
  const postgres = engine === 'postgres' ? await startPostgres({ isDurable: true }) : null;
  const env = {
    DATA_DIR: dataDir,
    CONTENT_DIR: join(dataDir, 'content'),
    TRUSTED_PROXIES: '1',
    DATABASE_URL: postgres ? `${postgres.url}/template_portico` : '',
  };
  return {
    env,
    async close() {
      await postgres?.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function makeData(env: Record<string, string>): Promise<Pick<Run, 'slugs'>> {
  say(`Making ${sizes.articles} articles, ${sizes.tickets} tickets, ${sizes.events} events …`);
  const start = performance.now();
  const app = await openApp(readConfig(env));
  try {
    const slugs = await makeArticles(systemContext(app), sizes.articles);
    await makeHistory(systemContext(app), sizes);
    note({ name: 'making the data', value: (performance.now() - start) / 1_000, unit: 's' });
    await addUpDays(systemContext(app));
    return { slugs };
  } finally {
    await closeApp(app);
  }
}

/** The daily sums from scratch, as `portico measures rebuild` makes them. */
async function addUpDays(ctx: Context): Promise<void> {
  const start = performance.now();
  const days = await rebuildMeasures(ctx, {
    onProgress: (done, all) => done % 10 === 0 && say(`Daily sums: ${done} of ${all} days`),
  });
  const name = `daily sums of ${days} days from scratch`;
  note({ name, value: (performance.now() - start) / 1_000, unit: 's' });
}
