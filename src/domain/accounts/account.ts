import type { Context } from '#src/context.ts';
import { domainError } from '#src/errors.ts';
import type { Locale } from '#src/i18n/index.ts';
import { agentOf, findAgentRow, updateAgent } from './agent.store.ts';
import type { Agent } from './agent.ts';
import { requireAgent } from './guards.ts';
import { checkNewPassword, hashPassword } from './password.ts';
import { requirePassword } from './proof.ts';
import { endSessionsOf } from './session.ts';

/** The acting agent's own account. */
export async function getAccount(ctx: Context): Promise<Agent> {
  const row = await findAgentRow(ctx.db.read, requireAgent(ctx).id);
  if (!row) throw domainError('sign_in_required');
  return agentOf(row);
}

export async function updateProfile(ctx: Context, profile: { name: string; locale: Locale }): Promise<void> {
  const { id } = requireAgent(ctx);
  await ctx.db.write((tx) => updateAgent(tx, id, { name: profile.name, locale: profile.locale }));
}

/**
 * Change the acting agent's password; every other session of theirs ends.
 * @throws invalid at `currentPassword` or `newPassword`; rate_limited.
 */
export async function changePassword(
  ctx: Context,
  input: { currentPassword: string; newPassword: string; sessionId: string | null },
): Promise<void> {
  const agent = await requirePassword(ctx, input.currentPassword, 'currentPassword');
  await checkNewPassword(input.newPassword, agent, 'newPassword');
  const passwordHash = await hashPassword(input.newPassword);
  await ctx.db.write(async (tx) => {
    await updateAgent(tx, agent.id, { passwordHash });
    await endSessionsOf(ctx, agent.id, input.sessionId);
  });
}
