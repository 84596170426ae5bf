import { and, asc, eq, or } from 'drizzle-orm';
import type { Query } from '#db/open.ts';

export interface Synonyms {
  id: number;
  locale: string;
  term: string;
  words: string[];
}

export interface Pin {
  id: number;
  locale: string;
  query: string;
  articleId: number;
}

/** A pin with what people know its article by. */
export interface PinnedArticle extends Pin {
  title: string;
  /** One that is not published is never shown to anybody. */
  isPublished: boolean;
}

/** The group of a word, null without one. */
export async function findSynonyms(
  q: Query,
  { locale, term }: Pick<Synonyms, 'locale' | 'term'>,
): Promise<Synonyms | null> {
  const { synonyms } = q.tables;
  const isIt = and(eq(synonyms.locale, locale), eq(synonyms.term, term));
  return (await q.select().from(synonyms).where(isIt))[0] ?? null;
}

/** Groups of words of the same meaning that admins added; of all locales unless one is given. */
export async function listSynonyms(q: Query, locale?: string): Promise<Synonyms[]> {
  const { synonyms } = q.tables;
  return q
    .select()
    .from(synonyms)
    .where(locale ? eq(synonyms.locale, locale) : undefined)
    .orderBy(asc(synonyms.locale), asc(synonyms.term));
}

export async function keepSynonyms(tx: Query, { locale, term, words }: Omit<Synonyms, 'id'>): Promise<void> {
  const { synonyms } = tx.tables;
  await tx
    .insert(synonyms)
    .values({ locale, term, words })
    .onConflictDoUpdate({ target: [synonyms.locale, synonyms.term], set: { words } });
}

/** @returns whether there was one. */
export async function dropSynonyms(tx: Query, id: number): Promise<boolean> {
  const { synonyms } = tx.tables;
  return (await tx.delete(synonyms).where(eq(synonyms.id, id)).returning({ id: synonyms.id })).length > 0;
}

/** Answers that admins pinned to a question; of all locales unless one is given. */
export async function listPins(q: Query, locale?: string): Promise<Pin[]> {
  const { pinnedAnswers } = q.tables;
  return q
    .select()
    .from(pinnedAnswers)
    .where(locale ? eq(pinnedAnswers.locale, locale) : undefined)
    .orderBy(asc(pinnedAnswers.locale), asc(pinnedAnswers.query));
}

/** The same with their articles' titles. */
export async function listPinnedArticles(q: Query, locale: string): Promise<PinnedArticle[]> {
  const { pinnedAnswers, articles } = q.tables;
  const rows = await q
    .select({
      id: pinnedAnswers.id,
      locale: pinnedAnswers.locale,
      query: pinnedAnswers.query,
      articleId: pinnedAnswers.articleId,
      title: articles.title,
      state: articles.state,
    })
    .from(pinnedAnswers)
    .innerJoin(articles, eq(articles.id, pinnedAnswers.articleId))
    .where(eq(pinnedAnswers.locale, locale))
    .orderBy(asc(pinnedAnswers.query));
  return rows.map(({ state, ...pin }) => ({ ...pin, isPublished: state === 'published' }));
}

export async function keepPin(tx: Query, { locale, query, articleId }: Omit<Pin, 'id'>): Promise<void> {
  const { pinnedAnswers } = tx.tables;
  await tx
    .insert(pinnedAnswers)
    .values({ locale, query, articleId })
    .onConflictDoUpdate({ target: [pinnedAnswers.locale, pinnedAnswers.query], set: { articleId } });
}

/** @returns whether there was one. */
export async function dropPin(tx: Query, id: number): Promise<boolean> {
  const { pinnedAnswers } = tx.tables;
  const dropped = await tx
    .delete(pinnedAnswers)
    .where(eq(pinnedAnswers.id, id))
    .returning({ id: pinnedAnswers.id });
  return dropped.length > 0;
}

/** Whether the article exists in that language. */
export async function isArticleOf(q: Query, articleId: number, locale: string): Promise<boolean> {
  const { articles } = q.tables;
  const found = await q
    .select({ id: articles.id })
    .from(articles)
    .where(and(eq(articles.id, articleId), eq(articles.locale, locale)));
  return found.length > 0;
}

/** Titles of published articles, in order. */
export async function listTitles(q: Query, locale: string, limit: number): Promise<string[]> {
  const { articles } = q.tables;
  const rows = await q
    .select({ title: articles.title })
    .from(articles)
    .where(and(eq(articles.state, 'published'), eq(articles.locale, locale)))
    .orderBy(asc(articles.title), asc(articles.id))
    .limit(limit);
  return rows.map(({ title }) => title);
}

/** The published article of this title or slug, null without one; of several of one title the oldest. */
export async function findByName(
  q: Query,
  { locale, title, slug }: { locale: string; title: string; slug: string },
): Promise<number | null> {
  const { articles } = q.tables;
  const rows = await q
    .select({ id: articles.id })
    .from(articles)
    .where(
      and(
        eq(articles.state, 'published'),
        eq(articles.locale, locale),
        or(eq(articles.title, title), eq(articles.slug, slug)),
      ),
    )
    .orderBy(asc(articles.id))
    .limit(1);
  return rows[0]?.id ?? null;
}
