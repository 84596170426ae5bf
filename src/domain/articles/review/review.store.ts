import { and, asc, desc, eq, inArray } from 'drizzle-orm';
import type { Query } from '#db/open.ts';
import type { Review } from './review.ts';

export type OpenReview = Awaited<ReturnType<typeof listReviewsOf>>[number];

export async function findReview(q: Query, id: number): Promise<Review | null> {
  const { articleReviews: r } = q.tables;
  return (await q.select().from(r).where(eq(r.id, id)))[0] ?? null;
}

/** The one that waits for a colleague's word on an article. */
export async function findOpenReview(
  q: Query,
  { articleId, reviewerId }: { articleId: number; reviewerId: number },
): Promise<Review | null> {
  const { articleReviews: r } = q.tables;
  const isIt = and(eq(r.articleId, articleId), eq(r.reviewerId, reviewerId), eq(r.state, 'open'));
  return (await q.select().from(r).where(isIt))[0] ?? null;
}

export async function insertReview(tx: Query, row: Omit<Review, 'id'>): Promise<number> {
  const { articleReviews: r } = tx.tables;
  return (await tx.insert(r).values(row).returning({ id: r.id }))[0]!.id;
}

export async function updateReview(
  tx: Query,
  id: number,
  values: Partial<Omit<Review, 'id'>>,
): Promise<void> {
  const { articleReviews: r } = tx.tables;
  await tx.update(r).set(values).where(eq(r.id, id));
}

/** Reviews of an article that were not taken back, the newest first. */
export async function listReviews(q: Query, articleId: number, limit: number): Promise<Review[]> {
  const { articleReviews: r } = q.tables;
  return q
    .select()
    .from(r)
    .where(and(eq(r.articleId, articleId), inArray(r.state, ['open', 'approved', 'changes'])))
    .orderBy(desc(r.id))
    .limit(limit);
}

/** Who approved a revision. */
export async function listApprovers(q: Query, articleId: number, revision: number): Promise<number[]> {
  const { articleReviews: r } = q.tables;
  const isIt = and(eq(r.articleId, articleId), eq(r.revision, revision), eq(r.state, 'approved'));
  const rows = await q.select({ id: r.reviewerId }).from(r).where(isIt);
  return rows.flatMap(({ id }) => id ?? []);
}

/** What waits for an agent's word, or came back to them, the oldest first. */
export async function listReviewsOf(
  q: Query,
  agentId: number,
  { as, limit }: { as: 'reviewer' | 'asker'; limit: number },
) {
  const { articleReviews: r, articles: a, articleCopies: c, agents } = q.tables;
  const [mine, other] = as === 'reviewer' ? [r.reviewerId, r.askedById] : [r.askedById, r.reviewerId];
  return q
    .select({
      id: r.id,
      articleId: r.articleId,
      title: a.title,
      state: r.state,
      revision: r.revision,
      published: a.revision,
      copy: c.revision,
      name: agents.name,
      askedAt: r.askedAt,
      decidedAt: r.decidedAt,
    })
    .from(r)
    .innerJoin(a, eq(a.id, r.articleId))
    .leftJoin(c, eq(c.articleId, a.id))
    .leftJoin(agents, eq(agents.id, other))
    .where(and(eq(mine, agentId), inArray(r.state, as === 'reviewer' ? ['open'] : ['approved', 'changes'])))
    .orderBy(asc(r.id))
    .limit(limit);
}
