import type { ColumnKit } from '../columns.sqlite.ts';
import type { ArticlesTables } from './articles.ts';
import { articleRef } from './references.ts';

/** Files that articles show. */
export function assetsTables(k: ColumnKit, { articles }: ArticlesTables) {
  const articleId = articleRef(k, articles);
  /** Images of articles: content-addressed files, with the path below CONTENT_DIR they came from or go to. */
  const assets = k.table(
    'assets',
    {
      id: k.id(),
      hash: k.text().notNull(),
      name: k.text().notNull(),
      mediaType: k.text().notNull(),
      size: k.int().notNull(),
      width: k.int(),
      height: k.int(),
      path: k.text(),
      createdAt: k.time().notNull(),
    },
    (t) => [k.uniqueIndex('assets_path').on(t.path), k.index('assets_hash').on(t.hash)],
  );

  /** Which images an article shows: an image may be seen by those who may read an article with it. */
  const articleAssets = k.table(
    'article_assets',
    {
      articleId: articleId(),
      hash: k.text().notNull(),
    },
    (t) => [k.primaryKey({ columns: [t.articleId, t.hash] }), k.index('article_assets_hash').on(t.hash)],
  );

  return { assets, articleAssets };
}
