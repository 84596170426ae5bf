import type { Known } from '#src/domain/articles/personalData/finding.ts';
import type { ColumnKit } from '../columns.sqlite.ts';
import type { AccountsTables } from './accounts.ts';
import { agentRef, articleRef } from './references.ts';

/** Categories, articles and what hangs on them. */
export function articlesTables(k: ColumnKit, { agents }: AccountsTables) {
  const agentId = agentRef(k, agents);
  /** A row is one category in one language; `key` joins the translations. */
  const categories = k.table(
    'categories',
    {
      id: k.id(),
      key: k.text().notNull(),
      locale: k.text().notNull(),
      slug: k.text().notNull(),
      title: k.text().notNull(),
      summary: k.text().notNull().default(''),
      position: k.int().notNull().default(0),
      /** The widest audience that any article in it may have. */
      audience: k.text().$type<'public' | 'customers' | 'agents'>().notNull().default('public'),
    },
    (t) => [
      k.uniqueIndex('categories_slug').on(t.locale, t.slug),
      k.uniqueIndex('categories_key').on(t.locale, t.key),
    ],
  );

  /** A row is one article in one language, the twin of one Markdown file; `key` joins the translations. */
  const articles = k.table(
    'articles',
    {
      id: k.id(),
      key: k.text().notNull(),
      locale: k.text().notNull(),
      slug: k.text().notNull(),
      categoryId: k
        .int()
        .notNull()
        .references(() => categories.id),
      kind: k.text().$type<'article' | 'faq'>().notNull().default('article'),
      state: k.text().$type<'draft' | 'published' | 'archived'>().notNull().default('draft'),
      confidence: k.text().$type<'unconfirmed' | 'confirmed'>().notNull().default('unconfirmed'),
      /** Who may read it: its author's choice, narrowed by its category. The article's store keeps it in step. */
      audience: k.text().$type<'public' | 'customers' | 'agents'>().notNull().default('public'),
      /** The author's choice where the category narrows it; null: `audience` is the author's. */
      ownAudience: k.text().$type<'public' | 'customers' | 'agents'>(),
      title: k.text().notNull(),
      summary: k.text().notNull().default(''),
      tags: k.json<string[]>().notNull(),
      /** Keys of related articles. */
      related: k.json<string[]>().notNull(),
      ownerId: agentId(),
      reviewBy: k.time(),
      /** Markdown without front matter. */
      source: k.text().notNull(),
      /** What saving made of `source`: safe HTML, contents list, plain-text sections for search. */
      html: k.text().notNull().default(''),
      headings: k.json<{ depth: number; text: string; id: string }[]>().notNull(),
      sections: k
        .json<{ heading: string; anchor: string | null; text: string; code?: [number, number][] }[]>()
        .notNull(),
      /** The version of the renderer that made `html`; an older one is rendered again at start. */
      renderVersion: k.int().notNull().default(0),
      revision: k.int().notNull().default(1),
      createdById: agentId(),
      createdAt: k.time().notNull(),
      updatedAt: k.time().notNull(),
      publishedAt: k.time(),
      /** Path below CONTENT_DIR, the file's hash when both sides last agreed, and what clashed since, if anything. */
      filePath: k.text(),
      fileHash: k.text(),
      /** The revision both sides agreed on; a greater one is the portal's own and waits to be written to the file. */
      fileRevision: k.int(),
      fileConflict: k.text(),
      /** Written from a ticket: whose data must not be published with it, and which findings an author let stand. */
      personalData: k.json<{
        ticket: number | null;
        tickets?: number[] | undefined;
        names: string[];
        emails: string[];
        known?: Known[] | undefined;
        kept: string[];
      }>(),
      /** Front matter that Portico does not know, kept for the way back. */
      extra: k.json<Record<string, unknown>>().notNull(),
    },
    (t) => [
      k.uniqueIndex('articles_slug').on(t.locale, t.slug),
      k.uniqueIndex('articles_key').on(t.locale, t.key),
      k.uniqueIndex('articles_file').on(t.filePath),
      k.index('articles_category').on(t.categoryId, t.state),
      k.index('articles_state').on(t.state, t.updatedAt),
    ],
  );

  const articleId = articleRef(k, articles);
  const articleVotes = k.table(
    'article_votes',
    {
      id: k.id(),
      articleId: articleId(),
      /** Null for a visitor who asked not to be counted. A visit has one vote an article: the last. */
      visitId: k.text(),
      helpful: k.bool().notNull(),
      comment: k.text().notNull().default(''),
      createdAt: k.time().notNull(),
    },
    (t) => [
      k.uniqueIndex('article_votes_visit').on(t.articleId, t.visitId),
      k.index('article_votes_time').on(t.createdAt, t.articleId, t.helpful),
    ],
  );

  /** What an agent found wrong with an article while solving: a task for its owner. */
  const articleFlags = k.table(
    'article_flags',
    {
      id: k.id(),
      articleId: articleId(),
      kind: k.text().$type<'outdated' | 'unclear' | 'wrong' | 'missing_step' | 'erased'>().notNull(),
      comment: k.text().notNull().default(''),
      /** The ticket it was found in, if any. */
      ticketId: k.int(),
      byId: agentId(),
      createdAt: k.time().notNull(),
      doneAt: k.time(),
      doneById: agentId(),
    },
    (t) => [
      k.index('article_flags_article').on(t.articleId, t.doneAt),
      k.index('article_flags_done').on(t.doneAt),
    ],
  );

  /** Links that show an article as it is being written to somebody without an account. */
  const articlePreviews = k.table(
    'article_previews',
    {
      id: k.id(),
      articleId: articleId(),
      tokenHash: k.text().notNull(),
      /** Whom it was made for, in the author's words. */
      note: k.text().notNull().default(''),
      createdById: agentId(),
      createdAt: k.time().notNull(),
      expiresAt: k.time().notNull(),
      revokedAt: k.time(),
    },
    (t) => [
      k.uniqueIndex('article_previews_token').on(t.tokenHash),
      k.index('article_previews_article').on(t.articleId, t.createdAt),
    ],
  );

  /** Archives of articles that an admin uploaded: looked through first, taken in when told. */
  const contentImports = k.table(
    'content_imports',
    {
      id: k.id(),
      name: k.text().notNull(),
      size: k.int().notNull(),
      /** The archive in the file store; null once it is not needed any more. */
      hash: k.text(),
      /** Where the articles were before: links that begin with it lead to articles here. */
      base: k.text().notNull().default(''),
      state: k
        .text()
        .$type<'waiting' | 'checked' | 'importing' | 'done' | 'failed'>()
        .notNull()
        .default('waiting'),
      /** What was found, or done; in a failure why. */
      report: k.json<Record<string, unknown>>(),
      createdById: agentId(),
      createdAt: k.time().notNull(),
      updatedAt: k.time().notNull(),
    },
    (t) => [k.index('content_imports_created').on(t.createdAt)],
  );

  return {
    articlePreviews,
    contentImports,
    articleFlags,
    categories,
    articles,
    articleVotes,
  };
}

export type ArticlesTables = ReturnType<typeof articlesTables>;
