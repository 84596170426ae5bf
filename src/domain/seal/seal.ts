import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Db } from '#db/open.ts';
import type { Context } from '#src/context.ts';
import { findSecret, insertSecret } from './secret.store.ts';

/** Longest seal that is looked at, in characters. */
const maxLength = 4_000;
const known = new WeakMap<Db, string>();

/**
 * Sign a value that a browser carries for us (a hidden field, a link): `value.signature`, both base64url. Anyone can
 * read it, nobody can change it. A seal made for one purpose opens for no other.
 */
export async function seal(ctx: Context, purpose: string, value: unknown): Promise<string> {
  const body = Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${body}.${sign(await secretOf(ctx), purpose, body).toString('base64url')}`;
}

/** What was sealed for this purpose, or null when the text was made by somebody else. */
export async function unseal(ctx: Context, purpose: string, text: unknown): Promise<unknown> {
  if (typeof text !== 'string' || text.length > maxLength) return null;
  const [body = '', signature = ''] = text.split('.');
  const given = Buffer.from(signature, 'base64url');
  const right = sign(await secretOf(ctx), purpose, body);
  if (given.length !== right.length || !timingSafeEqual(given, right)) return null;
  return JSON.parse(Buffer.from(body, 'base64url').toString());
}

/** 32 bytes that only this installation can make of a text; compare them with `timingSafeEqual`. */
export const macOf = async (ctx: Context, purpose: string, text: string): Promise<Buffer> =>
  sign(await secretOf(ctx), purpose, text);

const sign = (secret: string, purpose: string, body: string) =>
  createHmac('sha256', Buffer.from(secret, 'hex')).update(`${purpose}\n${body}`).digest();

async function secretOf(ctx: Context): Promise<string> {
  const cached = known.get(ctx.db) ?? (await keptSecret(ctx, 'secret'));
  known.set(ctx.db, cached);
  return cached;
}

/** A secret of this installation by its name, 32 random bytes in hex when it was made now; never shown to anybody. */
export async function keptSecret(ctx: Context, name: string): Promise<string> {
  const kept = await findSecret(ctx.db.read, name);
  if (kept) return kept;
  return ctx.db.write(async (tx) => {
    await insertSecret(tx, name, randomBytes(32).toString('hex'));
    return (await findSecret(tx, name))!;
  });
}
