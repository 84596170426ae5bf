import { and, asc, desc, eq, inArray, isNotNull, isNull, ne } from 'drizzle-orm';
import type { Query } from '#db/open.ts';
import { countAll, countWhere, forUpdate } from '#db/sql.ts';

export type AnswerRow = Query['tables']['issueAnswers']['$inferSelect'];

/** @returns its id; null when the same form was sent before */
export async function insertAnswer(
  tx: Query,
  row: Omit<AnswerRow, 'id'>,
  ticketIds: readonly number[],
): Promise<number | null> {
  const { issueAnswers, issueAnswerTickets } = tx.tables;
  const [made] = await tx
    .insert(issueAnswers)
    .values(row)
    .onConflictDoNothing()
    .returning({ id: issueAnswers.id });
  if (!made) return null;
  for (const ticketId of ticketIds)
    await tx.insert(issueAnswerTickets).values({ answerId: made.id, ticketId });
  return made.id;
}

export async function findAnswer(q: Query, id: number): Promise<AnswerRow | null> {
  const { issueAnswers: i } = q.tables;
  return (await q.select().from(i).where(eq(i.id, id)))[0] ?? null;
}

/** The tickets that an answer has not reached yet. */
export async function listWaiting(q: Query, answerId: number): Promise<number[]> {
  const { issueAnswerTickets: it } = q.tables;
  const rows = await q
    .select({ id: it.ticketId })
    .from(it)
    .where(and(eq(it.answerId, answerId), isNull(it.doneAt)))
    .orderBy(asc(it.ticketId));
  return rows.map(({ id }) => id);
}

/** Lock a ticket of an answer until the write ends. @returns whether it still waits: nobody stopped it or answered it */
export async function claimTicket(tx: Query, answerId: number, ticketId: number): Promise<boolean> {
  const { issueAnswerTickets: it } = tx.tables;
  const row = tx
    .select({ doneAt: it.doneAt })
    .from(it)
    .where(and(eq(it.answerId, answerId), eq(it.ticketId, ticketId)));
  return (await forUpdate(tx, row))[0]?.doneAt === null;
}

/** Let what still waits of an answer be. @returns whether anything did */
export async function stopWaiting(tx: Query, answerId: number, at: Date): Promise<boolean> {
  const { issueAnswerTickets: it } = tx.tables;
  const rows = await tx
    .update(it)
    .set({ doneAt: at, error: stopped })
    .where(and(eq(it.answerId, answerId), isNull(it.doneAt)))
    .returning({ id: it.ticketId });
  return rows.length > 0;
}

const stopped = 'stopped';

/** The tickets that answers passed over, and why; not those of an answer that was stopped. */
export async function listPassedOver(q: Query, answerIds: readonly number[]) {
  const { issueAnswerTickets: it } = q.tables;
  return q
    .select({ answerId: it.answerId, ticketId: it.ticketId })
    .from(it)
    .where(and(inArray(it.answerId, [...answerIds]), isNotNull(it.error), ne(it.error, stopped)))
    .orderBy(asc(it.ticketId))
    .limit(100);
}

export async function finishTicket(
  tx: Query,
  {
    answerId,
    ticketId,
    ...done
  }: { answerId: number; ticketId: number; messageId: number | null; doneAt: Date; error: string | null },
): Promise<void> {
  const { issueAnswerTickets: it } = tx.tables;
  await tx
    .update(it)
    .set(done)
    .where(and(eq(it.answerId, answerId), eq(it.ticketId, ticketId)));
}

/** What was answered to all, newest first, with how far it got. */
export async function listAnswers(q: Query, articleKey: string, limit: number) {
  const { issueAnswers: i, issueAnswerTickets: it, agents } = q.tables;
  return q
    .select({
      id: i.id,
      createdAt: i.createdAt,
      byName: agents.name,
      resolves: i.resolves,
      tickets: countAll(),
      done: countWhere(and(isNull(it.error), isNotNull(it.doneAt))!),
      failed: countWhere(and(isNotNull(it.error), ne(it.error, stopped))!),
      stopped: countWhere(eq(it.error, stopped)),
    })
    .from(i)
    .innerJoin(it, eq(it.answerId, i.id))
    .leftJoin(agents, eq(agents.id, i.byId))
    .where(eq(i.articleKey, articleKey))
    .groupBy(i.id, agents.name)
    .orderBy(desc(i.id))
    .limit(limit);
}
