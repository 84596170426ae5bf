import { asc, eq } from 'drizzle-orm';
import type { Query } from '#db/open.ts';

type Row = Query['tables']['articleTemplates']['$inferInsert'];

export async function listTemplateRows(q: Query) {
  const { articleTemplates: t } = q.tables;
  return q.select().from(t).orderBy(asc(t.locale), asc(t.name), asc(t.id));
}

export async function insertTemplate(tx: Query, row: Row): Promise<void> {
  await tx.insert(tx.tables.articleTemplates).values(row);
}

/** @returns whether there was one. */
export async function updateTemplate(tx: Query, id: number, row: Row): Promise<boolean> {
  const { articleTemplates: t } = tx.tables;
  return (await tx.update(t).set(row).where(eq(t.id, id)).returning({ id: t.id })).length > 0;
}

/** @returns whether there was one. */
export async function deleteTemplate(tx: Query, id: number): Promise<boolean> {
  const { articleTemplates: t } = tx.tables;
  return (await tx.delete(t).where(eq(t.id, id)).returning({ id: t.id })).length > 0;
}
