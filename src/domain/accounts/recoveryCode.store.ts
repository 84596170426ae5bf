import { and, eq, isNull } from 'drizzle-orm';
import type { Query } from '#db/open.ts';
import { countAll } from '#db/sql.ts';

export async function replaceRecoveryCodes(tx: Query, agentId: number, codeHashes: string[]): Promise<void> {
  const { recoveryCodes } = tx.tables;
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.agentId, agentId));
  if (codeHashes.length === 0) return;
  await tx.insert(recoveryCodes).values(codeHashes.map((codeHash) => ({ agentId, codeHash })));
}

/** Use a code up. @returns false when there is none like it, or it was used before. */
export async function claimRecoveryCode(
  tx: Query,
  code: { agentId: number; codeHash: string; now: Date },
): Promise<boolean> {
  const { recoveryCodes } = tx.tables;
  const claimed = await tx
    .update(recoveryCodes)
    .set({ usedAt: code.now })
    .where(
      and(
        eq(recoveryCodes.agentId, code.agentId),
        eq(recoveryCodes.codeHash, code.codeHash),
        isNull(recoveryCodes.usedAt),
      ),
    )
    .returning({ id: recoveryCodes.id });
  return claimed.length === 1;
}

export async function countUnusedRecoveryCodes(q: Query, agentId: number): Promise<number> {
  const { recoveryCodes } = q.tables;
  const [row] = await q
    .select({ count: countAll() })
    .from(recoveryCodes)
    .where(and(eq(recoveryCodes.agentId, agentId), isNull(recoveryCodes.usedAt)));
  return row!.count;
}
