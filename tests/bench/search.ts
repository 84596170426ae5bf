/**
 * `npm run bench:search -- <folder> [--past K] [--skew] [--typos] [--split dev|test] [--json]`: how often the first and the
 * first three results hold the answer, for Portico's engine (the code the portal runs) and for plain lunr, each measured in
 * a process of its own.
 */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { basename, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import lunr from 'lunr';
import { sectionsOf } from '#src/domain/search/document.ts';
import { buildIndex, searchIndex } from '#src/domain/search/engine.ts';
import { readSet, type BenchSet } from './searchSet.ts';

interface Answer {
  ids: string[];
  confidence: number;
}
type Engine = (set: BenchSet) => (text: string) => Answer;
export interface Measured {
  top1: number;
  top3: number;
  mrr: number;
  /** Percent; null where the set has no unanswerable question. */
  auroc: number | null;
  falseAnswersAt95: number | null;
  buildMs: number;
  p50Ms: number;
  p95Ms: number;
  rssMb: number;
  /** For questions whose answer had no past question; null where there are none. */
  withoutPast: { top1: number | null };
}

const engines: Record<string, Engine> = { portico, lunr: plainLunr };

if (import.meta.main) main();

function main(): void {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      past: { type: 'string', default: '0' },
      skew: { type: 'boolean', default: false },
      typos: { type: 'boolean', default: false },
      split: { type: 'string', default: 'dev' },
      json: { type: 'boolean', default: false },
      engine: { type: 'string' },
    },
  });
  const past = Number(values.past);
  if (!positionals[0] || !Number.isInteger(past) || past < 0) {
    console.error(
      'Usage: npm run bench:search -- <folder> [--past K] [--skew] [--typos] [--split dev|test] [--json]',
    );
    process.exit(2);
  }
  const folder = resolve(positionals[0]);
  const options = { past, skew: values.skew, typos: values.typos, split: values.split };
  if (values.engine) {
    console.log(JSON.stringify(measure(readSet(folder, options), engines[values.engine]!)));
    return;
  }
  const queries = readSet(folder, options).queries.length;
  const measured = Object.fromEntries(Object.keys(engines).map((name) => [name, inOwnProcess(name)]));
  const report = { set: basename(folder), ...options, queries, ...measured } as Report;
  console.log(values.json ? JSON.stringify(report) : readable(report));
}

export type Report = {
  set: string;
  split: string;
  past: number;
  skew: boolean;
  typos: boolean;
  queries: number;
} & Record<'portico' | 'lunr', Measured>;

function inOwnProcess(engine: string): Measured {
  const run = spawnSync(
    process.execPath,
    [
      fileURLToPath(import.meta.url),
      ...process.argv.slice(2).filter((arg) => arg !== '--json'),
      '--engine',
      engine,
    ],
    { encoding: 'utf8', maxBuffer: 1 << 20 },
  );
  if (run.status !== 0) throw new Error(`${engine} failed:\n${run.stderr}`);
  return JSON.parse(run.stdout.trim().split('\n').at(-1)!) as Measured;
}

function portico(set: BenchSet): (text: string) => Answer {
  const locale = set.documents[0]?.lang ?? 'en';
  const documents = set.documents.map(({ id, title, body, lang }) => ({
    id,
    articleKey: id,
    locale: lang,
    kind: 'article',
    category: '',
    title,
    tags: [],
    sections: sectionsOf(body),
    audience: 'public' as const,
  }));
  const index = buildIndex(locale, documents, set.past);
  return (text) => {
    const { results, confidence } = searchIndex(index, text, { limit: 10 });
    return { ids: results.map((result) => result.id), confidence };
  };
}

/** lunr as its guide sets it up: the language's stemmer, title and body, past questions as one more field, default boosts. */
function plainLunr(set: BenchSet): (text: string) => Answer {
  const locale = set.documents[0]?.lang ?? 'en';
  if (locale !== 'en') {
    const require = createRequire(import.meta.url);
    require('lunr-languages/lunr.stemmer.support.js')(lunr);
    require(`lunr-languages/lunr.${locale}.js`)(lunr);
  }
  const asked = new Map<string, string[]>();
  for (const { documentId, text } of set.past)
    asked.set(documentId, [...(asked.get(documentId) ?? []), text]);
  const index = lunr(function () {
    if (locale !== 'en') this.use((lunr as unknown as Record<string, lunr.Builder.Plugin>)[locale]!);
    this.ref('id');
    for (const field of ['title', 'body', 'asked']) this.field(field);
    for (const { id, title, body } of set.documents)
      this.add({ id, title, body, asked: (asked.get(id) ?? []).join('\n') });
  });
  return (text) => {
    const words = text
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u)
      .filter(Boolean);
    const found = index.query((query) => words.forEach((word) => query.term(word, {})));
    return { ids: found.slice(0, 10).map((result) => result.ref), confidence: found[0]?.score ?? 0 };
  };
}

/** Builds an engine and asks it every question of the set once. */
export function measure(set: BenchSet, engine: Engine): Measured {
  const start = performance.now();
  const ask = engine(set);
  const buildMs = performance.now() - start;
  set.queries.slice(0, 50).forEach((query) => ask(query.text));
  const asked = set.queries.map((query) => {
    const from = performance.now();
    const answer = ask(query.text);
    const at = answer.ids.findIndex((id) => query.relevant.includes(id));
    return { query, rank: at + 1, confidence: answer.confidence, ms: performance.now() - from };
  });
  const answerable = asked.filter(({ query }) => query.relevant.length > 0);
  const unanswerable = asked.filter(({ query }) => query.relevant.length === 0);
  const withPast = new Set(set.past.map((question) => question.documentId));
  const without = answerable.filter(({ query }) => !query.relevant.some((id) => withPast.has(id)));
  const known = answerable.map(({ confidence }) => confidence);
  const unknown = unanswerable.map(({ confidence }) => confidence);
  const times = asked.map(({ ms }) => ms).sort((a, b) => a - b);
  return {
    top1: share(answerable, ({ rank }) => rank === 1)!,
    top3: share(answerable, ({ rank }) => rank >= 1 && rank <= 3)!,
    mrr: (100 * answerable.reduce((sum, { rank }) => sum + (rank ? 1 / rank : 0), 0)) / answerable.length,
    auroc: areaUnderCurve(known, unknown),
    falseAnswersAt95: falseAnswers(known, unknown, 0.95),
    buildMs,
    p50Ms: times[Math.floor(times.length * 0.5)]!,
    p95Ms: times[Math.floor(times.length * 0.95)]!,
    rssMb: process.memoryUsage().rss / 2 ** 20,
    withoutPast: { top1: share(without, ({ rank }) => rank === 1) },
  };
}

function share<T>(items: readonly T[], holds: (item: T) => boolean): number | null {
  return items.length === 0 ? null : (100 * items.filter(holds).length) / items.length;
}

/** Percent chance that an answerable question gets more confidence than an unanswerable one (Mann-Whitney; ties half). */
export function areaUnderCurve(known: readonly number[], unknown: readonly number[]): number | null {
  if (known.length === 0 || unknown.length === 0) return null;
  let wins = 0;
  for (const a of known) for (const b of unknown) wins += a > b ? 1 : a === b ? 0.5 : 0;
  return (100 * wins) / (known.length * unknown.length);
}

/** Percent of unanswerable questions that pass the threshold which `kept` of the answerable ones pass. */
export function falseAnswers(
  known: readonly number[],
  unknown: readonly number[],
  kept: number,
): number | null {
  if (known.length === 0 || unknown.length === 0) return null;
  const threshold = [...known].sort((a, b) => b - a)[Math.ceil(known.length * kept) - 1]!;
  return share(unknown, (confidence) => confidence >= threshold);
}

function readable({ portico, lunr: plain, ...about }: Report): string {
  const show = (value: number | null) => (value === null ? '-' : value.toFixed(1)).padStart(9);
  const range = (rate: number) => {
    const [low, high] = wilson(rate / 100, about.queries);
    return `  95%: ${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)}`;
  };
  const rows = (
    ['top1', 'top3', 'mrr', 'auroc', 'falseAnswersAt95', 'buildMs', 'p50Ms', 'p95Ms', 'rssMb'] as const
  ).map(
    (key) =>
      `${key.padEnd(18)}${show(portico[key])}${show(plain[key])}${key === 'top1' || key === 'top3' || key === 'mrr' ? range(portico[key]) : ''}`,
  );
  const without = `${'withoutPast.top1'.padEnd(18)}${show(portico.withoutPast.top1)}${show(plain.withoutPast.top1)}`;
  return [
    JSON.stringify(about),
    `${''.padEnd(18)}${'portico'.padStart(9)}${'lunr'.padStart(9)}`,
    ...rows,
    without,
  ].join('\n');
}

/** Wilson's 95% interval of a rate seen in n trials (Wilson 1927); for the mean reciprocal rank a close upper bound. */
export function wilson(rate: number, n: number): [number, number] {
  const z = 1.96;
  const centre = (rate + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z * Math.sqrt((rate * (1 - rate)) / n + (z * z) / (4 * n * n))) / (1 + (z * z) / n);
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}
