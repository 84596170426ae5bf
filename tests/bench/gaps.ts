/**
 * `npm run bench:gaps [-- --events 1000000]`: how long the gaps take to be made from nothing, and how long their list takes
 * to be read, at the size of the design, on an empty data folder of its own (SQLite).
 * `npm run bench:gaps -- <folder> [--intents 30] [--each 15]`: how well they gather questions by meaning (gapsMeaning.ts).
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { closeApp, openApp } from '#src/app.ts';
import { readConfig } from '#src/config.ts';
import { systemContext, type Context } from '#src/context.ts';
import { gapList, gapQuery, gapView } from '#src/domain/gaps/list.ts';
import { refreshGaps } from '#src/domain/gaps/refresh.ts';
import { makeArticles, makeHistory } from './data.ts';
import { measureMeaning } from './gapsMeaning.ts';

const { values, positionals } = parseArgs({
  options: {
    events: { type: 'string', default: '1000000' },
    intents: { type: 'string', default: '30' },
    each: { type: 'string', default: '15' },
  },
  allowPositionals: true,
});
const [folder] = positionals;
if (folder) await measureMeaning(folder, { intents: Number(values.intents), each: Number(values.each) });
else await measureSpeed(Number(values.events));

async function measureSpeed(events: number): Promise<void> {
  const sizes = { articles: Math.max(40, events / 500), tickets: events / 10, events };
  const dataDir = await mkdtemp(join(tmpdir(), 'portico-gaps-'));
  const app = await openApp(readConfig({ DATA_DIR: dataDir, CONTENT_DIR: join(dataDir, 'content') }));
  try {
    const ctx = systemContext(app);
    await makeArticles(ctx, sizes.articles);
    await makeHistory(ctx, sizes);
    const started = performance.now();
    let taken = 0;
    for (let isUpToDate = false; !isUpToDate;) {
      const step = await refreshGaps(systemContext(app));
      taken += step.questions;
      isUpToDate = step.isUpToDate;
      console.error(`${taken} questions, ${Math.round((performance.now() - started) / 1_000)} s`);
    }
    const again = performance.now();
    await refreshGaps(systemContext(app));
    console.log(`from nothing: ${((again - started) / 1_000).toFixed(1)} s for ${taken} questions`);
    console.log(`when idle: ${(performance.now() - again).toFixed(0)} ms`);
    const actor = { kind: 'agent', id: 1, name: 'Agent 1', role: 'agent', tier: 1 } as const;
    await times('list', (at) =>
      gapList({ ...systemContext(app), actor }, gapQuery.parse({ page: 1 + (at % 5) })),
    );
    const { rows } = await gapList({ ...systemContext(app), actor } as Context, gapQuery.parse({}));
    await times('detail', (at) => gapView({ ...systemContext(app), actor }, rows[at % rows.length]!.id));
  } finally {
    await closeApp(app);
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function times(name: string, work: (at: number) => Promise<unknown>): Promise<void> {
  const took: number[] = [];
  for (let at = 0; at < 200; at++) {
    const start = performance.now();
    await work(at);
    took.push(performance.now() - start);
  }
  took.sort((a, b) => a - b);
  console.log(`${name}: median ${took[100]!.toFixed(1)} ms, p95 ${took[190]!.toFixed(1)} ms`);
}
