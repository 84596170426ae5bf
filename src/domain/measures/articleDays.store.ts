import { and, between, eq, gte, isNotNull, lte, max } from 'drizzle-orm';
import { sql } from 'drizzle-orm';
import type { Query } from '#db/open.ts';
import { countAll, countWhere } from '#db/sql.ts';
import { addUpArticles, factsOf, packArticles, type ArticleFacts } from './articleDay.ts';
import { voteFacts } from './dayRows.store.ts';
import { within, type Span } from './filters.ts';
import type { Period } from './period.ts';

/** What a span says of each article: who read it, who filed a ticket all the same, and how they voted. */
export async function articleFacts(q: Query, span: Span): Promise<ArticleFacts[]> {
  const facts = new Map<number, ArticleFacts>();
  for (const { articleId, readers, escalated } of await readFacts(q, span))
    Object.assign(factsOf(facts, articleId), { readers, escalated });
  for (const { articleId, yes, no } of await voteFacts(q, span))
    Object.assign(factsOf(facts, articleId), { yes, no });
  return [...facts.values()];
}

export async function keepArticleDay(tx: Query, day: string, facts: ArticleFacts[]): Promise<void> {
  const { measureArticleDays: m } = tx.tables;
  await tx.delete(m).where(eq(m.day, day));
  if (facts.length > 0) await tx.insert(m).values({ day, articles: packArticles(facts) });
}

/** What is kept of the days of a period, by article. */
export async function loadArticles(
  q: Query,
  { firstDay, lastDay }: Pick<Period, 'firstDay' | 'lastDay'>,
): Promise<Map<number, ArticleFacts>> {
  const { measureArticleDays: m } = q.tables;
  const days = await q
    .select({ articles: m.articles })
    .from(m)
    .where(between(m.day, firstDay, lastDay));
  return addUpArticles(days.map(({ articles }) => articles));
}

/** The articles that visits of a span read, with how many of those filed a ticket all the same; settled ones. */
async function readFacts(q: Query, span: Span) {
  const { visits: v, visitEvents: e } = q.tables;
  const isOfSpan = and(within(v.startedAt, span), isNotNull(v.outcome));
  const [row] = await q
    .select({ end: max(v.lastAt) })
    .from(v)
    .where(isOfSpan);
  if (!row?.end) return [];
  const read = q
    .selectDistinct({
      visitId: v.id,
      articleId: sql<number>`${e.articleId}`.as('read_article'),
      outcome: v.outcome,
    })
    .from(v)
    .innerJoin(e, eq(e.visitId, v.id))
    // The times say nothing new: with them, Postgres reads the events of these visits instead of every one there is.
    .where(
      and(
        isOfSpan,
        eq(e.kind, 'article_read'),
        gte(e.at, span.from),
        lte(e.at, row.end),
        isNotNull(e.articleId),
      ),
    )
    .as('read');
  return q
    .select({
      articleId: read.articleId,
      readers: countAll(),
      escalated: countWhere(eq(read.outcome, 'escalated')),
    })
    .from(read)
    .groupBy(sql`${read.articleId}`);
}
