import { and, desc, eq, inArray, lt } from 'drizzle-orm';
import type { Query } from '#db/open.ts';
import type { Upload, UploadState } from './upload.ts';

export async function findUpload(q: Query, id: number): Promise<Upload | null> {
  const { contentImports } = q.tables;
  const [row] = await q.select().from(contentImports).where(eq(contentImports.id, id));
  return (row as Upload | undefined) ?? null;
}

/** The newest first, without their reports. */
export async function listUploadRows(q: Query, limit: number): Promise<Omit<Upload, 'report'>[]> {
  const { contentImports: u } = q.tables;
  return q
    .select({
      ...{ id: u.id, name: u.name, size: u.size, hash: u.hash, base: u.base, state: u.state },
      ...{ createdById: u.createdById, createdAt: u.createdAt, updatedAt: u.updatedAt },
    })
    .from(u)
    .orderBy(desc(u.id))
    .limit(limit);
}

export async function insertUpload(tx: Query, row: Omit<Upload, 'id'>): Promise<number> {
  const { contentImports } = tx.tables;
  const values = { ...row, report: null };
  return (await tx.insert(contentImports).values(values).returning({ id: contentImports.id }))[0]!.id;
}

/** Changes one that is in one of these states. @returns whether it was. */
export async function updateUpload(
  tx: Query,
  id: number,
  { from, values }: { from: UploadState[]; values: Partial<Omit<Upload, 'id'>> },
): Promise<boolean> {
  const { contentImports: u } = tx.tables;
  const changed = await tx
    .update(u)
    .set(values as Partial<typeof u.$inferInsert>)
    .where(and(eq(u.id, id), inArray(u.state, from)))
    .returning({ id: u.id });
  return changed.length > 0;
}

export async function deleteUpload(tx: Query, id: number): Promise<void> {
  const { contentImports } = tx.tables;
  await tx.delete(contentImports).where(eq(contentImports.id, id));
}

/** Those nobody touched since, with the archives they still hold. */
export async function listOldUploads(q: Query, before: Date): Promise<{ id: number; hash: string | null }[]> {
  const { contentImports: u } = q.tables;
  return q.select({ id: u.id, hash: u.hash }).from(u).where(lt(u.updatedAt, before));
}
