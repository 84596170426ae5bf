import { eq } from 'drizzle-orm';
import type { Query } from '#db/open.ts';
import { fieldsOf, type CopyFields, type WorkingCopy } from './workingCopy.ts';

/** What waits to be published of an article, if anything. */
export async function findCopy(q: Query, articleId: number): Promise<WorkingCopy | null> {
  const { articleCopies } = q.tables;
  const [row] = await q.select().from(articleCopies).where(eq(articleCopies.articleId, articleId));
  return row ? { ...row, fields: revived(row.fields) } : null;
}

/** Keep it, or put it in the place of the one there is. */
export async function keepCopy(tx: Query, copy: WorkingCopy): Promise<void> {
  const { articleCopies } = tx.tables;
  const { articleId, createdAt, ...rest } = copy;
  const values = { ...rest, fields: { ...copy.fields } };
  await tx
    .insert(articleCopies)
    .values({ articleId, createdAt, ...values })
    .onConflictDoUpdate({ target: articleCopies.articleId, set: values });
}

export async function dropCopy(tx: Query, articleId: number): Promise<void> {
  const { articleCopies } = tx.tables;
  await tx.delete(articleCopies).where(eq(articleCopies.articleId, articleId));
}

/** JSON knows no dates, and Postgres keeps an order of its own; copies are compared in that of `fieldsOf`. */
function revived(fields: Record<string, unknown>): CopyFields {
  const { reviewBy } = fields;
  const date = typeof reviewBy === 'string' ? new Date(reviewBy) : null;
  return fieldsOf({ ...(fields as CopyFields), reviewBy: date });
}
