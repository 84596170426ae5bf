import type { Context } from '#src/context.ts';
import { domainError } from '#src/errors.ts';
import { findAgentRow } from './agent.store.ts';
import { claimCode, countCodeTry, forgetCodeTries } from './proof.ts';
import { createSession, endSession, findPendingSession, type NewSession } from './session.ts';

/**
 * The second step of signing in: a code from the app, or a recovery code, turns a waiting session into a new one.
 * @throws sign_in_required when no session waits (any more); invalid at `code`; rate_limited.
 */
export async function loginWithCode(
  ctx: Context,
  { token, code, userAgent }: { token: string; code: string; userAgent: string },
): Promise<NewSession> {
  const pending = await findPendingSession(ctx, token);
  const agent = pending && (await findAgentRow(ctx.db.read, pending.agent.id));
  if (!agent) throw domainError('sign_in_required');
  await countCodeTry(ctx, agent.id);
  const session = await ctx.db.write(async (tx) => {
    await claimCode(tx, ctx, { agent, code });
    await endSession(ctx, token);
    return createSession(ctx, { agentId: agent.id, userAgent, isComplete: true });
  });
  await forgetCodeTries(ctx, agent.id);
  return session;
}
