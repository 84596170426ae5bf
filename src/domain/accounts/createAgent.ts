import { isUniqueViolation, type Query } from '#db/open.ts';
import type { Context } from '#src/context.ts';
import { domainError } from '#src/errors.ts';
import type { Locale } from '#src/i18n/index.ts';
import { insertAgent, type NewAgentRow } from './agent.store.ts';
import type { Role } from './agent.ts';
import { requireAdminOrSystem } from './guards.ts';
import { checkNewPassword, hashPassword } from './password.ts';

export interface NewAgent {
  /** As `emailInput` gives it: trimmed, lower case. */
  email: string;
  name: string;
  role: Role;
  tier?: number;
  locale?: Locale;
  password: string;
}

/**
 * Make an agent, for `portico admin create`, the demo and tests. Others are invited.
 * @returns the id.
 * @throws invalid for a weak password; conflict when the e-mail address is taken; not_allowed.
 */
export async function createAgent(ctx: Context, agent: NewAgent): Promise<number> {
  requireAdminOrSystem(ctx);
  const row = await agentRow(ctx, agent);
  return ctx.db.write((tx) => addAgent(tx, row));
}

/** Check and hash before the write begins: neither belongs inside a transaction. */
export async function agentRow(ctx: Context, agent: NewAgent): Promise<NewAgentRow> {
  await checkNewPassword(agent.password, agent);
  const passwordHash = await hashPassword(agent.password);
  const { email, name, role, tier = 1, locale = ctx.locale } = agent;
  return { email, name, role, tier, locale, passwordHash, createdAt: ctx.now };
}

/** @throws conflict when the e-mail address is taken. */
export async function addAgent(tx: Query, row: NewAgentRow): Promise<number> {
  try {
    return await insertAgent(tx, row);
  } catch (error) {
    if (isUniqueViolation(error)) throw domainError('conflict', { fields: { email: 'email_taken' } });
    throw error;
  }
}
