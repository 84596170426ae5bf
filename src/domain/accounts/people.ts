import type { Query } from '#db/open.ts';
import type { Context } from '#src/context.ts';
import { domainError } from '#src/errors.ts';
import {
  agentOf,
  findAgentRow,
  findAgentRowByEmail,
  listAgentRows,
  lockActiveAdmins,
  updateAgent,
} from './agent.store.ts';
import type { Agent, Role } from './agent.ts';
import { requireAdminOrSystem, requireAgent } from './guards.ts';
import { deleteUnusedInvitations } from './invitation.store.ts';
import { forgetSecondFactor } from './secondFactor.ts';
import { endSessionsOf } from './session.ts';

/** Every agent, disabled ones too, by name. @throws not_allowed unless an admin asks. */
export async function listPeople(ctx: Context): Promise<Agent[]> {
  requireAdminOrSystem(ctx);
  return (await listAgentRows(ctx.db.read)).map(agentOf);
}

/** The agents who can take a ticket or own an article, by name. */
export async function listAgents(ctx: Context): Promise<Pick<Agent, 'id' | 'name' | 'role' | 'tier'>[]> {
  if (ctx.actor.kind !== 'system') requireAgent(ctx);
  const rows = await listAgentRows(ctx.db.read);
  return rows.filter((row) => !row.disabledAt).map(({ id, name, role, tier }) => ({ id, name, role, tier }));
}

/** Everybody on the staff who may be written to, for notices inside a write. */
export async function staffToTell(
  q: Query,
): Promise<Pick<Agent, 'id' | 'name' | 'email' | 'locale' | 'tier' | 'isDisabled'>[]> {
  return (await listAgentRows(q)).map(agentOf);
}

/** The agent with an address (lower case), unless shut out: for mail that claims to be theirs. */
export async function findActiveAgent(q: Query, email: string): Promise<Agent | null> {
  const row = await findAgentRowByEmail(q, email);
  return row && !row.disabledAt ? agentOf(row) : null;
}

/** @throws not_found; not_allowed unless an admin asks. */
export async function getPerson(ctx: Context, id: number): Promise<Agent> {
  requireAdminOrSystem(ctx);
  const row = await findAgentRow(ctx.db.read, id);
  if (!row) throw domainError('not_found');
  return agentOf(row);
}

/** Change what somebody may do. @throws conflict at `role` when no admin would be left. */
export async function changeRole(ctx: Context, id: number, to: { role: Role; tier: number }): Promise<void> {
  await getPerson(ctx, id);
  await ctx.db.write(async (tx) => {
    if (to.role !== 'admin') await keepAnAdmin(tx, id, 'role');
    await updateAgent(tx, id, { role: to.role, tier: to.tier });
  });
}

/** Shut somebody out at once: their sessions and links end. @throws conflict for oneself or the last admin. */
export async function disableAgent(ctx: Context, id: number): Promise<void> {
  await getPerson(ctx, id);
  if (ctx.actor.kind === 'agent' && ctx.actor.id === id)
    throw domainError('conflict', { fields: { disabled: 'not_yourself' } });
  await ctx.db.write(async (tx) => {
    await keepAnAdmin(tx, id, 'disabled');
    await updateAgent(tx, id, { disabledAt: ctx.now });
    await deleteUnusedInvitations(tx, { purpose: 'reset', agentId: id });
    await endSessionsOf(ctx, id, null);
  });
}

/** Let somebody in again, with the password they had. */
export async function enableAgent(ctx: Context, id: number): Promise<void> {
  await getPerson(ctx, id);
  await ctx.db.write((tx) => updateAgent(tx, id, { disabledAt: null }));
}

/** For somebody who lost phone and recovery codes: the password alone signs them in again; their sessions end. */
export async function resetSecondFactor(ctx: Context, id: number): Promise<void> {
  await getPerson(ctx, id);
  // One's own goes on the account page, with password and code.
  if (ctx.actor.kind === 'agent' && ctx.actor.id === id)
    throw domainError('conflict', { fields: { secondFactor: 'not_yourself' } });
  await ctx.db.write(async (tx) => {
    await forgetSecondFactor(tx, id);
    await endSessionsOf(ctx, id, null);
  });
}

async function keepAnAdmin(tx: Query, leavingId: number, field: string): Promise<void> {
  const admins = await lockActiveAdmins(tx);
  const isLast = admins.length === 1 && admins[0] === leavingId;
  if (isLast) throw domainError('conflict', { fields: { [field]: 'last_admin' } });
}
