import { setImmediate as breathe } from 'node:timers/promises';
import type { Query } from '#db/open.ts';
import type { Material, Tuning } from './library.ts';
import {
  listQuestionStamps,
  listStamps,
  loadDocuments,
  loadPastQuestions,
  readVersions,
  type Versions,
} from './search.store.ts';
import { listPins, listSynonyms } from './tuning.store.ts';

/** What the indexes hold, or should: enough to see what changed, not the texts. */
export interface Catalogue {
  versions: Versions;
  articles: ReadonlyMap<number, Stamped>;
  /** The admins' synonyms, as text to be compared. */
  synonyms: string;
  /** Articles and past questions. */
  size: number;
}
interface Stamped {
  locale: string;
  /** Differs when the text or what was asked about it does. */
  stamp: string;
  questions: number;
}

export interface Changes {
  changed: number[];
  gone: { id: string; locale: string }[];
}

/** Changes that an overlay carries before new bases are built. */
const maxOverlay = 50;
const maxOverlayShare = 0.2;
/** Rows of stamps, and articles with what was asked about them, that are read without letting others have a turn. */
const pageSize = 250;
const batchRows = 100;
const batchArticles = 8;

/** Reads what is published now, a little at a time: the loop that serves requests never waits for all of it. */
export async function readCatalogue(q: Query): Promise<Catalogue> {
  const versions = await readVersions(q);
  const asked = new Map<number, { questions: number; stamp: string }>();
  for await (const row of pages(q, listQuestionStamps)) asked.set(row.id, row);
  const articles = new Map<number, Stamped>();
  let size = 0;
  for await (const { id, locale, stamp } of pages(q, listStamps)) {
    const { questions, stamp: own } = asked.get(id) ?? { questions: 0, stamp: '' };
    articles.set(id, { locale, stamp: `${stamp}/${own}`, questions });
    size += 1 + questions;
  }
  const synonyms = JSON.stringify(await listSynonyms(q));
  return { versions, articles, synonyms, size };
}

export const areSame = (a: Versions, b: Versions): boolean =>
  Object.entries(a).every(([name, value]) => b[name as keyof Versions] === value);

/** What differs between what the indexes were made of and what there is. */
export function changesBetween(base: Catalogue, current: Catalogue): Changes {
  const changed: Changes['changed'] = [];
  for (const [id, { stamp }] of current.articles)
    if (base.articles.get(id)?.stamp !== stamp) changed.push(id);
  const gone: Changes['gone'] = [];
  for (const [id, { locale }] of base.articles)
    if (current.articles.get(id)?.locale !== locale) gone.push({ id: String(id), locale });
  return { changed, gone };
}

export const sizeOf = ({ changed, gone }: Changes): number => changed.length + gone.length;

/** When much changed, or when somebody is forgotten: an erased person's words must leave the bases, too. */
export const isWorthNewBases = (base: Catalogue, current: Catalogue, changes: Changes): boolean =>
  current.versions.forgotten !== base.versions.forgotten ||
  sizeOf(changes) > Math.min(maxOverlay, base.articles.size * maxOverlayShare);

/** Whether indexes that were kept go on to answer, with what changed since beside them. */
export const isWorthKeeping = (base: Catalogue, current: Catalogue): boolean =>
  base.synonyms === current.synonyms && !isWorthNewBases(base, current, changesBetween(base, current));

/** The texts of these articles and what was asked about them, in parts small enough to be read and passed on at once. */
export async function* readMaterial(
  q: Query,
  { articles }: Catalogue,
  ids: Iterable<number>,
): AsyncGenerator<Material> {
  for (const batch of batches(ids, (id) => articles.get(id)?.questions ?? 0)) {
    yield { documents: await loadDocuments(q, batch), past: await loadPastQuestions(q, batch) };
    await breathe();
  }
}

export async function readTuning(q: Query): Promise<Tuning> {
  return { synonyms: await listSynonyms(q), pins: await listPins(q) };
}

async function* pages<Row extends { id: number }>(
  q: Query,
  list: (q: Query, after: number, limit: number) => Promise<Row[]>,
): AsyncGenerator<Row> {
  for (let after = 0; ;) {
    const rows = await list(q, after, pageSize);
    yield* rows;
    if (rows.length < pageSize) return;
    after = rows.at(-1)!.id;
    await breathe();
  }
}

function* batches(ids: Iterable<number>, questionsOf: (id: number) => number): Generator<number[]> {
  let batch: number[] = [];
  let rows = 0;
  for (const id of ids) {
    const own = 1 + questionsOf(id);
    if (batch.length > 0 && (batch.length >= batchArticles || rows + own > batchRows)) {
      yield batch;
      [batch, rows] = [[], 0];
    }
    batch.push(id);
    rows += own;
  }
  if (batch.length > 0) yield batch;
}
