import type { Context } from '#src/context.ts';
import { domainError } from '#src/errors.ts';
import { findAgentRow, updateAgent, type AgentRow } from './agent.store.ts';
import { addAgent, agentRow } from './createAgent.ts';
import { claimInvitation, findUnusedInvitation, type InvitationRow } from './invitation.store.ts';
import { checkNewPassword, hashPassword } from './password.ts';
import { createSession, endSessionsOf, type NewSession } from './session.ts';
import { hashToken } from './token.ts';

/** What the page of a link shows. */
export interface LinkView {
  purpose: 'invite' | 'reset';
  email: string;
  /** Of the agent whose password is set anew; empty for an invitation. */
  name: string;
}

/** @throws not_found for a link that never was, was used or taken back; expired for one that is too old. */
export async function getLink(ctx: Context, token: string): Promise<LinkView> {
  const row = await getRow(ctx, token);
  const agent = row.agentId === null ? null : await findAgentRow(ctx.db.read, row.agentId);
  return {
    purpose: row.purpose as LinkView['purpose'],
    email: row.email ?? agent?.email ?? '',
    name: agent?.name ?? '',
  };
}

/** Become an agent by an invitation, and be signed in. @throws like `getLink`; invalid at `password`; conflict. */
export async function acceptInvitation(
  ctx: Context,
  input: { token: string; name: string; password: string; userAgent: string },
): Promise<NewSession> {
  const link = await getRow(ctx, input.token);
  if (link.purpose !== 'invite') throw domainError('not_found');
  const { email, role, tier } = link;
  const row = await agentRow(ctx, {
    email: email ?? '',
    role,
    tier,
    name: input.name,
    password: input.password,
  });
  return ctx.db.write(async (tx) => {
    if (!(await claimInvitation(tx, link.id, ctx.now))) throw domainError('not_found');
    const agentId = await addAgent(tx, row);
    return createSession(ctx, { agentId, userAgent: input.userAgent, isComplete: true });
  });
}

/**
 * Set a new password by an admin's link: every session ends, and a new one begins that still asks for the second
 * factor where there is one. @throws like `getLink`; invalid at `password`.
 */
export async function resetPassword(
  ctx: Context,
  input: { token: string; password: string; userAgent: string },
): Promise<NewSession> {
  const link = await getRow(ctx, input.token);
  const agent = await getActiveAgent(ctx, link);
  await checkNewPassword(input.password, agent);
  const passwordHash = await hashPassword(input.password);
  return ctx.db.write(async (tx) => {
    if (!(await claimInvitation(tx, link.id, ctx.now))) throw domainError('not_found');
    await updateAgent(tx, agent.id, { passwordHash });
    await endSessionsOf(ctx, agent.id, null);
    const isComplete = agent.totpConfirmedAt === null;
    return createSession(ctx, { agentId: agent.id, userAgent: input.userAgent, isComplete });
  });
}

async function getRow(ctx: Context, token: string): Promise<InvitationRow> {
  const row = await findUnusedInvitation(ctx.db.read, hashToken(token));
  if (!row || row.purpose === 'setup') throw domainError('not_found');
  if (row.expiresAt <= ctx.now) throw domainError('expired');
  return row;
}

async function getActiveAgent(ctx: Context, link: InvitationRow): Promise<AgentRow> {
  const agent =
    link.purpose === 'reset' && link.agentId !== null ? await findAgentRow(ctx.db.read, link.agentId) : null;
  if (!agent || agent.disabledAt) throw domainError('not_found');
  return agent;
}
