import type { ColumnKit } from '../columns.sqlite.ts';
import { agentRef, requesterRef } from './references.ts';

/** Who signs in, and who asks. */
export function accountsTables(k: ColumnKit) {
  const agents = k.table(
    'agents',
    {
      id: k.id(),
      /** Lower case. */
      email: k.text().notNull(),
      name: k.text().notNull(),
      role: k.text().$type<'agent' | 'admin'>().notNull(),
      tier: k.int().notNull().default(1),
      passwordHash: k.text().notNull(),
      locale: k.text().notNull().default('en'),
      totpSecret: k.text(),
      /** Null while the secret was shown but no code has proved it yet. */
      totpConfirmedAt: k.time(),
      /** The last time step a code was accepted for: no code counts twice. */
      totpLastStep: k.int(),
      disabledAt: k.time(),
      lastSeenAt: k.time(),
      createdAt: k.time().notNull(),
    },
    (t) => [k.uniqueIndex('agents_email').on(t.email)],
  );
  const agentId = agentRef(k, agents);

  const recoveryCodes = k.table(
    'recovery_codes',
    {
      id: k.id(),
      agentId: k
        .int()
        .notNull()
        .references(() => agents.id, { onDelete: 'cascade' }),
      codeHash: k.text().notNull(),
      usedAt: k.time(),
    },
    (t) => [k.index('recovery_codes_agent').on(t.agentId)],
  );

  const sessions = k.table(
    'sessions',
    {
      /** sha256 of the token in the cookie, hex. */
      id: k.text().primaryKey(),
      agentId: k
        .int()
        .notNull()
        .references(() => agents.id, { onDelete: 'cascade' }),
      createdAt: k.time().notNull(),
      lastSeenAt: k.time().notNull(),
      expiresAt: k.time().notNull(),
      /** False between the password and the second factor: such a session opens nothing else. */
      isComplete: k.bool().notNull(),
      userAgent: k.text().notNull().default(''),
    },
    (t) => [k.index('sessions_agent').on(t.agentId), k.index('sessions_expires').on(t.expiresAt)],
  );

  /** One-time links: the first admin's set-up, invitations, password resets. */
  const invitations = k.table(
    'invitations',
    {
      id: k.id(),
      purpose: k.text().$type<'setup' | 'invite' | 'reset'>().notNull(),
      /** sha256 of the token in the link, hex. */
      tokenHash: k.text().notNull(),
      email: k.text(),
      role: k.text().$type<'agent' | 'admin'>().notNull().default('agent'),
      tier: k.int().notNull().default(1),
      agentId: k.int().references(() => agents.id, { onDelete: 'cascade' }),
      invitedById: agentId(),
      createdAt: k.time().notNull(),
      expiresAt: k.time().notNull(),
      usedAt: k.time(),
    },
    (t) => [k.uniqueIndex('invitations_token').on(t.tokenHash)],
  );

  const requesters = k.table(
    'requesters',
    {
      id: k.id(),
      /** Lower case. */
      email: k.text().notNull(),
      name: k.text().notNull().default(''),
      locale: k.text().notNull().default('en'),
      createdAt: k.time().notNull(),
      /** When they first showed that they read this address: by a link or a code that only went there. */
      provedAt: k.time(),
      /** Since when nothing is sent to them, and why: they complained, or the address refuses everything. */
      mailStoppedAt: k.time(),
      mailStoppedFor: k.text().$type<'complaint' | 'bounces'>(),
      /** Everything about them was erased; name and address are gone, the row keeps counts right. */
      erasedAt: k.time(),
    },
    (t) => [k.uniqueIndex('requesters_email').on(t.email)],
  );
  const requesterId = requesterRef(k, requesters);

  /** Links and codes by which a requester signs in: single use, ten minutes. */
  const signInLinks = k.table(
    'sign_in_links',
    {
      id: k.id(),
      /** Lower case. */
      email: k.text().notNull(),
      /** sha256 of the token in the link and of the code beside it, hex. */
      tokenHash: k.text().notNull(),
      codeHash: k.text().notNull(),
      /** sha256 of a cookie of the browser that asked: only there the link works without the code. */
      browserHash: k.text().notNull(),
      locale: k.text().notNull(),
      next: k.text().notNull().default(''),
      /** Wrong codes so far. */
      attempts: k.int().notNull().default(0),
      createdAt: k.time().notNull(),
      expiresAt: k.time().notNull(),
      usedAt: k.time(),
    },
    (t) => [
      k.uniqueIndex('sign_in_links_token').on(t.tokenHash),
      k.index('sign_in_links_expires').on(t.expiresAt),
    ],
  );

  const requesterSessions = k.table(
    'requester_sessions',
    {
      /** sha256 of the token in the cookie, hex. */
      id: k.text().primaryKey(),
      requesterId: requesterId().notNull(),
      createdAt: k.time().notNull(),
      lastSeenAt: k.time().notNull(),
      expiresAt: k.time().notNull(),
      userAgent: k.text().notNull().default(''),
    },
    (t) => [
      k.index('requester_sessions_requester').on(t.requesterId),
      k.index('requester_sessions_expires').on(t.expiresAt),
    ],
  );

  return { agents, recoveryCodes, sessions, invitations, requesters, signInLinks, requesterSessions };
}

export type AccountsTables = ReturnType<typeof accountsTables>;
