import { and, asc, eq, inArray, lte } from 'drizzle-orm';
import type { Query } from '#db/open.ts';
import { forUpdate } from '#db/sql.ts';
import type { Schedule } from './schedule.ts';

export type ScheduleRow = Awaited<ReturnType<typeof listSchedules>>[number];
export type FailedSchedule = Awaited<ReturnType<typeof listFailed>>[number];

export async function insertSchedule(tx: Query, row: Omit<Schedule, 'id'>): Promise<void> {
  await tx.insert(tx.tables.articleSchedules).values(row);
}

export async function findSchedule(q: Query, id: number): Promise<Schedule | null> {
  const { articleSchedules: s } = q.tables;
  return (await q.select().from(s).where(eq(s.id, id)))[0] ?? null;
}

/** The same, locked until the write ends. */
export async function lockSchedule(tx: Query, id: number): Promise<Schedule | null> {
  const { articleSchedules: s } = tx.tables;
  const [row] = await forUpdate(tx, tx.select().from(s).where(eq(s.id, id)));
  return row ?? null;
}

export async function updateSchedule(
  tx: Query,
  id: number,
  values: Partial<Omit<Schedule, 'id'>>,
): Promise<void> {
  const { articleSchedules: s } = tx.tables;
  await tx.update(s).set(values).where(eq(s.id, id));
}

/** Ids of those whose time has come, the earliest first. */
export async function listDue(q: Query, now: Date, limit: number): Promise<number[]> {
  const { articleSchedules: s } = q.tables;
  const rows = await q
    .select({ id: s.id })
    .from(s)
    .where(and(eq(s.state, 'waiting'), lte(s.at, now)))
    .orderBy(asc(s.at), asc(s.id))
    .limit(limit);
  return rows.map(({ id }) => id);
}

/** What waits for an article, and what failed and nobody took note of, by time. */
export async function listSchedules(q: Query, articleId: number) {
  const { articleSchedules: s, agents } = q.tables;
  return q
    .select({
      id: s.id,
      action: s.action,
      at: s.at,
      zone: s.zone,
      state: s.state,
      error: s.error,
      byName: agents.name,
    })
    .from(s)
    .leftJoin(agents, eq(agents.id, s.byId))
    .where(and(eq(s.articleId, articleId), inArray(s.state, ['waiting', 'failed'])))
    .orderBy(asc(s.at), asc(s.id));
}

/** Failed ones that nobody took note of, everybody's. */
export async function listFailed(q: Query, limit: number) {
  const { articleSchedules: s, articles: a } = q.tables;
  return q
    .select({
      id: s.id,
      articleId: s.articleId,
      title: a.title,
      action: s.action,
      at: s.at,
      zone: s.zone,
      error: s.error,
    })
    .from(s)
    .innerJoin(a, eq(a.id, s.articleId))
    .where(eq(s.state, 'failed'))
    .orderBy(asc(s.at), asc(s.id))
    .limit(limit);
}

/** A new time takes the place of the one there was, failed or not. */
export async function cancelOthers(
  tx: Query,
  { articleId, action }: Pick<Schedule, 'articleId' | 'action'>,
  ended: Pick<Schedule, 'endedAt' | 'endedById'>,
): Promise<void> {
  const { articleSchedules: s } = tx.tables;
  await tx
    .update(s)
    .set({ state: 'cancelled', ...ended })
    .where(and(eq(s.articleId, articleId), eq(s.action, action), inArray(s.state, ['waiting', 'failed'])));
}
