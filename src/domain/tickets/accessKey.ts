import { createHash, createHmac } from 'node:crypto';
import type { Context } from '#src/context.ts';
import { keptSecret } from '#src/domain/seal/seal.ts';
import { domainError } from '#src/errors.ts';
import { findTicketFor } from './people.store.ts';

/** How long a browser keeps the key of a ticket whose link it opened, in seconds: half a year. */
const keepSeconds = 180 * 86_400;

export const hash = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex');

/**
 * The key in a ticket's private link: HMAC-SHA256 of its submission under the portal's own secret, so that a form sent
 * again gets the same link. Only the key's hash is stored with the ticket.
 */
export const accessKeyOf = (ctx: Context, submissionKey: string): Promise<string> =>
  keyFor(ctx, `ticket:${submissionKey}`);

/** The same for somebody in copy. Who is removed and added again gets another: the old link stays dead. */
export const personKeyOf = (
  ctx: Context,
  person: { ticketId: number; requesterId: number; addedAt: Date },
): Promise<string> =>
  keyFor(ctx, `person:${person.ticketId}:${person.requesterId}:${person.addedAt.getTime()}`);

const keyFor = async (ctx: Context, what: string): Promise<string> =>
  createHmac('sha256', await keptSecret(ctx, 'ticketKeySecret'))
    .update(what)
    .digest('base64url');

/** Exchange the key of a private link for a cookie, so that it leaves the address bar. @throws not_found */
export async function openPrivateLink(ctx: Context, number: number, key: string) {
  const credentials = { keyHash: hash(key), requesterId: null };
  const ticket = isKey(key) ? await findTicketFor(ctx.db.read, number, credentials) : null;
  if (!ticket) throw domainError('not_found', { ticket: number });
  return keyCookie(ctx, number, key);
}

/** The cookie under which a browser keeps the key of one ticket (src/middleware.ts reads it back). */
export const keyCookie = (ctx: Context, number: number, key: string) => ({
  name: `portico_ticket_${number}`,
  value: key,
  options: {
    path: '/',
    httpOnly: true,
    sameSite: 'lax' as const,
    secure: ctx.config.isHttps,
    maxAge: keepSeconds,
  },
});

/** What a key looks like; anything else is not looked up. */
export const isKey = (key: unknown): key is string => typeof key === 'string' && /^[\w-]{43}$/.test(key);
