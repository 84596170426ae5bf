import { eq, inArray } from 'drizzle-orm';
import { batches } from '#db/batches.ts';
import type { Query } from '#db/open.ts';
import { countWhere } from '#db/sql.ts';

export interface VoteCounts {
  yes: number;
  no: number;
}

/** Add a vote, or change the one this visit gave; a changed mind without words keeps the words. */
export async function saveVote(
  tx: Query,
  row: { articleId: number; visitId: string | null; helpful: boolean; comment: string; createdAt: Date },
): Promise<void> {
  const { articleVotes } = tx.tables;
  const { helpful, comment, createdAt } = row;
  await tx
    .insert(articleVotes)
    .values(row)
    .onConflictDoUpdate({
      target: [articleVotes.articleId, articleVotes.visitId],
      set: { helpful, createdAt, ...(comment ? { comment } : {}) },
    });
}

/** Takes the words out of the votes of these visits. */
export async function blankComments(tx: Query, visitIds: readonly string[]): Promise<void> {
  const { articleVotes } = tx.tables;
  for (const ids of batches(visitIds))
    await tx.update(articleVotes).set({ comment: '' }).where(inArray(articleVotes.visitId, ids));
}

/** Votes by article id. */
export async function countVotes(q: Query, articleIds: number[]): Promise<Map<number, VoteCounts>> {
  if (articleIds.length === 0) return new Map();
  const { articleVotes } = q.tables;
  const rows = await q
    .select({
      id: articleVotes.articleId,
      yes: countWhere(articleVotes.helpful),
      no: countWhere(eq(articleVotes.helpful, false)),
    })
    .from(articleVotes)
    .where(inArray(articleVotes.articleId, articleIds))
    .groupBy(articleVotes.articleId);
  return new Map(rows.map(({ id, yes, no }) => [id, { yes, no }]));
}
