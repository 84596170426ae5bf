import type { Query } from '#db/open.ts';
import type { App, Context } from '#src/context.ts';
import { domainError } from '#src/errors.ts';
import { findRequesterRow } from './requester.store.ts';
import {
  deleteRequesterSession,
  deleteRequesterSessionsOf,
  findRequesterSessionRow,
  insertRequesterSession,
  listRequesterSessionsOf,
  touchRequesterSession,
} from './requesterSession.store.ts';
import { hashToken, newToken } from './token.ts';

/** `lastSeenAt` is this exact, in milliseconds: no write for each page. */
const touchMs = 60_000;

/** The person behind a requester's session, as their own page shows them. */
export interface SignedIn {
  id: number;
  email: string;
  name: string;
}

export interface NewRequesterSession {
  /** What the cookie has to hold. */
  token: string;
  expiresAt: Date;
}

/** Name and attributes of a requester's cookie; over https the name binds it to this host. */
export function requesterCookie(config: App['config']) {
  return {
    name: config.isHttps ? '__Host-portico_requester' : 'portico_requester',
    options: { path: '/', httpOnly: true, sameSite: 'lax', secure: config.isHttps },
  } as const;
}

/** The requester behind a cookie's token, null for unknown and expired ones. Nothing prolongs a session. */
export async function findRequesterSession(
  app: App,
  token: string,
  now = new Date(),
): Promise<number | null> {
  if (token.length > 200) return null;
  const session = await findRequesterSessionRow(app.db.read, hashToken(token), now);
  if (session && now.getTime() - session.lastSeenAt.getTime() >= touchMs)
    await app.db.write((tx) => touchRequesterSession(tx, session.id, now));
  return session?.requesterId ?? null;
}

/** Open a session for somebody who just proved their address, in the write that took the proof. */
export async function createRequesterSession(
  tx: Query,
  ctx: Context,
  { requesterId, userAgent }: { requesterId: number; userAgent: string },
): Promise<NewRequesterSession> {
  const token = newToken();
  const expiresAt = new Date(ctx.now.getTime() + ctx.config.sessionMs);
  await insertRequesterSession(tx, {
    id: hashToken(token),
    requesterId,
    createdAt: ctx.now,
    lastSeenAt: ctx.now,
    expiresAt,
    userAgent: userAgent.replaceAll('\0', '').slice(0, 400),
  });
  return { token, expiresAt };
}

/** Sign out: the token opens nothing any more. Unknown tokens are no error. */
export async function endRequesterSession(ctx: Context, token: string): Promise<void> {
  await ctx.db.write((tx) => deleteRequesterSession(tx, hashToken(token)));
}

/** Sign out everywhere. @throws sign_in_required */
export async function endAllRequesterSessions(ctx: Context): Promise<void> {
  const { id } = await getSignedIn(ctx);
  await ctx.db.write((tx) => deleteRequesterSessionsOf(tx, id));
}

/** Who is signed in, null when nobody is. */
export async function findSignedIn(ctx: Context): Promise<SignedIn | null> {
  const id = ctx.actor.kind === 'visitor' ? ctx.actor.requesterId : null;
  const row = id ? await findRequesterRow(ctx.db.read, id) : null;
  return row && { id: row.id, email: row.email, name: row.name };
}

/** @throws sign_in_required */
export async function getSignedIn(ctx: Context): Promise<SignedIn> {
  const signedIn = await findSignedIn(ctx);
  if (!signedIn) throw domainError('sign_in_required');
  return signedIn;
}

/** Where somebody is signed in, for the export of everything about them. */
export const exportSessions = (q: Query, requesterId: number) => listRequesterSessionsOf(q, requesterId);
