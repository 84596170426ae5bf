import type { Context } from '#src/context.ts';
import { lock, unlock } from '#src/domain/seal/box.ts';
import { listClearTotpSecrets, updateAgent, type AgentRow } from './agent.store.ts';
import { isSealedTotp, sealedTotp } from './totp.ts';

const purpose = 'totp';

/** A secret as it is kept with its agent: encrypted, so that a copy of the table makes no codes. */
export const sealTotpSecret = async (ctx: Context, secret: string): Promise<string> =>
  sealedTotp + (await lock(ctx, purpose, secret));

/** The secret of an agent; null when there is none. Older versions kept it in clear. */
export async function openTotpSecret(
  ctx: Context,
  { totpSecret: kept }: Pick<AgentRow, 'totpSecret'>,
): Promise<string | null> {
  if (kept === null || !isSealedTotp(kept)) return kept;
  return unlock(ctx, purpose, kept.slice(sealedTotp.length));
}

/** Encrypt what an older version kept in clear; for the recurring job. */
export async function sealClearTotpSecrets(ctx: Context): Promise<void> {
  if ((await listClearTotpSecrets(ctx.db.read)).length === 0) return;
  await ctx.db.write(async (tx) => {
    for (const { id, totpSecret } of await listClearTotpSecrets(tx))
      await updateAgent(tx, id, { totpSecret: await sealTotpSecret(ctx, totpSecret) });
  });
}
