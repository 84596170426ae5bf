import { isUniqueViolation } from '#db/open.ts';
import type { Context } from '#src/context.ts';
import { hash } from './accessKey.ts';
import type { Upload } from '#src/domain/files/upload.ts';
import { saveUploads, type SavedFile } from '#src/domain/files/saveUploads.ts';
import { attach } from './attachments.ts';
import { parseInput, type Change } from './change.ts';
import { findMessageBySubmission, insertMessage } from './message.store.ts';
import { indexTicket } from './search.ts';
import { bodyInput, mailBodyInput } from './ticket.ts';

export interface MessageInput {
  body: string;
  files?: readonly Upload[];
  /** Of the form: the same one sent twice is one message. */
  submissionKey?: string | undefined;
  /** The mail it came in. */
  mail?: MailSource | undefined;
}

/** A received mail that becomes a message, with its files, which are kept already. */
export interface MailSource {
  id: number;
  files: readonly SavedFile[];
}

/** A message that was checked and whose files are on disk, before the write that adds it. */
export interface ReadyMessage {
  body: string;
  files: SavedFile[];
  submission: string | null;
  mailId?: number | null;
  sideThreadId?: number | null;
}

/** Check a message and save its files. @throws invalid, too_large */
export async function readyMessage(ctx: Context, number: number, input: MessageInput): Promise<ReadyMessage> {
  const body = parseInput(input.mail ? mailBodyInput : bodyInput, input.body, 'body');
  const files = [...(await saveUploads(ctx, input.files ?? [])), ...(input.mail?.files ?? [])];
  const submission = input.submissionKey
    ? hash(JSON.stringify([number, input.submissionKey, body, files]))
    : null;
  return { body, files, submission, mailId: input.mail?.id ?? null };
}

/** Add a message with its files to a ticket. @returns its id */
export async function addMessage(
  { tx, ticket, by }: Change,
  ctx: Context,
  message: ReadyMessage & { kind: 'public' | 'note'; html: string },
): Promise<number> {
  const messageId = await insertMessage(tx, {
    ticketId: ticket.id,
    kind: message.kind,
    authorKind: by.kind,
    agentId: by.agentId,
    requesterId: by.requesterId ?? null,
    body: message.body,
    html: message.html,
    submissionKey: message.submission,
    channel: message.mailId ? 'mail' : 'web',
    mailId: message.mailId ?? null,
    sideThreadId: message.sideThreadId ?? null,
    createdAt: ctx.now,
  });
  await attach(tx, message.files, { ticketId: ticket.id, messageId, createdAt: ctx.now });
  await indexTicket(tx, ticket.id);
  return messageId;
}

/**
 * Do a write that adds a message, unless the same form did already: a second press of the button, or a retry after a
 * crash, gives the first one's id.
 */
export async function once(
  ctx: Context,
  submission: string | null,
  write: () => Promise<number>,
): Promise<number> {
  const find = async () => (submission === null ? null : findMessageBySubmission(ctx.db.read, submission));
  const known = await find();
  if (known !== null) return known;
  try {
    return await write();
  } catch (error) {
    const winner = isUniqueViolation(error) ? await find() : null;
    if (winner === null) throw error;
    return winner;
  }
}
