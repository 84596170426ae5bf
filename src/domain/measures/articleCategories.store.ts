import { eq, inArray, or } from 'drizzle-orm';
import { batches, inBatches } from '#db/batches.ts';
import type { Query } from '#db/open.ts';

/** The category of each article, as the kept days have it. */
export async function keptCategories(q: Query): Promise<Map<number, string>> {
  const rows = await q.select().from(q.tables.measureArticles);
  return new Map(rows.map(({ articleId, category }) => [articleId, category]));
}

/** The category of each article now. */
export async function currentCategories(q: Query): Promise<Map<number, string>> {
  const { articles: a, categories: c } = q.tables;
  const rows = await q.select({ id: a.id, category: c.key }).from(a).innerJoin(c, eq(c.id, a.categoryId));
  return new Map(rows.map(({ id, category }) => [id, category]));
}

/** Let the kept days have these categories; articles without one are gone. */
export async function keepCategories(
  tx: Query,
  changed: readonly { articleId: number; category: string | null }[],
): Promise<void> {
  const { measureArticles: m } = tx.tables;
  for (const some of batches(changed)) {
    const ids = some.map(({ articleId }) => articleId);
    await tx.delete(m).where(inArray(m.articleId, ids));
    const rows = some.flatMap(({ articleId, category }) =>
      category === null ? [] : [{ articleId, category }],
    );
    if (rows.length > 0) await tx.insert(m).values(rows);
  }
}

/** Instants of the days in which any of these articles tells visits, votes or tickets apart. */
export async function instantsOf(q: Query, articleIds: readonly number[]): Promise<Date[]> {
  const { visits: v, visitEvents: e, articleVotes: w } = q.tables;
  const visits = await inBatches(articleIds, (ids) =>
    q
      .selectDistinct({ at: v.startedAt })
      .from(e)
      .innerJoin(v, eq(v.id, e.visitId))
      .where(inArray(e.articleId, ids)),
  );
  const votes = await inBatches(articleIds, (ids) =>
    q.select({ at: w.createdAt }).from(w).where(inArray(w.articleId, ids)),
  );
  return [
    ...visits.map(({ at }) => at),
    ...votes.map(({ at }) => at),
    ...(await ticketInstants(q, articleIds)),
  ];
}

async function ticketInstants(q: Query, articleIds: readonly number[]): Promise<Date[]> {
  const { tickets: t, ticketArticles: l, ratings: r } = q.tables;
  const rows = await inBatches(articleIds, (ids) =>
    q
      .select({ created: t.createdAt, resolved: t.resolvedAt, rated: r.at })
      .from(t)
      .leftJoin(l, eq(l.ticketId, t.id))
      .leftJoin(r, eq(r.ticketId, t.id))
      .where(or(inArray(t.solvedByArticleId, ids), inArray(l.articleId, ids))),
  );
  return rows.flatMap(({ created, resolved, rated }) =>
    [created, resolved, rated].filter((at) => at !== null),
  );
}
