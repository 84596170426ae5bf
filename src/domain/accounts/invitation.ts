import type { Context } from '#src/context.ts';
import { domainError } from '#src/errors.ts';
import { absolute, paths } from '#src/paths.ts';
import { findAgentRowByEmail, listAgentRows } from './agent.store.ts';
import type { Role } from './agent.ts';
import { requireAdmin } from './guards.ts';
import {
  deleteUnusedInvitations,
  findUnusedInvitationById,
  insertInvitation,
  listUnusedInvitations,
  type NewInvitationRow,
} from './invitation.store.ts';
import { getPerson } from './people.ts';
import { hashToken, newToken } from './token.ts';

const dayMs = 24 * 3_600_000;
const inviteMs = 7 * dayMs;
const resetMs = dayMs;

/** An invitation nobody followed yet. Its link was shown once and can't be shown again, only made anew. */
export interface Invitation {
  id: number;
  email: string;
  role: Role;
  tier: number;
  invitedBy: string | null;
  expiresAt: Date;
  isExpired: boolean;
}

/**
 * Invite somebody; an older invitation of the same address stops working.
 * @returns the link, good for seven days and once.
 * @throws not_allowed unless an admin asks; conflict at `email` when the person is an agent already.
 */
export async function inviteAgent(
  ctx: Context,
  { email, role, tier }: { email: string; role: Role; tier: number },
): Promise<string> {
  const admin = requireAdmin(ctx);
  if (await findAgentRowByEmail(ctx.db.read, email))
    throw domainError('conflict', { fields: { email: 'email_taken' } });
  return makeLink(ctx, { purpose: 'invite', email, role, tier, invitedById: admin.id }, inviteMs);
}

/** A fresh link, with seven new days, for an invitation that was lost or ran out. @throws not_found; not_allowed. */
export async function renewInvitation(ctx: Context, id: number): Promise<string> {
  requireAdmin(ctx);
  const row = await findUnusedInvitationById(ctx.db.read, id);
  if (!row?.email) throw domainError('not_found');
  return inviteAgent(ctx, { email: row.email, role: row.role, tier: row.tier });
}

/** Take an invitation back; one that was followed or taken back already is no error. */
export async function revokeInvitation(ctx: Context, id: number): Promise<void> {
  requireAdmin(ctx);
  await ctx.db.write((tx) => deleteUnusedInvitations(tx, { purpose: 'invite', id }));
}

/** The invitations nobody followed yet, the latest first. */
export async function listInvitations(ctx: Context): Promise<Invitation[]> {
  requireAdmin(ctx);
  const names = new Map((await listAgentRows(ctx.db.read)).map(({ id, name }) => [id, name]));
  const rows = await listUnusedInvitations(ctx.db.read);
  return rows.map(({ id, email, role, tier, invitedById, expiresAt }) => ({
    id,
    email: email ?? '',
    role,
    tier,
    invitedBy: names.get(invitedById ?? 0) ?? null,
    expiresAt,
    isExpired: expiresAt <= ctx.now,
  }));
}

/**
 * A link with which somebody sets a new password, good for a day and once; it replaces one made before.
 * @throws not_found; not_allowed; conflict for a disabled agent.
 */
export async function createResetLink(ctx: Context, agentId: number): Promise<string> {
  const person = await getPerson(ctx, agentId);
  if (person.isDisabled) throw domainError('conflict');
  const invitedById = ctx.actor.kind === 'agent' ? ctx.actor.id : null;
  return makeLink(ctx, { purpose: 'reset', agentId, email: person.email, invitedById }, resetMs);
}

async function makeLink(
  ctx: Context,
  row: Pick<NewInvitationRow, 'purpose' | 'role' | 'tier' | 'agentId' | 'invitedById'> & { email: string },
  lifeMs: number,
): Promise<string> {
  const token = newToken();
  const expiresAt = new Date(ctx.now.getTime() + lifeMs);
  await ctx.db.write(async (tx) => {
    await deleteUnusedInvitations(tx, { purpose: row.purpose, email: row.email });
    await insertInvitation(tx, { ...row, tokenHash: hashToken(token), createdAt: ctx.now, expiresAt });
  });
  return absolute(ctx.config.publicUrl, paths.invitation(token));
}
