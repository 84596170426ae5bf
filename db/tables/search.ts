import type { ColumnKit } from '../columns.sqlite.ts';
import type { ArticlesTables } from './articles.ts';
import { articleRef } from './references.ts';

/** What the search learnt and was told. */
export function searchTables(k: ColumnKit, { articles }: ArticlesTables) {
  const articleId = articleRef(k, articles);
  /** The customers' own words for an article. Private: they never leave the server's index. */
  const pastQuestions = k.table(
    'past_questions',
    {
      id: k.id(),
      articleId: articleId(),
      text: k.text().notNull(),
      /** 'ticket:12' or 'visit:…': what taught it, so that it can be taken back. */
      origin: k.text().notNull(),
      createdAt: k.time().notNull(),
    },
    (t) => [
      k.uniqueIndex('past_questions_origin').on(t.articleId, t.origin),
      k.index('past_questions_source').on(t.origin),
    ],
  );

  const synonyms = k.table(
    'synonyms',
    { id: k.id(), locale: k.text().notNull(), term: k.text().notNull(), words: k.json<string[]>().notNull() },
    (t) => [k.uniqueIndex('synonyms_term').on(t.locale, t.term)],
  );

  const pinnedAnswers = k.table(
    'pinned_answers',
    {
      id: k.id(),
      locale: k.text().notNull(),
      query: k.text().notNull(),
      articleId: articleId(),
    },
    (t) => [k.uniqueIndex('pinned_answers_query').on(t.locale, t.query)],
  );

  return { pastQuestions, synonyms, pinnedAnswers };
}

export type SearchTables = ReturnType<typeof searchTables>;
