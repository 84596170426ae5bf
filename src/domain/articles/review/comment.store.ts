import { and, asc, eq, isNull } from 'drizzle-orm';
import type { Query } from '#db/open.ts';

export type Comment = Awaited<ReturnType<typeof listComments>>[number];

export async function insertComment(
  tx: Query,
  row: Query['tables']['articleComments']['$inferInsert'],
): Promise<number> {
  const { articleComments: c } = tx.tables;
  return (await tx.insert(c).values(row).returning({ id: c.id }))[0]!.id;
}

/** @returns the article, null when there is no such comment. Done once is done. */
export async function settleCommentRow(
  tx: Query,
  id: number,
  done: { doneAt: Date; doneById: number | null },
): Promise<number | null> {
  const { articleComments: c } = tx.tables;
  await tx
    .update(c)
    .set(done)
    .where(and(eq(c.id, id), isNull(c.doneAt)));
  const [row] = await tx.select({ articleId: c.articleId }).from(c).where(eq(c.id, id));
  return row?.articleId ?? null;
}

/** What is not done yet, as it was said. */
export async function listComments(q: Query, articleId: number, limit: number) {
  const { articleComments: c, agents } = q.tables;
  return q
    .select({
      id: c.id,
      revision: c.revision,
      line: c.line,
      body: c.body,
      authorName: agents.name,
      createdAt: c.createdAt,
    })
    .from(c)
    .leftJoin(agents, eq(agents.id, c.authorId))
    .where(and(eq(c.articleId, articleId), isNull(c.doneAt)))
    .orderBy(asc(c.id))
    .limit(limit);
}

/** One, for the mail that tells of it. */
export async function findComment(q: Query, id: number) {
  const { articleComments: c } = q.tables;
  return (await q.select().from(c).where(eq(c.id, id)))[0] ?? null;
}
