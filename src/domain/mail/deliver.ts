import { buffer } from 'node:stream/consumers';
import type { Context } from '#src/context.ts';
import { filesToSend } from '#src/domain/tickets/attachments.ts';
import { kindOf, isMailKind } from './mail.ts';
import type { Letter, Outcome } from './mailer.ts';
import { findMailToChange, listThreadIds, updateMail, type SentMail } from './outbox.store.ts';
import { deliverLater, senderOf } from './outbox.ts';

/** After as many tries, about two days, a mail is parked in sight. */
export const mostTries = 20;
/** Tries of which nobody knows whether they arrived, before a person has to decide: one duplicate at most. */
const mostDoubts = 2;
/** Files of a reply that travel with it, in bytes; the others wait where the mail's link leads. */
const mostAttached = 15 * 1024 * 1024;
const mostReferences = 20;

/**
 * Send one mail of the outbox, for its job. A 5xx about the mail parks it; everything else is tried again with growing
 * pauses, under the same Message-ID. A try that may have arrived all the same is repeated once.
 */
export async function deliverMail(ctx: Context, id: number): Promise<void> {
  const mail = await claim(ctx, id);
  if (!mail || !ctx.mailer) return;
  const outcome = await letterOf(ctx, mail).then((letter) => ctx.mailer!.send(letter), failedBefore);
  await settle(ctx, id, outcome);
}

/** Nothing went out: a file could not be read, say. */
const failedBefore = (error: unknown): Outcome => ({ is: 'failed', error: String(error), inDoubt: false });

/** Count the try before it is made, so that one that is killed leaves its doubt behind. */
async function claim(ctx: Context, id: number): Promise<SentMail | null> {
  return ctx.db.write(async (tx) => {
    const mail = await findMailToChange(tx, id);
    if (mail?.state !== 'queued') return null;
    if (!ctx.mailer) await updateMail(tx, id, { state: 'unsent' });
    else if (mail.doubts >= mostDoubts) await updateMail(tx, id, { state: 'parked' });
    else {
      const count = { attempts: mail.attempts + 1, doubts: mail.doubts + 1 };
      await updateMail(tx, id, count);
      return { ...mail, ...count };
    }
    return null;
  });
}

async function settle(ctx: Context, id: number, outcome: Outcome): Promise<void> {
  const now = new Date();
  await ctx.db.write(async (tx) => {
    const mail = await findMailToChange(tx, id);
    if (!mail) return;
    if (outcome.is === 'sent') return updateMail(tx, id, { ...sent, ...wiped(mail), sentAt: now });
    const isDoubt = outcome.is === 'failed' && outcome.inDoubt;
    const doubts = isDoubt ? mail.doubts : mail.doubts - 1;
    const isParked = outcome.is === 'refused' || doubts >= mostDoubts || mail.attempts >= mostTries;
    await updateMail(tx, id, { doubts, error: outcome.error, state: isParked ? 'parked' : 'queued' });
    if (!isParked) await deliverLater(tx, new Date(now.getTime() + pauseMs(mail.attempts)), id);
  });
}

const sent = { state: 'sent', error: null, doubts: 0 } as const;

/** A key that was sent is nobody's to read any more. */
const wiped = ({ kind }: SentMail) =>
  isMailKind(kind) && kindOf(kind).isSecret ? { text: '', html: '' } : {};

/** One minute, two, four … four hours, each a quarter more or less, so that a queue does not come back in one wave. */
export function pauseMs(attempts: number, random = Math.random()): number {
  const pause = Math.min(60_000 * 2 ** (attempts - 1), 4 * 3_600_000);
  return Math.round(pause * (0.75 + random / 2));
}

async function letterOf(ctx: Context, mail: SentMail): Promise<Letter> {
  const sender = await senderOf(ctx.db.read, ctx, mail.mailboxId);
  const replyTo = mail.replyTo ?? sender.address;
  return {
    from: { name: sender.name, address: sender.address },
    returnTo: replyTo,
    to: { name: mail.toName, address: mail.toEmail },
    replyTo,
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    messageId: mail.mailMessageId,
    ...(await threadOf(ctx, mail)),
    headers: headersOf(mail),
    attachments: await attachmentsOf(ctx, mail),
  };
}

/** RFC 3834 §3.1 and §5; the X- header is how Exchange is told the same. Never List-Id: nobody subscribed. */
export function headersOf({ kind }: Pick<SentMail, 'kind'>): Record<string, string> {
  const automatic = isMailKind(kind) ? kindOf(kind).automatic : 'auto-generated';
  if (automatic === null) return {};
  const headers = { 'Auto-Submitted': automatic, 'X-Auto-Response-Suppress': 'OOF, AutoReply' };
  return automatic === 'auto-replied' ? { ...headers, Precedence: 'auto_reply' } : headers;
}

/** What the mail answers, as mail programs thread it. Message-IDs that came from outside are checked first. */
async function threadOf(ctx: Context, mail: SentMail): Promise<Pick<Letter, 'inReplyTo' | 'references'>> {
  if (mail.inReplyTo) return { inReplyTo: mail.inReplyTo, references: [...mail.references, mail.inReplyTo] };
  if (mail.ticketId === null) return { inReplyTo: null, references: [] };
  const ids = (await listThreadIds(ctx.db.read, mail.ticketId, mail.toEmail, mail.id)).filter(isMessageId);
  return { inReplyTo: ids.at(-1) ?? null, references: ids.slice(-mostReferences) };
}

const isMessageId = (id: string | null): id is string =>
  id !== null && /^<[\x21-\x3b\x3d\x3f-\x7e]{1,248}>$/.test(id);

async function attachmentsOf(ctx: Context, mail: SentMail): Promise<Letter['attachments']> {
  if (mail.messageId === null) return [];
  const files = await filesToSend(ctx, mail.messageId, mostAttached);
  return Promise.all(
    files.map(async (file) => ({
      filename: file.name,
      contentType: file.mediaType,
      content: await buffer(file.read()),
    })),
  );
}
