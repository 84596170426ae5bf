import { setImmediate as breathe } from 'node:timers/promises';
import type { Query } from '#db/open.ts';
import type { Context } from '#src/context.ts';
import type { Vector } from '#src/domain/search/vectors.ts';
import { checkGaps } from './check.ts';
import { collect, startOfAll, type Batch, type Progress } from './collect.ts';
import { directionOf, directionsOf, nearestGap, setDirection, type Directions } from './directions.ts';
import { dayMs, dayOf, turned, windowDays, type Gap, type Question } from './gap.ts';
import {
  addQuestions,
  dropOld,
  dropQuestions,
  findGaps,
  findProgress,
  insertGap,
  keepProgress,
  knownOf,
  listDirections,
  mostCompared,
  sizeAgain,
  updateGap,
} from './gap.store.ts';
import { mergeAlike, mergeNamesakes } from './merge.ts';
import { nameGaps } from './name.ts';
import { withoutData } from './samples.ts';

/** One call goes on no longer than this, rests included, in milliseconds; the next takes up where it ended. */
const budgetMs = 20_000;
/** Gaps whose directions are read in one turn of the event loop. */
const directionsAtOnce = 250;

export interface Refreshed {
  /** Failed questions taken in. */
  questions: number;
  isUpToDate: boolean;
}

/**
 * Bring the gaps up to date with what happened since the last time: take in questions that failed, name the gaps they fell
 * into, close those that are answered and open those that are not any more. Safe to call at any time, from any process.
 */
export async function refreshGaps(ctx: Context): Promise<Refreshed> {
  const until = performance.now() + budgetMs;
  const touched = new Set<number>();
  let questions = 0;
  let held: Held | null = null;
  let isUpToDate = false;
  while (!isUpToDate && performance.now() < until) {
    const began = performance.now();
    const from = await progressOf(ctx.db.read);
    const batch = await collect(ctx.db.read, from, ctx.now);
    if (!held || !isSame(held.at, from))
      // Most often nothing failed since the last time: there is nothing to compare.
      held = batch.questions.length > 0 ? { directions: await readDirections(ctx.db.read), at: from } : null;
    const taken = await take(ctx, { from, batch, directions: held?.directions ?? directionsOf([]) });
    // Another process was quicker: what it took in is read again.
    if (!taken) {
      held = null;
      continue;
    }
    if (held) held.at = batch.next;
    for (const id of taken.touched) touched.add(id);
    questions += taken.added;
    isUpToDate = batch.isLast;
    if (!isUpToDate) await ctx.pace.rest(performance.now() - began);
  }
  await nameGaps(ctx, touched);
  if (touched.size > 0) await ctx.db.write((tx) => foldNamesakes(ctx, tx, touched));
  await checkGaps(ctx);
  return { questions, isUpToDate };
}

/** One pair of a name at a time; others of that name follow at the next turn. */
async function foldNamesakes(ctx: Context, tx: Query, touched: ReadonlySet<number>): Promise<void> {
  const progress = await progressOf(tx, { lock: true });
  if (await mergeNamesakes(tx, touched)) await keepProgress(tx, { ...progress, sweptAt: ctx.now.getTime() });
}

/** Sizes count the last 90 days: once a day all are made again, and lone questions of long ago go. */
export async function sweepGaps(ctx: Context): Promise<void> {
  const first = new Date(ctx.now.getTime() - windowDays * dayMs);
  await ctx.db.write(async (tx) => {
    await sizeAgain(tx, dayOf(first));
    await dropOld(tx, first);
    // Who is taking in questions just now compares them with gaps that may be gone.
    await keepProgress(tx, { ...(await progressOf(tx, { lock: true })), sweptAt: ctx.now.getTime() });
  });
}

/** Directions that are held from batch to batch, and up to where they take all in. */
interface Held {
  directions: Directions;
  at: Progress;
}

const progressOf = async (q: Query, options?: { lock: boolean }): Promise<Progress> => ({
  ...startOfAll,
  ...(await findProgress(q, options)),
});

/** By each value: Postgres gives the keys back in an order of its own. */
const isSame = (a: Progress, b: Progress): boolean =>
  Object.entries(a).every(([key, value]) => b[key as keyof Progress] === value);

async function readDirections(q: Query): Promise<Directions> {
  const directions = directionsOf([]);
  for (let before: number | null = null, left = mostCompared; left > 0; left -= directionsAtOnce) {
    const rows = await listDirections(q, { before, limit: directionsAtOnce });
    for (const { id, direction } of rows) setDirection(directions, id, direction);
    if (rows.length < directionsAtOnce) break;
    before = rows.at(-1)!.id;
    await breathe();
  }
  return directions;
}

/** One batch in one write, unless somebody else took it meanwhile. */
async function take(
  ctx: Context,
  { from, batch, directions }: { from: Progress; batch: Batch; directions: Directions },
): Promise<{ added: number; touched: Set<number> } | null> {
  const vectors = await vectorsOf(ctx, batch.questions);
  // Lost, it is taken in again: no reason to make those who file tickets wait for the disk.
  const mayBeLost = true;
  return ctx.db.write(
    async (tx) => {
      if (!isSame(await progressOf(tx, { lock: true }), from)) return null;
      const gone = await knownOf(tx, batch.gone);
      await dropQuestions(tx, gone);
      const known = new Set((await knownOf(tx, batch.questions)).map(keyOf));
      const fresh = batch.questions.filter(
        (question) => !known.has(keyOf(question)) && vectors.has(wordsOf(question)),
      );
      const joined = await join(tx, { fresh, vectors, directions });
      const own = [...new Set(joined.map(({ gapId }) => gapId))];
      const changed = [...new Set([...gone.map(({ gapId }) => gapId), ...own])];
      const firstDay = dayOf(new Date(ctx.now.getTime() - windowDays * dayMs));
      if (changed.length > 0) await sizeAgain(tx, firstDay, changed);
      const merged = await mergeAlike(tx, own, directions);
      const touched = new Set([...changed.filter((id) => !merged.gone.has(id)), ...merged.left]);
      await keepProgress(tx, batch.next);
      return { added: fresh.length, touched };
    },
    { mayBeLost },
  );
}

const keyOf = ({ kind, sourceId }: Pick<Question, 'kind' | 'sourceId'>) => `${kind} ${sourceId}`;
const wordsOf = ({ locale, text }: Pick<Question, 'locale' | 'text'>) => `${locale} ${text.toLowerCase()}`;

/** Each wording once; what looks like somebody's data points nowhere. */
async function vectorsOf(ctx: Context, questions: readonly Question[]): Promise<Map<string, Vector>> {
  const wordings = [...new Map(questions.map((question) => [wordsOf(question), question]))];
  const vectors = await ctx.search.vectors(
    wordings.map(([, { locale, text }]) => ({ locale, text: withoutData(text) })),
  );
  return new Map(
    wordings.map(([key], at) => [key, vectors[at]!] as const).filter(([, vector]) => vector.length > 0),
  );
}

/** Put each question to the gap it is like, or into one of its own. */
async function join(
  tx: Query,
  { fresh, vectors, directions }: { fresh: Question[]; vectors: Map<string, Vector>; directions: Directions },
): Promise<(Question & { gapId: number })[]> {
  const joined: (Question & { gapId: number })[] = [];
  const sizes = new Map<number, number>();
  for (const question of fresh) {
    const vector = vectors.get(wordsOf(question))!;
    const gapId = nearestGap(directions, vector) ?? (await begin(tx, question, vector));
    const size = sizes.get(gapId) ?? (await sizeOf(tx, gapId));
    const before = { direction: directionOf(directions, gapId), size };
    setDirection(directions, gapId, turned(before, { direction: vector, size: 1 }));
    sizes.set(gapId, size + 1);
    joined.push({ ...question, gapId });
  }
  await addQuestions(
    tx,
    joined.map(({ text: _, ...row }) => row),
  );
  const before = await findGaps(tx, [...sizes.keys()]);
  for (const gap of before) await updateGap(tx, gap.id, grown(gap, joined, directions));
  return joined;
}

const sizeOf = async (tx: Query, id: number) => (await findGaps(tx, [id]))[0]?.size ?? 0;

const begin = (tx: Query, { at }: Question, direction: Vector): Promise<number> =>
  insertGap(tx, {
    ...{ samples: [], direction, locales: {}, state: 'open', ownerId: null, articleId: null },
    ...{ size: 0, tickets: 0, firstAt: at, lastAt: at, answeredAt: null, closedAt: null, checkedAt: null },
  });

function grown(gap: Gap, joined: (Question & { gapId: number })[], directions: Directions): Partial<Gap> {
  const own = joined.filter(({ gapId }) => gapId === gap.id);
  const times = own.map(({ at }) => at.getTime());
  const locales = { ...gap.locales };
  for (const { locale } of own) locales[locale] = (locales[locale] ?? 0) + 1;
  return {
    direction: directionOf(directions, gap.id),
    locales,
    firstAt: new Date(Math.min(gap.firstAt.getTime(), ...times)),
    lastAt: new Date(Math.max(gap.lastAt.getTime(), ...times)),
  };
}
