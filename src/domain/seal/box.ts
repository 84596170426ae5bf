import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Context } from '#src/context.ts';
import { macOf } from './seal.ts';

/** AES-256-GCM (NIST SP 800-38D): a random nonce of 12 bytes, a tag of 16. */
const algorithm = 'aes-256-gcm';
const nonceLength = 12;
const tagLength = 16;

/**
 * Encrypt a text for the database, under a key of its own purpose derived from the installation's secret: a copy of one
 * table gives nothing away. Who has the whole database has the secret as well.
 */
export async function lock(ctx: Context, purpose: string, text: string): Promise<string> {
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv(algorithm, await keyOf(ctx, purpose), nonce);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** What was locked for this purpose; null when it was changed, or locked by another installation. */
export async function unlock(ctx: Context, purpose: string, locked: string): Promise<string | null> {
  const bytes = Buffer.from(locked, 'base64url');
  if (bytes.length < nonceLength + tagLength) return null;
  const decipher = createDecipheriv(algorithm, await keyOf(ctx, purpose), bytes.subarray(0, nonceLength));
  decipher.setAuthTag(bytes.subarray(nonceLength, nonceLength + tagLength));
  try {
    const text = decipher.update(bytes.subarray(nonceLength + tagLength));
    return Buffer.concat([text, decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}

const keyOf = (ctx: Context, purpose: string): Promise<Buffer> => macOf(ctx, 'box', purpose);
