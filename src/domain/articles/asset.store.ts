import { asc, eq } from 'drizzle-orm';
import type { Query } from '#db/open.ts';
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
