import { createHash } from 'node:crypto';
import { isIPv6 } from 'node:net';
import type { Query } from '#db/open.ts';
import type { Context } from '#src/context.ts';
import { domainError } from '#src/errors.ts';
import { countUse, deleteLimit, deleteLimitsBefore } from './limits.store.ts';

export interface Limit {
  /** What is limited and for whom, e.g. `login:203.0.113.7`. Only its hash is stored: it may hold personal data. */
  key: string;
  /** Uses allowed in one window. */
  limit: number;
  windowMs: number;
}

/**
 * Use one of the `limit` tokens a key has in each window.
 * Call it outside of `db.write`: a rolled-back write would give the token back.
 * @throws rate_limited with `retryAfter` in seconds (and `count` in minutes, for the text) when none is left.
 */
export async function takeToken(ctx: Context, { key, limit, windowMs }: Limit): Promise<void> {
  const windowEnd = new Date(ctx.now.getTime() + windowMs);
  const use = { key: storedKey(key), now: ctx.now, windowEnd };
  const { count, resetAt } = await ctx.db.write((tx) => countUse(tx, use), { mayBeLost: true });
  if (count <= limit) return;
  const retryAfter = Math.max(1, Math.ceil((resetAt.getTime() - ctx.now.getTime()) / 1_000));
  throw domainError('rate_limited', { retryAfter, count: Math.ceil(retryAfter / 60) });
}

/**
 * The same inside the write that uses what it allows: a rolled-back write gives the token back.
 * @returns whether one was left
 */
export async function useToken(tx: Query, ctx: Context, { key, limit, windowMs }: Limit): Promise<boolean> {
  const windowEnd = new Date(ctx.now.getTime() + windowMs);
  return (await countUse(tx, { key: storedKey(key), now: ctx.now, windowEnd })).count <= limit;
}

/** Start a key's count afresh, e.g. after the right password. */
export async function forgetLimit(ctx: Context, key: string): Promise<void> {
  await ctx.db.write((tx) => deleteLimit(tx, storedKey(key)));
}

/** Drop the windows that are over; they count for nothing. */
export async function dropPassedLimits(ctx: Context): Promise<void> {
  await ctx.db.write((tx) => deleteLimitsBefore(tx, ctx.now));
}

/** What one customer of a network holds: the address itself, or the /64 of an IPv6 address (RFC 6177 §2). */
export function addressBlock(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '').replace(/%.*$/, '');
  if (!isIPv6(plain)) return plain;
  const [head = '', tail = ''] = plain.split('::');
  const groups = (part: string) => (part ? part.split(':') : []);
  const missing = plain.includes('::') ? 8 - groups(head).length - groups(tail).length : 0;
  const all = [...groups(head), ...Array<string>(Math.max(0, missing)).fill('0'), ...groups(tail)];
  return `${all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}

const storedKey = (key: string) => createHash('sha256').update(key).digest('hex');
