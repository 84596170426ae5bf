/**
 * `npm run bench:gaps -- <folder> [--intents 30] [--each 15]`: how well the gaps gather questions by meaning. Of a folder of
 * `docs.jsonl`, `asked.jsonl` and `queries.dev.jsonl` (as `bench:search` reads) some intents get no article; their questions
 * are filed as tickets, through the portal's own verbs, and the gaps they fall into are compared with the intents. Beside
 * them in the same run: every wording a gap of its own, and words weighed by their rarity (tf-idf) at the threshold that
 * serves them best.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeApp, openApp } from '#src/app.ts';
import { readConfig } from '#src/config.ts';
import { systemContext, type Context } from '#src/context.ts';
import { createCategory } from '#src/domain/articles/categories.ts';
import { createArticle } from '#src/domain/articles/create.ts';
import { refreshGaps } from '#src/domain/gaps/refresh.ts';
import { fileTicket } from '#src/domain/tickets/fileTicket.ts';
import { agreementOf, type Agreement } from './agreement.ts';
import { readSet } from './searchSet.ts';

export interface Asked {
  label: string;
  text: string;
}

/** Prints the agreement of the gaps, and of what they are compared with. */
export async function measureMeaning(
  folder: string,
  options: { intents: number; each: number },
): Promise<void> {
  const { asked, titles, locale } = readAsked(folder, options);
  const gaps = await inPortal((ctx) => gapsOf(ctx, { asked, titles, locale }));
  console.log(`${asked.length} questions of ${new Set(asked.map(({ label }) => label)).size} intents`);
  show('the gaps', agreementOf(asked.map(({ label }, at) => ({ label, cluster: gaps[at] }))));
  show('every wording by itself', agreementOf(asked.map(({ label, text }) => ({ label, cluster: text }))));
  show('tf-idf, best threshold', bestOfWords(asked));
}

function readAsked(folder: string, { intents, each }: { intents: number; each: number }) {
  const { documents, past, queries } = readSet(folder, {
    past: 1e9,
    skew: false,
    typos: false,
    split: 'dev',
  });
  const all: Asked[] = [
    ...past.map(({ documentId, text }) => ({ label: documentId, text })),
    ...queries.flatMap(({ relevant, text }) => relevant.slice(0, 1).map((label) => ({ label, text }))),
  ];
  const byLabel = Map.groupBy(all, ({ label }) => label);
  const rich = documents.filter(({ id }) => (byLabel.get(id)?.length ?? 0) >= Math.min(each, 4));
  const step = Math.max(1, Math.floor(rich.length / intents));
  const held = rich.filter((_, at) => at % step === 0).slice(0, intents);
  const chosen = new Set(held.map(({ id }) => id));
  const ofEach = held.map(({ id }) => byLabel.get(id)!.slice(0, each));
  return {
    // In turn, as they would come in.
    asked: Array.from({ length: each }, (_, turn) =>
      ofEach.flatMap((own) => own.slice(turn, turn + 1)),
    ).flat(),
    titles: documents.filter(({ id }) => !chosen.has(id)).map(({ title, body }) => ({ title, body })),
    locale: documents[0]?.lang === 'it' ? ('it' as const) : ('en' as const),
  };
}

async function inPortal<T>(work: (ctx: Context) => Promise<T>): Promise<T> {
  const dataDir = await mkdtemp(join(tmpdir(), 'portico-meaning-'));
  const app = await openApp(readConfig({ DATA_DIR: dataDir, CONTENT_DIR: join(dataDir, 'content') }));
  try {
    return await work(systemContext(app));
  } finally {
    await closeApp(app);
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** The gap of each question, by the portal's own way from a ticket to a gap. */
async function gapsOf(
  ctx: Context,
  {
    asked,
    titles,
    locale,
  }: { asked: Asked[]; titles: { title: string; body: string }[]; locale: 'en' | 'it' },
): Promise<(number | string)[]> {
  const { id: categoryId } = await createCategory(ctx, { locale, title: 'Answers' });
  for (const { title, body } of titles)
    await createArticle(ctx, {
      locale,
      state: 'published',
      fields: { title, source: body || title, categoryId },
    });
  const longAgo = new Date(ctx.now.getTime() - 3 * 86_400_000);
  const numbers: number[] = [];
  for (const [at, { text }] of asked.entries()) {
    const visitor = { kind: 'visitor', visitId: null, isCounted: true, ticketKeys: {} } as const;
    const from = { name: 'Asker', email: `asker${at}@example.org` };
    const filed = await fileTicket(
      { ...ctx, now: longAgo, actor: visitor },
      { ...from, locale, subject: text.slice(0, 190), body: text },
    );
    numbers.push(filed.number);
  }
  for (let isUpToDate = false; !isUpToDate;) ({ isUpToDate } = await refreshGaps(ctx));
  const { gapQuestions: g } = ctx.db.read.tables;
  const rows = await ctx.db.read.select({ ticket: g.sourceId, gap: g.gapId }).from(g);
  const gapOf = new Map(rows.map(({ ticket, gap }) => [ticket, gap]));
  return numbers.map((number) => gapOf.get(number) ?? `none ${number}`);
}

/** Single pass over unit vectors of words, each to the nearest centre above a threshold; the best of twenty thresholds. */
function bestOfWords(asked: readonly Asked[]): Agreement {
  const words = asked.map(({ text }) => text.toLowerCase().match(/\p{L}{2,}/gu) ?? []);
  const having = new Map<string, number>();
  for (const word of words.flatMap((own) => [...new Set(own)])) having.set(word, (having.get(word) ?? 0) + 1);
  const vectors = words.map((own) =>
    unit(new Map(own.map((word) => [word, Math.log(asked.length / having.get(word)!)]))),
  );
  const tried = Array.from({ length: 20 }, (_, at) => leaders(vectors, 0.05 + at * 0.03)).map((clusters) =>
    agreementOf(asked.map(({ label }, at) => ({ label, cluster: clusters[at] }))),
  );
  return tried.sort((a, b) => b.adjustedRand - a.adjustedRand)[0]!;
}

type Words = Map<string, number>;

function leaders(vectors: readonly Words[], least: number): number[] {
  const centres: Words[] = [];
  return vectors.map((vector) => {
    const likeness = centres.map((centre) => dot(vector, unit(centre)));
    const most = Math.max(-1, ...likeness);
    const at = most >= least ? likeness.indexOf(most) : centres.push(new Map()) - 1;
    for (const [word, weight] of vector) centres[at]!.set(word, (centres[at]!.get(word) ?? 0) + weight);
    return at;
  });
}

const dot = (a: Words, b: Words) =>
  [...a].reduce((total, [word, weight]) => total + weight * (b.get(word) ?? 0), 0);

function unit(vector: Words): Words {
  const length = Math.sqrt([...vector.values()].reduce((total, weight) => total + weight * weight, 0)) || 1;
  return new Map([...vector].map(([word, weight]) => [word, weight / length]));
}

function show(name: string, { clusters, purity, fragments, adjustedRand, vMeasure }: Agreement): void {
  const figures = [purity, fragments, adjustedRand, vMeasure].map((figure) => figure.toFixed(3).padStart(7));
  console.log(
    `${name.padEnd(24)} ${String(clusters).padStart(4)} gaps  purity ${figures[0]}  gaps an intent ${figures[1]}  adjusted Rand ${figures[2]}  V ${figures[3]}`,
  );
}
