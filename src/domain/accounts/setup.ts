import type { Context } from '#src/context.ts';
import { domainError } from '#src/errors.ts';
import { absolute, paths } from '#src/paths.ts';
import { countAdmins } from './agent.store.ts';
import { addAgent, agentRow } from './createAgent.ts';
import {
  claimInvitation,
  deleteUnusedInvitations,
  findUnusedInvitation,
  insertInvitation,
  type InvitationRow,
} from './invitation.store.ts';
import { createSession, type NewSession } from './session.ts';
import { hashToken, newToken } from './token.ts';

/** A start that nobody answered for a day can be repeated: each start makes a new link. */
const setupMs = 24 * 3_600_000;

/** The one-time link that makes the first admin; each call replaces the link before. Null once there is an admin. */
export async function createSetupLink(ctx: Context): Promise<string | null> {
  const token = newToken();
  const isNeeded = await ctx.db.write(async (tx) => {
    if ((await countAdmins(tx)) > 0) return false;
    await deleteUnusedInvitations(tx, { purpose: 'setup' });
    await insertInvitation(tx, {
      purpose: 'setup',
      tokenHash: hashToken(token),
      role: 'admin',
      createdAt: ctx.now,
      expiresAt: new Date(ctx.now.getTime() + setupMs),
    });
    return true;
  });
  return isNeeded ? absolute(ctx.config.publicUrl, paths.setup(token)) : null;
}

/** @throws not_found unless the token is that of the latest set-up link and there is no admin yet. */
export async function requireSetup(ctx: Context, token: string): Promise<void> {
  await getSetup(ctx, token);
}

/**
 * Make the first admin and sign them in.
 * @throws not_found for a wrong or used link; invalid for a weak password.
 */
export async function completeSetup(
  ctx: Context,
  input: { token: string; email: string; name: string; password: string; userAgent: string },
): Promise<NewSession> {
  const { token, userAgent, ...person } = input;
  const link = await getSetup(ctx, token);
  const row = await agentRow(ctx, { ...person, role: 'admin' });
  return ctx.db.write(async (tx) => {
    if (!(await claimInvitation(tx, link.id, ctx.now))) throw domainError('not_found');
    const agentId = await addAgent(tx, row);
    return createSession(ctx, { agentId, userAgent, isComplete: true });
  });
}

async function getSetup(ctx: Context, token: string): Promise<InvitationRow> {
  const link = await findUnusedInvitation(ctx.db.read, hashToken(token));
  const isOpen = link?.purpose === 'setup' && link.expiresAt > ctx.now;
  if (!link || !isOpen || (await countAdmins(ctx.db.read)) > 0) throw domainError('not_found');
  return link;
}

/** Whether somebody can sign in already: an empty portal may still be set up, or filled with a demo. */
export async function hasAdmin(ctx: Context): Promise<boolean> {
  return (await countAdmins(ctx.db.read)) > 0;
}
