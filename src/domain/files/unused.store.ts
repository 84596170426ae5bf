import { eq } from 'drizzle-orm';
import type { Query } from '#db/open.ts';

/** Whether any row still names a file. */
export async function isFileUsed(q: Query, hash: string): Promise<boolean> {
  const { attachments, assets, articleAssets, contentImports, receivedMails } = q.tables;
  for (const table of [attachments, assets, articleAssets, contentImports, receivedMails]) {
    const [row] = await q.select({ hash: table.hash }).from(table).where(eq(table.hash, hash)).limit(1);
    if (row) return true;
  }
  return false;
}
