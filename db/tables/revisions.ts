import type { ColumnKit } from '../columns.sqlite.ts';
import type { AccountsTables } from './accounts.ts';
import type { ArticlesTables } from './articles.ts';
import { agentRef, articleRef } from './references.ts';

/** What articles were before: their earlier texts and addresses. */
export function revisionsTables(k: ColumnKit, { agents, articles }: AccountsTables & ArticlesTables) {
  const agentId = agentRef(k, agents);
  const articleId = articleRef(k, articles);
  const articleRevisions = k.table(
    'article_revisions',
    {
      id: k.id(),
      articleId: articleId(),
      number: k.int().notNull(),
      title: k.text().notNull(),
      summary: k.text().notNull(),
      source: k.text().notNull(),
      authorId: agentId(),
      /** 'created', 'edited', 'published', 'content' (a changed file came in) or 'reverted'. */
      reason: k.text().notNull(),
      createdAt: k.time().notNull(),
    },
    (t) => [k.uniqueIndex('article_revisions_number').on(t.articleId, t.number)],
  );

  /** Old slugs redirect for ever. */
  const articleRedirects = k.table(
    'article_redirects',
    {
      id: k.id(),
      locale: k.text().notNull(),
      slug: k.text().notNull(),
      articleId: articleId(),
    },
    (t) => [k.uniqueIndex('article_redirects_slug').on(t.locale, t.slug)],
  );

  return { articleRevisions, articleRedirects };
}
