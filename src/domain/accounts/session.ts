import { Lucia, TimeSpan, type Adapter } from 'lucia';
import type { App, Context } from '#src/context.ts';
import { agentOf, type AgentRow } from './agent.store.ts';
import type { Agent } from './agent.ts';
import { requireAgent } from './guards.ts';
import {
  deleteSession,
  deleteSessionOf,
  deleteSessionsBefore,
  deleteSessionsOf,
  findSessionRow,
  insertSession,
  listSessionRows,
  touchSession,
  type SessionRow,
} from './session.store.ts';
import { hashToken, newToken } from './token.ts';

/** lucia lives behind this file. What the cookie holds is a token; what the database and lucia hold is its hash. */
declare module 'lucia' {
  interface Register {
    Lucia: Lucia<{ row: SessionRow }, { row: AgentRow }>;
    UserId: number;
    DatabaseSessionAttributes: { row: SessionRow };
    DatabaseUserAttributes: { row: AgentRow };
  }
}

/** How long a session may wait for its second factor, in milliseconds. */
const pendingMs = 10 * 60_000;
/** `lastSeenAt` is this exact, in milliseconds: no write for each page. */
const touchMs = 60_000;

export interface OpenSession {
  sessionId: string;
  agent: Agent;
}

/** One line of "where you are signed in". */
export interface SessionView {
  id: string;
  createdAt: Date;
  lastSeenAt: Date;
  expiresAt: Date;
  userAgent: string;
}

/** A new session: what the cookie has to hold, and until when. */
export interface NewSession {
  token: string;
  expiresAt: Date;
  isComplete: boolean;
}

/** Name and attributes of the session cookie. Over https the name has the prefix that binds it to this host. */
export function sessionCookie(config: App['config']) {
  return {
    name: config.isHttps ? '__Host-portico_session' : 'portico_session',
    options: { path: '/', httpOnly: true, sameSite: 'lax', secure: config.isHttps },
  } as const;
}

/** The agent behind a cookie's token, null for unknown, expired, unfinished or disabled. */
export async function findSession(app: App, token: string, now = new Date()): Promise<OpenSession | null> {
  const found = await validate(app, token, now);
  if (!found?.session.isComplete) return null;
  if (now.getTime() - found.session.lastSeenAt.getTime() >= touchMs)
    await app.db.write((tx) => touchSession(tx, found.session, now));
  return { sessionId: found.session.id, agent: agentOf(found.agent) };
}

/** The agent who gave the right password and owes the second factor, null when nobody does. */
export async function findPendingSession(ctx: Context, token: string): Promise<OpenSession | null> {
  const found = await validate(ctx, token, ctx.now);
  if (!found || found.session.isComplete) return null;
  return { sessionId: found.session.id, agent: agentOf(found.agent) };
}

/** Open a session with a lifetime that nothing prolongs; one without its second factor lives ten minutes. */
export async function createSession(
  ctx: Context,
  { agentId, userAgent, isComplete }: { agentId: number; userAgent: string; isComplete: boolean },
): Promise<NewSession> {
  const token = newToken();
  const lifeMs = isComplete ? ctx.config.sessionMs : pendingMs;
  const expiresAt = new Date(ctx.now.getTime() + lifeMs);
  const row: SessionRow = {
    id: hashToken(token),
    agentId,
    createdAt: ctx.now,
    lastSeenAt: ctx.now,
    expiresAt,
    isComplete,
    userAgent: userAgent.replaceAll('\0', '').slice(0, 400),
  };
  await luciaOf(ctx, ctx.now, lifeMs).createSession(agentId, { row }, { sessionId: row.id });
  return { token, expiresAt, isComplete };
}

/** Sign out: the token opens nothing any more. Unknown tokens are no error. */
export async function endSession(ctx: Context, token: string): Promise<void> {
  await luciaOf(ctx, ctx.now).invalidateSession(hashToken(token));
}

/** Where the acting agent is signed in, the latest first. */
export async function listSessions(ctx: Context): Promise<SessionView[]> {
  const rows = await listSessionRows(ctx.db.read, requireAgent(ctx).id, ctx.now);
  return rows.map(({ id, createdAt, lastSeenAt, expiresAt, userAgent }) => ({
    id,
    createdAt,
    lastSeenAt,
    expiresAt,
    userAgent,
  }));
}

/** End one session of the acting agent; another's, or one that is gone, stays as it is. */
export async function revokeSession(ctx: Context, sessionId: string): Promise<void> {
  const { id } = requireAgent(ctx);
  await ctx.db.write((tx) => deleteSessionOf(tx, id, sessionId));
}

/** End every session of the acting agent but one. */
export async function revokeOtherSessions(ctx: Context, keepId: string): Promise<void> {
  await endSessionsOf(ctx, requireAgent(ctx).id, keepId);
}

/** End an agent's sessions, unfinished ones too; all, or all but one. */
export async function endSessionsOf(ctx: Context, agentId: number, exceptId: string | null): Promise<void> {
  await ctx.db.write((tx) => deleteSessionsOf(tx, agentId, exceptId));
}

/** Forget the sessions whose time is over. */
export async function dropExpiredSessions(ctx: Context): Promise<void> {
  await luciaOf(ctx, ctx.now).deleteExpiredSessions();
}

async function validate(
  app: App,
  token: string,
  now: Date,
): Promise<{ session: SessionRow; agent: AgentRow } | null> {
  if (token.length > 200) return null;
  const { session, user } = await luciaOf(app, now).validateSession(hashToken(token));
  if (!session || user.row.disabledAt !== null) return null;
  return { session: session.row, agent: user.row };
}

function luciaOf(app: App, now: Date, lifeMs: number = app.config.sessionMs) {
  return new Lucia(adapterOf(app, now), {
    sessionExpiresIn: new TimeSpan(lifeMs, 'ms'),
    getSessionAttributes: ({ row }) => ({ row }),
    getUserAttributes: ({ row }) => ({ row }),
  });
}

/** lucia's storage. It compares with the machine's clock, so times are shifted between that and the Context's. */
function adapterOf(app: App, now: Date): Adapter {
  const onMachineClock = (time: Date) => new Date(time.getTime() - now.getTime() + Date.now());
  const seen = (row: SessionRow) => ({
    id: row.id,
    userId: row.agentId,
    expiresAt: onMachineClock(row.expiresAt),
    attributes: { row },
  });
  return {
    async getSessionAndUser(id) {
      const found = await findSessionRow(app.db.read, id);
      if (!found) return [null, null];
      return [seen(found.session), { id: found.agent.id, attributes: { row: found.agent } }];
    },
    async getUserSessions(agentId) {
      return (await listSessionRows(app.db.read, agentId, now)).map(seen);
    },
    setSession: ({ attributes: { row } }) =>
      app.db.write(async (tx) => {
        await insertSession(tx, row);
        if (row.isComplete) await touchSession(tx, row, now);
      }),
    // lucia prolongs sessions in use; ours end when they were said to (DESIGN §7: absolute lifetime).
    updateSessionExpiration: async () => undefined,
    deleteSession: (id) => app.db.write((tx) => deleteSession(tx, id)),
    deleteUserSessions: (agentId) => app.db.write((tx) => deleteSessionsOf(tx, agentId, null)),
    deleteExpiredSessions: () => app.db.write((tx) => deleteSessionsBefore(tx, now)),
  };
}
