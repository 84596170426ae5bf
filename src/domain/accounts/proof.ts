import type { Query } from '#db/open.ts';
import type { Context } from '#src/context.ts';
import { forgetLimit, takeToken } from '#src/domain/limits/limits.ts';
import { domainError } from '#src/errors.ts';
import { claimTotpStep, findAgentRow, type AgentRow } from './agent.store.ts';
import { requireAgent } from './guards.ts';
import { verifyPassword } from './password.ts';
import { claimRecoveryCode } from './recoveryCode.store.ts';
import { hashToken } from './token.ts';
import { openTotpSecret } from './totpSecret.ts';
import { plainRecoveryCode, totpStep } from './totp.ts';

/** An agent proves again who they are before something that matters; ten wrong tries in a quarter of an hour. */
const tries = { limit: 10, windowMs: 15 * 60_000 };

/** The acting agent, after their password was asked once more. @throws invalid at `field`; rate_limited. */
export async function requirePassword(ctx: Context, password: string, field = 'password'): Promise<AgentRow> {
  const agent = await findAgentRow(ctx.db.read, requireAgent(ctx).id);
  if (!agent) throw domainError('sign_in_required');
  const key = `proof:${agent.id}`;
  await takeToken(ctx, { key, ...tries });
  if (!(await verifyPassword(agent.passwordHash, password)))
    throw domainError('invalid', { fields: { [field]: 'wrong_password' } });
  await forgetLimit(ctx, key);
  return agent;
}

/** Count one more try at an agent's second factor; call before `claimCode`, outside of the write. @throws rate_limited. */
export const countCodeTry = (ctx: Context, agentId: number) =>
  takeToken(ctx, { key: `code:${agentId}`, ...tries });

export const forgetCodeTries = (ctx: Context, agentId: number) => forgetLimit(ctx, `code:${agentId}`);

/**
 * Use up a code from the app, or a recovery code, in the write that it opens something in.
 * @throws invalid at `code` when it is wrong or was used before.
 */
export async function claimCode(
  tx: Query,
  ctx: Context,
  { agent, code }: { agent: AgentRow; code: string },
): Promise<void> {
  const step = await stepOf(ctx, agent, code);
  const isClaimed =
    step === null ? await claimRecovery(tx, ctx, { agent, code }) : await claimTotpStep(tx, agent.id, step);
  if (!isClaimed) throw domainError('invalid', { fields: { code: 'wrong_code' } });
}

async function stepOf(ctx: Context, agent: AgentRow, code: string): Promise<number | null> {
  const secret = await openTotpSecret(ctx, agent);
  return secret === null ? null : totpStep(secret, code, ctx.now);
}

async function claimRecovery(
  tx: Query,
  { now }: Context,
  { agent, code }: { agent: AgentRow; code: string },
): Promise<boolean> {
  const recovery = plainRecoveryCode(code);
  return (
    recovery !== null && claimRecoveryCode(tx, { agentId: agent.id, codeHash: hashToken(recovery), now })
  );
}
