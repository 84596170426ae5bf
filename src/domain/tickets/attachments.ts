import type { Query } from '#db/open.ts';
import type { Context } from '#src/context.ts';
import type { SavedFile } from '#src/domain/files/saveUploads.ts';
import { domainError } from '#src/errors.ts';
import { findAttachment, insertAttachments, listAttachments } from './message.store.ts';
import { findOwnTicket } from './ownTicket.ts';

/** Write the rows of files that were saved. */
export async function attach(
  tx: Query,
  files: readonly SavedFile[],
  to: { ticketId: number; messageId: number; createdAt: Date },
): Promise<void> {
  await insertAttachments(
    tx,
    files.map(({ hash, name, mediaType, size }) => ({ hash, name, mediaType, size, ...to })),
  );
}

/**
 * An attachment for whoever may see its ticket: agents, and those who take part in it unless it hangs on a note.
 * @throws not_found for everyone else.
 */
export async function getAttachment(ctx: Context, id: number) {
  const row = await findAttachment(ctx.db.read, id);
  if (!row || !(await maySee(ctx, row))) throw domainError('not_found', { attachment: id });
  return { name: row.name, mediaType: row.mediaType, size: row.size, read: () => ctx.files.read(row.hash) };
}

/** The files of a message, for the mail that carries it: as many, in order, as `mostBytes` allow. */
export async function filesToSend(ctx: Context, messageId: number, mostBytes: number) {
  const files = await listAttachments(ctx.db.read, [messageId]);
  let bytes = 0;
  const fitting = files.filter(({ size }) => (bytes += size) <= mostBytes);
  return Promise.all(fitting.map(({ id }) => getAttachment(ctx, id)));
}

async function maySee(
  ctx: Context,
  row: NonNullable<Awaited<ReturnType<typeof findAttachment>>>,
): Promise<boolean> {
  if (ctx.actor.kind !== 'visitor') return true;
  return row.messageKind === 'public' && (await findOwnTicket(ctx, row.ticketId)) !== null;
}
