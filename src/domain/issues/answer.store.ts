import { and, asc, desc, eq, isNull } from 'drizzle-orm';
import type { Query } from '#db/open.ts';
import { countAll, countWhere } from '#db/sql.ts';

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
      done: countWhere(and(isNull(it.error), eq(it.doneAt, it.doneAt))!),
      failed: countWhere(eq(it.error, it.error)),
    })
    .from(i)
    .innerJoin(it, eq(it.answerId, i.id))
    .leftJoin(agents, eq(agents.id, i.byId))
    .where(eq(i.articleKey, articleKey))
    .groupBy(i.id, agents.name)
    .orderBy(desc(i.id))
    .limit(limit);
}
