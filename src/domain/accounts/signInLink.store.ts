import { and, desc, eq, gt, inArray, isNull, lt, lte, sql } from 'drizzle-orm';
import type { Query } from '#db/open.ts';

export type SignInLinkRow = Query['tables']['signInLinks']['$inferSelect'];
export type NewSignInLinkRow = Query['tables']['signInLinks']['$inferInsert'];

export async function insertSignInLink(tx: Query, row: NewSignInLinkRow): Promise<number> {
  const { signInLinks } = tx.tables;
  const [made] = await tx.insert(signInLinks).values(row).returning({ id: signInLinks.id });
  return made!.id;
}

export interface OpenLinks {
  now: Date;
  mostAttempts: number;
  limit: number;
}

/** The links that can still be used, of a token or of a browser, the latest first. */
export async function listOpenLinks(
  q: Query,
  by: { tokenHash: string } | { browserHash: string },
  { now, mostAttempts, limit }: OpenLinks,
): Promise<SignInLinkRow[]> {
  const { signInLinks } = q.tables;
  const isIt =
    'tokenHash' in by ? eq(signInLinks.tokenHash, by.tokenHash) : eq(signInLinks.browserHash, by.browserHash);
  return q
    .select()
    .from(signInLinks)
    .where(
      and(
        isIt,
        isNull(signInLinks.usedAt),
        gt(signInLinks.expiresAt, now),
        lt(signInLinks.attempts, mostAttempts),
      ),
    )
    .orderBy(desc(signInLinks.id))
    .limit(limit);
}

/** Count a try on links, in one statement: parallel ones can't share it. @returns those that had tries left. */
export async function countAttempt(tx: Query, ids: number[], mostAttempts: number): Promise<number[]> {
  const { signInLinks } = tx.tables;
  const rows = await tx
    .update(signInLinks)
    .set({ attempts: sql`${signInLinks.attempts} + 1` })
    .where(and(inArray(signInLinks.id, ids), lt(signInLinks.attempts, mostAttempts)))
    .returning({ id: signInLinks.id });
  return rows.map((row) => row.id);
}

/** Use a link up. @returns false when somebody was faster. */
export async function useLink(tx: Query, id: number, at: Date): Promise<boolean> {
  const { signInLinks } = tx.tables;
  const used = await tx
    .update(signInLinks)
    .set({ usedAt: at })
    .where(and(eq(signInLinks.id, id), isNull(signInLinks.usedAt)))
    .returning({ id: signInLinks.id });
  return used.length > 0;
}

/** Forget links whose time is over: they hold addresses. */
export async function deleteSignInLinksBefore(tx: Query, time: Date): Promise<void> {
  const { signInLinks } = tx.tables;
  await tx.delete(signInLinks).where(lte(signInLinks.expiresAt, time));
}

export async function deleteSignInLinksOf(tx: Query, email: string): Promise<void> {
  const { signInLinks } = tx.tables;
  await tx.delete(signInLinks).where(eq(signInLinks.email, email));
}
