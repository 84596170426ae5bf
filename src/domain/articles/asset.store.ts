import { and, asc, eq, inArray, isNull, like, lt, sql } from 'drizzle-orm';
import { inBatches } from '#db/batches.ts';
import type { Query } from '#db/open.ts';
import type { Article, Audience } from './article.ts';
import { isPicture, type Asset } from './asset.ts';

/** All of this content, the first one first. */
export async function listAssetsOf(q: Query, hash: string): Promise<Asset[]> {
  const { assets } = q.tables;
  return q.select().from(assets).where(eq(assets.hash, hash)).orderBy(asc(assets.id));
}

/** The one of this content and name; a picture whatever its name. Without a name, the first of this content. */
export async function findAsset(q: Query, hash: string, name?: string): Promise<Asset | null> {
  const same = await listAssetsOf(q, hash);
  const isIt = (asset: Asset) => name === undefined || asset.name === name;
  return same.find(isIt) ?? same.find(isPicture) ?? null;
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

/** Whether a published article for one of these audiences shows the file, or links to it. */
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

/** Write down which files an article's HTML shows or links to. */
export async function noteAssets(tx: Query, { id, html }: Pick<Article, 'id' | 'html'>): Promise<void> {
  const { articleAssets } = tx.tables;
  const hashes = new Set(Array.from(html.matchAll(/\/assets\/([0-9a-f]{64})\//g), (match) => match[1]!));
  await tx.delete(articleAssets).where(eq(articleAssets.articleId, id));
  if (hashes.size > 0)
    await tx.insert(articleAssets).values([...hashes].map((hash) => ({ articleId: id, hash })));
}

/** Every file there is. */
export async function listAssets(q: Query): Promise<Asset[]> {
  const { assets } = q.tables;
  return q.select().from(assets).orderBy(asc(assets.id));
}

/** All of these contents. */
export async function listAssetsByHash(q: Query, hashes: string[]): Promise<Asset[]> {
  const { assets } = q.tables;
  return inBatches([...new Set(hashes)], (batch) =>
    q.select().from(assets).where(inArray(assets.hash, batch)).orderBy(asc(assets.id)),
  );
}

/** Files that were put in here before a time, and that no article shows as readers see it. */
export async function listIdleAssets(q: Query, before: Date): Promise<Pick<Asset, 'id' | 'hash'>[]> {
  const { assets, articleAssets } = q.tables;
  return q
    .select({ id: assets.id, hash: assets.hash })
    .from(assets)
    .leftJoin(articleAssets, eq(articleAssets.hash, assets.hash))
    .where(and(isNull(assets.path), lt(assets.createdAt, before), isNull(articleAssets.hash)))
    .orderBy(asc(assets.id));
}

/** Whether any text that is kept names the content: a revision (every saved text is one), a working copy, a template. */
export async function isWritten(q: Query, hash: string): Promise<boolean> {
  const { articleRevisions, articleCopies, articleTemplates } = q.tables;
  const asked = `%/assets/${hash}/%`;
  const fields = sql`CAST(${articleCopies.fields} AS TEXT)`;
  const found = [
    await q.select().from(articleRevisions).where(like(articleRevisions.source, asked)).limit(1),
    await q.select().from(articleCopies).where(like(fields, asked)).limit(1),
    await q.select().from(articleTemplates).where(like(articleTemplates.source, asked)).limit(1),
  ];
  return found.some((rows) => rows.length > 0);
}

export async function deleteAsset(tx: Query, id: number): Promise<void> {
  const { assets } = tx.tables;
  await tx.delete(assets).where(eq(assets.id, id));
}
