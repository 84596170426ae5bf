import { setTimeout as rest } from 'node:timers/promises';
import type { Query } from '#db/open.ts';
import type { Context } from '#src/context.ts';
import type { Vector } from '#src/domain/search/vectors.ts';
import { checkGaps } from './check.ts';
import { collect, startOfAll, type Batch, type Progress } from './collect.ts';
import { directionsOf, nearestGap, setDirection, type Directions } from './directions.ts';
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
  sizeAgain,
  updateGap,
} from './gap.store.ts';
import { nameGaps } from './name.ts';
import { withoutData } from './samples.ts';

/** One call goes on no longer than this, rests included, in milliseconds; the next takes up where it ended. */
const budgetMs = 20_000;
/** After a batch it rests three times as long as that took: catching up on a million events leaves room for visitors. */
const restFactor = 3;

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
  let held: { directions: Directions; at: Progress } | null = null;
  let isUpToDate = false;
  while (!isUpToDate && performance.now() < until) {
    const began = performance.now();
    const from = (await findProgress(ctx.db.read)) ?? startOfAll;
    const batch = await collect(ctx.db.read, from, ctx.now);
    if (!isSame(held?.at, from))
      held = { directions: directionsOf(await listDirections(ctx.db.read)), at: from };
    const taken = await take(ctx, { from, batch, directions: held!.directions });
    // Another process was quicker: what it took in is read again.
    if (!taken) {
      held = null;
      continue;
    }
    held = { directions: held!.directions, at: batch.next };
    for (const id of taken.touched) touched.add(id);
    questions += taken.added;
    isUpToDate = batch.isLast;
    if (!isUpToDate) await rest((performance.now() - began) * restFactor);
  }
  await nameGaps(ctx, touched);
  await checkGaps(ctx);
  return { questions, isUpToDate };
}

/** Sizes count the last 90 days: once a day all are made again, and lone questions of long ago go. */
export async function sweepGaps(ctx: Context): Promise<void> {
  const first = new Date(ctx.now.getTime() - windowDays * dayMs);
  await ctx.db.write(async (tx) => {
    await sizeAgain(tx, dayOf(first));
    await dropOld(tx, first);
  });
}

const isSame = (a: Progress | undefined, b: Progress) => JSON.stringify(a) === JSON.stringify(b);

/** One batch in one write, unless somebody else took it meanwhile. */
async function take(
  ctx: Context,
  { from, batch, directions }: { from: Progress; batch: Batch; directions: Directions },
): Promise<{ added: number; touched: Set<number> } | null> {
  const vectors = await vectorsOf(ctx, batch.questions);
  return ctx.db.write(async (tx) => {
    const now = await findProgress(tx, { lock: true });
    if (now && !isSame(now, from)) return null;
    const gone = await knownOf(tx, batch.gone);
    await dropQuestions(tx, gone);
    const known = new Set((await knownOf(tx, batch.questions)).map(keyOf));
    const fresh = batch.questions.filter(
      (question) => !known.has(keyOf(question)) && vectors.has(wordsOf(question)),
    );
    const joined = await join(tx, { fresh, vectors, directions });
    const touched = new Set([...gone, ...joined].map(({ gapId }) => gapId));
    const firstDay = dayOf(new Date(ctx.now.getTime() - windowDays * dayMs));
    if (touched.size > 0) await sizeAgain(tx, firstDay, [...touched]);
    await keepProgress(tx, batch.next);
    return { added: fresh.length, touched };
  });
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
    const size = sizes.get(gapId) ?? 1;
    setDirection(directions, gapId, turned(directions.byGap.get(gapId) ?? [], size, vector));
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

const begin = (tx: Query, { at }: Question, direction: Vector): Promise<number> =>
  insertGap(tx, {
    ...{ samples: [], direction, locales: {}, state: 'open', ownerId: null, articleId: null },
    ...{ size: 0, tickets: 0, firstAt: at, lastAt: at, answeredAt: null, closedAt: null, checkedAt: null },
  });

function grown(gap: Gap, joined: (Question & { gapId: number })[], { byGap }: Directions): Partial<Gap> {
  const own = joined.filter(({ gapId }) => gapId === gap.id);
  const times = own.map(({ at }) => at.getTime());
  const locales = { ...gap.locales };
  for (const { locale } of own) locales[locale] = (locales[locale] ?? 0) + 1;
  return {
    direction: byGap.get(gap.id)!,
    locales,
    firstAt: new Date(Math.min(gap.firstAt.getTime(), ...times)),
    lastAt: new Date(Math.max(gap.lastAt.getTime(), ...times)),
  };
}
