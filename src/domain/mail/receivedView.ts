import { z } from 'zod';
import type { Context } from '#src/context.ts';
import { domainError } from '#src/errors.ts';
import { requireAgent } from '#src/domain/accounts/guards.ts';
import type { IncomingFile } from './incoming/incoming.ts';
import type { Original } from './incoming/original.ts';
import { countReceived, findReceived, listHeldOfTicket, listReceived } from './received.store.ts';
import { receivedStates, type ReceivedMail, type ReceivedState } from './received.ts';

const pageSize = 25;

/** What the list may be asked for; anything else is the held ones. */
export const receivedQuery = z.object({
  state: z.enum(receivedStates).catch('held'),
  below: z.coerce
    .number()
    .int()
    .positive()
    .max(2 ** 31)
    .optional()
    .catch(undefined),
  done: z.string().optional(),
});

/** The states of the list's tabs: what is waiting only while something is. */
export const shownStates = (counts: ReceivedList['counts']): ReceivedState[] =>
  receivedStates.filter((state) => state !== 'new' || counts.new);

/** What came in, for the desk. */
export interface ReceivedList {
  mails: ReceivedMail[];
  counts: Partial<Record<ReceivedState, number>>;
  /** Where the next page begins; null on the last one. */
  next: number | null;
}

/** Messages in a state, newest first. @throws sign_in_required */
export async function receivedList(
  ctx: Context,
  { state, below }: { state: ReceivedState; below?: number | undefined },
): Promise<ReceivedList> {
  if (ctx.actor.kind !== 'system') requireAgent(ctx);
  const rows = await listReceived(ctx.db.read, { state, below, limit: pageSize + 1 });
  const mails = rows.slice(0, pageSize);
  return {
    mails,
    counts: await countReceived(ctx.db.read),
    next: rows.length > pageSize ? mails.at(-1)!.id : null,
  };
}

/** Messages about a ticket that wait for an agent to decide. @throws sign_in_required */
export async function heldOfTicket(ctx: Context, ticketId: number): Promise<ReceivedMail[]> {
  if (ctx.actor.kind !== 'system') requireAgent(ctx);
  return listHeldOfTicket(ctx.db.read, ticketId);
}

/** One message with what could be read in it; `read` is null when nothing could. */
export interface ReceivedView {
  mail: ReceivedMail;
  read: { text: string; files: IncomingFile[]; to: string[] } | null;
}

/** @throws sign_in_required, not_found */
export async function receivedView(ctx: Context, id: number): Promise<ReceivedView> {
  const mail = await getReceived(ctx, id);
  const isReadable = mail.size <= ctx.config.mailMaxBytes && mail.reason !== 'poison';
  const read = isReadable ? await ctx.mailReader.read(mail.hash).catch(() => null) : null;
  return { mail, read: read && { ...read, to: [...read.to, ...read.cc].map(({ email }) => email) } };
}

/** A message as its sender made it, safe to show. @throws sign_in_required, not_found, unavailable */
export async function originalOf(ctx: Context, id: number): Promise<Original & { mail: ReceivedMail }> {
  const mail = await getReceived(ctx, id);
  const original = await ctx.mailReader.show(mail.hash).catch((error: unknown) => {
    throw domainError('unavailable', { reason: String(error) });
  });
  return { ...original, mail };
}

/** The raw bytes, to take away. @throws sign_in_required, not_found */
export async function rawMail(ctx: Context, id: number) {
  const mail = await getReceived(ctx, id);
  return { name: `message-${id}.eml`, size: mail.size, read: () => ctx.files.read(mail.hash) };
}

async function getReceived(ctx: Context, id: number): Promise<ReceivedMail> {
  if (ctx.actor.kind !== 'system') requireAgent(ctx);
  const mail = await findReceived(ctx.db.read, id);
  if (!mail) throw domainError('not_found', { mail: id });
  return mail;
}
