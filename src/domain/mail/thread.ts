import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Context } from '#src/context.ts';
import { macOf } from '#src/domain/seal/seal.ts';

/** What a mail belongs to: a ticket, or the correspondence with an expert outside that hangs on one; and who it went to. */
export interface Thread {
  ticketId: number | null;
  sideThreadId: number | null;
  /** Of the one person who was sent this token or Message-ID: who answers it from their address has read their mail. */
  requesterId: number | null;
  agentId: number | null;
}

const messageIdPurpose = 'mail message-id';
const replyPurpose = 'mail reply';
/** Characters of hex: 80 bits, since an address has little room (RFC 2104 §5 allows half of the hash and more). */
const macLength = 20;
/** RFC 5321 §4.5.3.1.1. */
const localPartLength = 64;
const longest = 1_000;

/**
 * A Message-ID, angle brackets included, that tells which thread an answer belongs to and that only this installation
 * can make. `host` is the one of the sender's address.
 */
export async function newMessageId(ctx: Context, thread: Partial<Thread>, host?: string): Promise<string> {
  const name = `${nameOf(thread)}.${randomBytes(8).toString('hex')}`;
  const mac = await shortMac(ctx, messageIdPurpose, name);
  return `<${name}.${mac}@${host ?? new URL(ctx.config.publicUrl).hostname}>`;
}

/** The thread of one of our Message-IDs, with or without brackets; null for any that this installation did not make. */
export async function readMessageId(ctx: Context, id: string): Promise<Thread | null> {
  if (id.length > longest) return null;
  const [, name, mac] = /^\s*<?([a-z0-9]+\.[0-9a-f]{16})\.([0-9a-f]{20})@[^\s@<>]+>?\s*$/i.exec(id) ?? [];
  return threadIf(ctx, messageIdPurpose, name, mac);
}

/**
 * Where answers go: `name+token@domain`. The plain address when tokens are off (MAIL_REPLY_TOKENS), or when the name is
 * so long that the token finds no room.
 */
export async function replyAddress(
  ctx: Context,
  mailbox: { address: string },
  thread: Partial<Thread>,
): Promise<string> {
  const at = mailbox.address.lastIndexOf('@');
  const name = nameOf(thread);
  const token = `${name}.${await shortMac(ctx, replyPurpose, name)}`;
  const local = `${mailbox.address.slice(0, at)}+${token}`;
  const hasToken = ctx.config.hasReplyTokens && name !== nobody && local.length <= localPartLength;
  return hasToken ? `${local}${mailbox.address.slice(at)}` : mailbox.address;
}

/** The thread of an address made by `replyAddress`; null for any other. */
export async function readReplyAddress(ctx: Context, address: string): Promise<Thread | null> {
  if (address.length > longest) return null;
  const [, name, mac] = /\+([a-z0-9]+)\.([0-9a-f]{20})@[^@]+$/i.exec(address.trim()) ?? [];
  return threadIf(ctx, replyPurpose, name, mac);
}

const nobody = 'm';

/** `t12`, `t12r5`, `t12a2`, `s3` or `m`; small letters and digits only, since mail servers may fold case. */
function nameOf({ ticketId, sideThreadId, requesterId, agentId }: Partial<Thread>): string {
  const about = `${part('t', ticketId)}${part('s', sideThreadId)}`;
  return about ? `${about}${part('r', requesterId)}${part('a', agentId)}` : nobody;
}

const part = (letter: string, id: number | null | undefined) => (id ? `${letter}${id}` : '');

async function threadIf(
  ctx: Context,
  purpose: string,
  name: string | undefined,
  mac: string | undefined,
): Promise<Thread | null> {
  if (!name || !mac) return null;
  const right = Buffer.from(await shortMac(ctx, purpose, name.toLowerCase()));
  if (!timingSafeEqual(right, Buffer.from(mac.toLowerCase()))) return null;
  const [found, ...ids] =
    /^(?:t(\d+))?(?:s(\d+))?(?:r(\d+))?(?:a(\d+))?(?:\.|$)/.exec(name.toLowerCase()) ?? [];
  const [ticketId, sideThreadId, requesterId, agentId] = ids.map((id) => (id ? Number(id) : null));
  return found && (ticketId || sideThreadId)
    ? ({ ticketId, sideThreadId, requesterId, agentId } as Thread)
    : null;
}

const shortMac = async (ctx: Context, purpose: string, name: string) =>
  (await macOf(ctx, purpose, name)).toString('hex').slice(0, macLength);
