import { and, eq } from 'drizzle-orm';
import type { Query } from '#db/open.ts';

export type TemplateRow = Query['tables']['mailTemplates']['$inferSelect'];

export async function findTemplateRow(q: Query, kind: string, locale: string): Promise<TemplateRow | null> {
  const { mailTemplates } = q.tables;
  const [row] = await q
    .select()
    .from(mailTemplates)
    .where(and(eq(mailTemplates.kind, kind), eq(mailTemplates.locale, locale)))
    .limit(1);
  return row ?? null;
}

export async function listTemplateRows(q: Query): Promise<TemplateRow[]> {
  return q.select().from(q.tables.mailTemplates);
}

export async function keepTemplateRow(tx: Query, row: TemplateRow): Promise<void> {
  const { kind: _, locale: __, ...set } = row;
  const { mailTemplates } = tx.tables;
  await tx
    .insert(mailTemplates)
    .values(row)
    .onConflictDoUpdate({ target: [mailTemplates.kind, mailTemplates.locale], set });
}

export async function deleteTemplateRow(tx: Query, kind: string, locale: string): Promise<void> {
  const { mailTemplates } = tx.tables;
  await tx.delete(mailTemplates).where(and(eq(mailTemplates.kind, kind), eq(mailTemplates.locale, locale)));
}

const offKey = 'mail.off';

/** The kinds of mail that an admin switched off. */
export async function findKindsOff(q: Query): Promise<string[]> {
  const { settings } = q.tables;
  const [row] = await q.select().from(settings).where(eq(settings.key, offKey)).limit(1);
  return Array.isArray(row?.value) ? (row.value as string[]) : [];
}

export async function keepKindsOff(tx: Query, kinds: string[]): Promise<void> {
  const { settings } = tx.tables;
  await tx
    .insert(settings)
    .values({ key: offKey, value: kinds })
    .onConflictDoUpdate({ target: settings.key, set: { value: kinds } });
}
