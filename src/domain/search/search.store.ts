import { and, asc, desc, eq, inArray } from 'drizzle-orm';
import type { Query } from '#db/open.ts';
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

/** Every published article with a stamp that differs when its text does. */
export async function listStamps(q: Query): Promise<{ id: number; locale: string; stamp: string }[]> {
  const { articles } = q.tables;
  const rows = await q
    .select({
      id: articles.id,
      locale: articles.locale,
      revision: articles.revision,
      updatedAt: articles.updatedAt,
      rendered: articles.renderVersion,
    })
    .from(articles)
    .where(eq(articles.state, 'published'));
  return rows.map(({ id, locale, revision, updatedAt, rendered }) => ({
    id,
    locale,
    stamp: `${revision}.${updatedAt.getTime()}.${rendered}`,
  }));
}

/** For each article the ids of its past questions, joined: it differs when one came or went. */
export async function listQuestionStamps(q: Query): Promise<Map<number, string>> {
  const { pastQuestions } = q.tables;
  const rows = await q
    .select({ id: pastQuestions.id, articleId: pastQuestions.articleId })
    .from(pastQuestions)
    .orderBy(asc(pastQuestions.id));
  const ids = Map.groupBy(rows, (row) => row.articleId);
  return new Map([...ids].map(([articleId, own]) => [articleId, own.map((row) => row.id).join()]));
}

/** Published articles as the search sees them; all of them when no ids are given. */
export async function loadDocuments(q: Query, ids?: readonly number[]): Promise<SearchDocument[]> {
  const { articles, categories } = q.tables;
  const isPublished = eq(articles.state, 'published');
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
    .where(ids ? and(isPublished, inArray(articles.id, [...ids])) : isPublished)
    .orderBy(asc(articles.id));
  return rows.map(({ id, summary, sections, ...row }) => ({
    ...row,
    id: String(id),
    sections: summary ? [{ heading: '', anchor: null, text: summary }, ...sections] : sections,
  }));
}

/** What was asked about articles (all when no ids are given), newest first. */
export async function loadPastQuestions(q: Query, ids?: readonly number[]): Promise<PastQuestion[]> {
  const { pastQuestions } = q.tables;
  const rows = await q
    .select({ articleId: pastQuestions.articleId, text: pastQuestions.text })
    .from(pastQuestions)
    .where(ids ? inArray(pastQuestions.articleId, [...ids]) : undefined)
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
