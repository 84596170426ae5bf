import { and, asc, desc, eq, gt, inArray, max, sum } from 'drizzle-orm';
import type { Query } from '#db/open.ts';
import { countAll } from '#db/sql.ts';
import type { Audience, PastQuestion, SearchDocument } from './document.ts';

/** Counters that say whether anything the index holds has changed. */
export type Versions = Record<(typeof watched)[number], number>;
const watched = ['content', 'questions', 'forgotten'] as const;

export async function readVersions(q: Query): Promise<Versions> {
  const { counters } = q.tables;
  const rows = await q
    .select()
    .from(counters)
    .where(inArray(counters.name, [...watched]));
  const valueOf = (name: string) => rows.find((row) => row.name === name)?.value ?? 0;
  return Object.fromEntries(watched.map((name) => [name, valueOf(name)])) as Versions;
}

/** Published articles after an id, each with a stamp that differs when its text does. */
export async function listStamps(q: Query, after: number, limit: number) {
  const { articles } = q.tables;
  const rows = await q
    .select({
      id: articles.id,
      locale: articles.locale,
      revision: articles.revision,
      updatedAt: articles.updatedAt,
      rendered: articles.renderVersion,
      audience: articles.audience,
    })
    .from(articles)
    .where(and(eq(articles.state, 'published'), gt(articles.id, after)))
    .orderBy(asc(articles.id))
    .limit(limit);
  return rows.map(({ id, locale, revision, updatedAt, rendered, audience }) => ({
    id,
    locale,
    stamp: `${revision}.${updatedAt.getTime()}.${rendered}.${audience}`,
  }));
}

/**
 * How many past questions the articles after an id have (only those with any), each with a stamp that differs when one
 * came or went: ids only grow, so their number, sum and greatest tell.
 */
export async function listQuestionStamps(q: Query, after: number, limit: number) {
  const { articleId, id } = q.tables.pastQuestions;
  const rows = await q
    .select({ id: articleId, n: countAll(), last: max(id), sum: sum(id) })
    .from(q.tables.pastQuestions)
    .where(gt(articleId, after))
    .groupBy(articleId)
    .orderBy(asc(articleId))
    .limit(limit);
  return rows.map((row) => ({ id: row.id, questions: row.n, stamp: `${row.n}.${row.last}.${row.sum}` }));
}

/** Those of these articles that are published, as the search sees them. */
export async function loadDocuments(q: Query, ids: readonly number[]): Promise<SearchDocument[]> {
  const { articles, categories } = q.tables;
  const rows = await q
    .select({
      id: articles.id,
      articleKey: articles.key,
      locale: articles.locale,
      kind: articles.kind,
      category: categories.title,
      title: articles.title,
      summary: articles.summary,
      tags: articles.tags,
      sections: articles.sections,
      audience: articles.audience,
    })
    .from(articles)
    .innerJoin(categories, eq(categories.id, articles.categoryId))
    .where(and(eq(articles.state, 'published'), inArray(articles.id, [...ids])))
    .orderBy(asc(articles.id));
  return rows.map(({ id, summary, sections, ...row }) => ({
    ...row,
    id: String(id),
    sections: summary ? [{ heading: '', anchor: null, text: summary }, ...sections] : sections,
  }));
}

/** What was asked about these articles, newest first. */
export async function loadPastQuestions(q: Query, ids: readonly number[]): Promise<PastQuestion[]> {
  const { pastQuestions } = q.tables;
  const rows = await q
    .select({ articleId: pastQuestions.articleId, text: pastQuestions.text })
    .from(pastQuestions)
    .where(inArray(pastQuestions.articleId, [...ids]))
    .orderBy(desc(pastQuestions.createdAt), desc(pastQuestions.id));
  return rows.map(({ articleId, text }) => ({ documentId: String(articleId), text }));
}

/** What a result shows of an article, as it stands now. */
export interface ResultRow {
  id: number;
  key: string;
  locale: string;
  slug: string;
  title: string;
  kind: 'article' | 'faq';
  category: string;
  audience: Audience;
}

/** The articles among these that are published for the given audiences right now. */
export async function loadResultRows(
  q: Query,
  ids: readonly number[],
  audiences: readonly Audience[],
): Promise<ResultRow[]> {
  if (ids.length === 0) return [];
  const { articles, categories } = q.tables;
  return q
    .select({
      id: articles.id,
      key: articles.key,
      locale: articles.locale,
      slug: articles.slug,
      title: articles.title,
      kind: articles.kind,
      category: categories.title,
      audience: articles.audience,
    })
    .from(articles)
    .innerJoin(categories, eq(categories.id, articles.categoryId))
    .where(
      and(
        inArray(articles.id, [...ids]),
        eq(articles.state, 'published'),
        inArray(articles.audience, [...audiences]),
      ),
    );
}
