import type { Context } from '#src/context.ts';
import { plainAddress } from './incoming/headers.ts';
import { findReceivedByHash, insertReceived } from './received.store.ts';
import type { ReceivedMail } from './received.ts';

/** How a message came in. */
export interface Source {
  kind: ReceivedMail['source'];
  /** The mailbox it was read from, when that is known. */
  mailboxId?: number | null;
  /** Addresses of the envelope, when the source tells them. */
  envelopeTo?: readonly string[];
  /** In bytes, when only the beginning of it is handed in. */
  size?: number;
}

/** Raw bytes, whole or as they come. */
export type Raw = Uint8Array | AsyncIterable<Uint8Array>;

/**
 * Keep a raw message before anything else is tried: the file is on disk and the row committed when this returns, so
 * whoever handed it in may forget it. The same bytes handed in again are the same message.
 * @returns its number
 */
export async function keepMail(ctx: Context, raw: Raw, source: Source): Promise<number> {
  return (await keep(ctx, raw, source, 0)).kept.id;
}

/** The same by whoever takes it up at once, which is a try. */
export async function keep(
  ctx: Context,
  raw: Raw,
  source: Source,
  tries: 0 | 1,
): Promise<{ kept: ReceivedMail; isNew: boolean }> {
  const { hash, size } = await ctx.files.saveStream(raw);
  const mailboxId = source.mailboxId ?? null;
  const known = await findReceivedByHash(ctx.db.read, { hash, mailboxId });
  if (known !== null) return { kept: known, isNew: false };
  const kept = await ctx.db.write((tx) =>
    insertReceived(tx, {
      hash,
      size: Math.max(size, source.size ?? 0),
      mailboxId,
      source: source.kind,
      envelopeTo: (source.envelopeTo ?? []).slice(0, 100).map(plainAddress),
      receivedAt: ctx.now,
      attempts: tries,
    }),
  );
  return { kept, isNew: true };
}
