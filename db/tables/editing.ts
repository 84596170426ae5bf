import type { ColumnKit } from '../columns.sqlite.ts';
import type { AccountsTables } from './accounts.ts';
import type { ArticlesTables } from './articles.ts';
import { agentRef, articleRef } from './references.ts';

/** How articles are worked on: changes that wait to be published, reviews, dates, translations, templates. */
export function editingTables(k: ColumnKit, { agents, articles }: AccountsTables & ArticlesTables) {
  const agentId = agentRef(k, agents);
  const articleId = articleRef(k, articles);
  const ownArticle = () =>
    k
      .int()
      .primaryKey()
      .references(() => articles.id, { onDelete: 'cascade' });

  /** What a published article is to become; readers see `articles` until it is published. */
  const articleCopies = k.table('article_copies', {
    articleId: ownArticle(),
    /** Every field an author can change, as it is to be. */
    fields: k.json<Record<string, unknown>>().notNull(),
    /** The revision that holds its text, and the published one it was begun from. */
    revision: k.int().notNull(),
    baseRevision: k.int().notNull(),
    authorId: agentId(),
    createdAt: k.time().notNull(),
    updatedAt: k.time().notNull(),
  });

  const articleReviews = k.table(
    'article_reviews',
    {
      id: k.id(),
      articleId: articleId(),
      /** The revision that was to be looked at, and the one that was decided on. */
      revision: k.int().notNull(),
      askedById: agentId(),
      reviewerId: agentId(),
      note: k.text().notNull().default(''),
      state: k.text().$type<'open' | 'approved' | 'changes' | 'withdrawn'>().notNull().default('open'),
      answer: k.text().notNull().default(''),
      askedAt: k.time().notNull(),
      decidedAt: k.time(),
    },
    (t) => [
      k.index('article_reviews_article').on(t.articleId, t.state),
      k.index('article_reviews_reviewer').on(t.reviewerId, t.state),
    ],
  );

  /** What colleagues say about a text; never shown to readers. */
  const articleComments = k.table(
    'article_comments',
    {
      id: k.id(),
      articleId: articleId(),
      /** The revision it speaks of, and a line of its Markdown, if any. */
      revision: k.int().notNull(),
      line: k.int(),
      body: k.text().notNull(),
      authorId: agentId(),
      createdAt: k.time().notNull(),
      doneAt: k.time(),
      doneById: agentId(),
    },
    (t) => [k.index('article_comments_article').on(t.articleId, t.id)],
  );

  /** What happens to an article by the clock; `at` is the instant of the wall time that was asked for in `zone`. */
  const articleSchedules = k.table(
    'article_schedules',
    {
      id: k.id(),
      articleId: articleId(),
      action: k.text().$type<'publish' | 'unpublish'>().notNull(),
      at: k.time().notNull(),
      zone: k.text().notNull(),
      state: k.text().$type<'waiting' | 'done' | 'failed' | 'cancelled'>().notNull().default('waiting'),
      /** The code of the error that stopped it. */
      error: k.text(),
      byId: agentId(),
      createdAt: k.time().notNull(),
      endedAt: k.time(),
      endedById: agentId(),
    },
    (t) => [
      k.index('article_schedules_article').on(t.articleId, t.state),
      k.index('article_schedules_due').on(t.state, t.at),
    ],
  );

  /** Which text an article translates, and the revision of it that the translation says in its language. */
  const articleTranslations = k.table(
    'article_translations',
    {
      articleId: ownArticle(),
      sourceId: articleId(),
      revision: k.int().notNull(),
      at: k.time().notNull(),
      byId: agentId(),
    },
    (t) => [k.index('article_translations_source').on(t.sourceId)],
  );

  /** What a new article can begin as. */
  const articleTemplates = k.table(
    'article_templates',
    {
      id: k.id(),
      locale: k.text().notNull(),
      name: k.text().notNull(),
      kind: k.text().$type<'article' | 'faq'>().notNull().default('article'),
      source: k.text().notNull(),
      byId: agentId(),
      updatedAt: k.time().notNull(),
    },
    (t) => [k.index('article_templates_locale').on(t.locale)],
  );

  return {
    articleCopies,
    articleReviews,
    articleComments,
    articleSchedules,
    articleTranslations,
    articleTemplates,
  };
}
