import type { ImapFlow } from 'imapflow';
import { systemContext, type App } from '#src/context.ts';
import { keepMail } from './keep.ts';
import { fromNowOn } from './mailbox.ts';
import { findMailboxRow, updateMailbox, type MailboxRow } from './mailbox.store.ts';
import { takeMail } from './receive.ts';

/** Of a message that is too large only so much is kept; the mail server has the rest, in bytes. */
const headBytes = 256 * 1024;

/**
 * Take in what a folder holds beyond the last message taken, oldest first. Each is kept before the next is asked for, and
 * the folder is only read: nothing in it is changed. Messages are told from each other by what they are, so numbers that
 * begin anew (UIDVALIDITY, RFC 9051 §2.3.1.1) lose nothing and double nothing.
 * @returns how many came
 */
export async function catchUp(app: App, client: ImapFlow, mailboxId: number): Promise<number> {
  const last = await startingPoint(app, client, mailboxId);
  const found = await client.search({ uid: `${last + 1}:*` }, { uid: true });
  // "5:*" always names the last message, even when that is 4 (RFC 9051 §9).
  const uids = (found || []).filter((uid) => uid > last).sort((a, b) => a - b);
  for (const uid of uids) await takeOne(app, client, { mailboxId, uid });
  return uids.length;
}

async function startingPoint(app: App, client: ImapFlow, mailboxId: number): Promise<number> {
  const ctx = systemContext(app);
  const row = (await findMailboxRow(ctx.db.read, mailboxId)) as MailboxRow;
  const opened = client.mailbox;
  if (!opened) throw new Error('The folder was closed.');
  const uidValidity = String(opened.uidValidity);
  if (uidValidity === row.uidValidity) return row.lastUid;
  const lastUid = row.uidValidity === null && row.lastUid === fromNowOn ? opened.uidNext - 1 : 0;
  await ctx.db.write((tx) => updateMailbox(tx, mailboxId, { uidValidity, lastUid }));
  return lastUid;
}

async function takeOne(
  app: App,
  client: ImapFlow,
  { mailboxId, uid }: { mailboxId: number; uid: number },
): Promise<void> {
  const ctx = systemContext(app);
  const raw = await download(client, uid, ctx.config.mailMaxBytes);
  const id = raw && (await keepMail(ctx, raw.source, { kind: 'imap', mailboxId, size: raw.size }));
  await ctx.db.write((tx) =>
    updateMailbox(tx, mailboxId, { lastUid: uid, ...(raw && { lastMailAt: ctx.now }) }),
  );
  // It is safe: what becomes of it must not hold up the next one.
  if (id) await takeMail(ctx, id).catch((error: unknown) => console.error(`Received mail ${id}:`, error));
}

/** One whole answer of the server or none: a cut connection can't leave half of a message. Null when it was deleted meanwhile. */
async function download(
  client: ImapFlow,
  uid: number,
  most: number,
): Promise<{ source: Uint8Array; size: number } | null> {
  const about = await client.fetchOne(String(uid), { size: true }, { uid: true });
  if (!about) return isStillOpen(client);
  const size = about.size ?? 0;
  const source = size > most ? { maxLength: headBytes } : true;
  const message = await client.fetchOne(String(uid), { source }, { uid: true });
  if (!message || !message.source) return isStillOpen(client);
  return { source: message.source, size: Math.max(size > most ? size : 0, message.source.length) };
}

function isStillOpen(client: ImapFlow): null {
  if (!client.usable) throw new Error('The connection was cut.');
  return null;
}
