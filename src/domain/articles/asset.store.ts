import { and, asc, eq, inArray } from 'drizzle-orm';
import type { Query } from '#db/open.ts';
import type { Article, Audience } from './article.ts';
import type { Asset } from './asset.ts';

/** The first image of this content. */
export async function findAsset(q: Query, hash: string): Promise<Asset | null> {
  const { assets } = q.tables;
  return (
    (await q.select().from(assets).where(eq(assets.hash, hash)).orderBy(asc(assets.id)).limit(1))[0] ?? null
  );
}

/** By its path below CONTENT_DIR. */
export async function findAssetByPath(q: Query, path: string): Promise<Asset | null> {
  const { assets } = q.tables;
  return (await q.select().from(assets).where(eq(assets.path, path)))[0] ?? null;
}

export async function insertAsset(tx: Query, row: Omit<Asset, 'id'>): Promise<Asset> {
  return (await tx.insert(tx.tables.assets).values(row).returning())[0]!;
}

export async function updateAsset(tx: Query, id: number, values: Partial<Omit<Asset, 'id'>>): Promise<void> {
  const { assets } = tx.tables;
  await tx.update(assets).set(values).where(eq(assets.id, id));
}

/** Whether a published article for one of these audiences shows the image. */
export async function isShownTo(q: Query, hash: string, audiences: readonly Audience[]): Promise<boolean> {
  const { articleAssets, articles } = q.tables;
  const found = await q
    .select({ id: articles.id })
    .from(articleAssets)
    .innerJoin(articles, eq(articles.id, articleAssets.articleId))
    .where(
      and(
        eq(articleAssets.hash, hash),
        eq(articles.state, 'published'),
        inArray(articles.audience, [...audiences]),
      ),
    )
    .limit(1);
  return found.length > 0;
}

/** Write down which images an article's HTML shows. */
export async function noteAssets(tx: Query, { id, html }: Pick<Article, 'id' | 'html'>): Promise<void> {
  const { articleAssets } = tx.tables;
  const hashes = new Set(Array.from(html.matchAll(/\/assets\/([0-9a-f]{64})\//g), (match) => match[1]!));
  await tx.delete(articleAssets).where(eq(articleAssets.articleId, id));
  if (hashes.size > 0)
    await tx.insert(articleAssets).values([...hashes].map((hash) => ({ articleId: id, hash })));
}

/** Every image there is. */
export async function listAssets(q: Query): Promise<Asset[]> {
  const { assets } = q.tables;
  return q.select().from(assets).orderBy(asc(assets.id));
}
