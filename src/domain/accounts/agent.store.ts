import { and, asc, eq, isNotNull, isNull, lt, or } from 'drizzle-orm';
import type { Query } from '#db/open.ts';
import { countAll, forUpdate } from '#db/sql.ts';
import { isLocale } from '#src/i18n/index.ts';
import type { Agent, Role } from './agent.ts';
import { isSealedTotp } from './totp.ts';

export type AgentRow = Query['tables']['agents']['$inferSelect'];
export type NewAgentRow = Query['tables']['agents']['$inferInsert'];

/** The row with its secrets, for this module only. */
export async function findAgentRow(q: Query, id: number): Promise<AgentRow | null> {
  const { agents } = q.tables;
  const [row] = await q.select().from(agents).where(eq(agents.id, id)).limit(1);
  return row ?? null;
}

export async function findAgentRowByEmail(q: Query, email: string): Promise<AgentRow | null> {
  const { agents } = q.tables;
  const [row] = await q.select().from(agents).where(eq(agents.email, email)).limit(1);
  return row ?? null;
}

export async function listAgentRows(q: Query): Promise<AgentRow[]> {
  const { agents } = q.tables;
  return q.select().from(agents).orderBy(asc(agents.name), asc(agents.id));
}

export async function insertAgent(tx: Query, row: NewAgentRow): Promise<number> {
  const { agents } = tx.tables;
  const [inserted] = await tx.insert(agents).values(row).returning({ id: agents.id });
  return inserted!.id;
}

export async function updateAgent(tx: Query, id: number, set: Partial<NewAgentRow>): Promise<void> {
  const { agents } = tx.tables;
  await tx.update(agents).set(set).where(eq(agents.id, id));
}

/** Remember the time step of an accepted code. @returns false when that step, or a later one, was used before. */
export async function claimTotpStep(tx: Query, id: number, step: number): Promise<boolean> {
  const { agents } = tx.tables;
  const isFresh = or(isNull(agents.totpLastStep), lt(agents.totpLastStep, step));
  const claimed = await tx
    .update(agents)
    .set({ totpLastStep: step })
    .where(and(eq(agents.id, id), isFresh))
    .returning({ id: agents.id });
  return claimed.length === 1;
}

/** The active admins, locked until the write ends: two of them can't demote each other at the same moment. */
export async function lockActiveAdmins(tx: Query): Promise<number[]> {
  const { agents } = tx.tables;
  const admins = tx
    .select({ id: agents.id })
    .from(agents)
    .where(and(eq(agents.role, 'admin'), isNull(agents.disabledAt)))
    .orderBy(asc(agents.id));
  return (await forUpdate(tx, admins)).map((row) => row.id);
}

export async function countAdmins(q: Query): Promise<number> {
  const { agents } = q.tables;
  const [row] = await q.select({ count: countAll() }).from(agents).where(eq(agents.role, 'admin'));
  return row!.count;
}

/** The row without its secrets. */
export function agentOf(row: AgentRow): Agent {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    role: row.role as Role,
    tier: row.tier,
    locale: isLocale(row.locale) ? row.locale : 'en',
    hasSecondFactor: row.totpConfirmedAt !== null,
    isDisabled: row.disabledAt !== null,
    lastSeenAt: row.lastSeenAt,
    createdAt: row.createdAt,
  };
}

/** Agents whose second factor is not encrypted yet. */
export async function listClearTotpSecrets(q: Query): Promise<{ id: number; totpSecret: string }[]> {
  const { agents } = q.tables;
  const rows = await q
    .select({ id: agents.id, totpSecret: agents.totpSecret })
    .from(agents)
    .where(isNotNull(agents.totpSecret));
  return rows.flatMap(({ id, totpSecret }) =>
    totpSecret !== null && !isSealedTotp(totpSecret) ? [{ id, totpSecret }] : [],
  );
}
