import { and, asc, count, eq, gt, inArray, isNotNull, isNull, lt } from 'drizzle-orm';
import type { Query } from '#db/open.ts';
import type { Wish } from './wish.ts';

export async function insertWish(tx: Query, row: Omit<Wish, 'id'>): Promise<Wish> {
  const [made] = await tx.insert(tx.tables.answerWishes).values(row).returning();
  return made!;
}

export async function findWish(q: Query, nonce: string): Promise<Wish | null> {
  const { answerWishes: w } = q.tables;
  return (await q.select().from(w).where(eq(w.nonce, nonce)))[0] ?? null;
}

/** The same address with the same words. */
export async function findSameWish(
  q: Query,
  { email, locale, words }: Pick<Wish, 'email' | 'locale' | 'words'>,
): Promise<Wish | null> {
  const { answerWishes: w } = q.tables;
  const same = and(eq(w.email, email), eq(w.locale, locale), eq(w.words, words));
  return (await q.select().from(w).where(same))[0] ?? null;
}

export async function findWishById(q: Query, id: number): Promise<Wish | null> {
  const { answerWishes: w } = q.tables;
  return (await q.select().from(w).where(eq(w.id, id)))[0] ?? null;
}

/** @returns whether it was not confirmed before */
export async function confirmWishRow(tx: Query, id: number, confirmedAt: Date): Promise<boolean> {
  const { answerWishes: w } = tx.tables;
  const rows = await tx
    .update(w)
    .set({ confirmedAt })
    .where(and(eq(w.id, id), isNull(w.confirmedAt)))
    .returning({ id: w.id });
  return rows.length > 0;
}

/** @returns whether it was still there */
export async function deleteWish(tx: Query, id: number): Promise<boolean> {
  const { answerWishes: w } = tx.tables;
  return (await tx.delete(w).where(eq(w.id, id)).returning({ id: w.id })).length > 0;
}

/** Confirmed wishes for an answer to a search, after an id, oldest first. */
export async function listConfirmed(q: Query, after: number, limit: number): Promise<Wish[]> {
  const { answerWishes: w } = q.tables;
  return q
    .select()
    .from(w)
    .where(and(isNotNull(w.confirmedAt), isNull(w.articleKey), gt(w.id, after)))
    .orderBy(asc(w.id))
    .limit(limit);
}

/** Those who follow a known issue, and said yes. */
export async function listFollowers(q: Query, articleKey: string): Promise<Wish[]> {
  const { answerWishes: w } = q.tables;
  return q
    .select()
    .from(w)
    .where(and(eq(w.articleKey, articleKey), isNotNull(w.confirmedAt)))
    .orderBy(asc(w.id));
}

/** Confirmed wishes whose search is one of a gap's questions. */
export async function listOfGap(q: Query, gapId: number): Promise<Wish[]> {
  const { answerWishes: w, gapQuestions: g } = q.tables;
  const rows = await q
    .select({ wish: w })
    .from(w)
    .innerJoin(g, and(eq(g.sourceId, w.searchId), inArray(g.kind, ['search', 'ask'])))
    .where(and(eq(g.gapId, gapId), isNotNull(w.confirmedAt)))
    .orderBy(asc(w.id));
  return rows.map(({ wish }) => wish);
}

/** How many wait for an answer to each of these gaps. */
export async function countByGap(q: Query, gapIds: number[]): Promise<Map<number, number>> {
  const { answerWishes: w, gapQuestions: g } = q.tables;
  if (gapIds.length === 0) return new Map();
  const rows = await q
    .select({ gapId: g.gapId, n: count() })
    .from(w)
    .innerJoin(g, and(eq(g.sourceId, w.searchId), inArray(g.kind, ['search', 'ask'])))
    .where(and(inArray(g.gapId, gapIds), isNotNull(w.confirmedAt)))
    .groupBy(g.gapId);
  return new Map(rows.map(({ gapId, n }) => [gapId, Number(n)]));
}

/** Forget what was never confirmed in time, and what waited too long. */
export async function deleteOld(
  tx: Query,
  { unconfirmedBefore, before }: { unconfirmedBefore: Date; before: Date },
): Promise<void> {
  const { answerWishes: w } = tx.tables;
  await tx.delete(w).where(and(isNull(w.confirmedAt), lt(w.createdAt, unconfirmedBefore)));
  await tx.delete(w).where(lt(w.createdAt, before));
}

export async function listOfEmail(q: Query, email: string) {
  const { answerWishes: w } = q.tables;
  return q
    .select({ words: w.words, locale: w.locale, createdAt: w.createdAt, confirmedAt: w.confirmedAt })
    .from(w)
    .where(eq(w.email, email))
    .orderBy(asc(w.id));
}

export async function deleteOfEmail(tx: Query, email: string): Promise<void> {
  await tx.delete(tx.tables.answerWishes).where(eq(tx.tables.answerWishes.email, email));
}
