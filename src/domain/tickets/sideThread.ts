import { z } from 'zod';
import type { Query } from '#db/open.ts';
import type { Context } from '#src/context.ts';
import { domainError } from '#src/errors.ts';
import { emailInput, lineInput } from '#src/domain/text.ts';
import type { Upload } from '#src/domain/files/upload.ts';
import { changeTicket, parseInput, requireStaff, type Change } from './change.ts';
import { renderMessage } from './markup.ts';
import { addMessage, once, readyMessage, type ReadyMessage } from './message.ts';
import { isParticipant } from './people.ts';
import { findSideThread } from './receive.store.ts';
import { findWholeSideThread, insertSideThread, type SideThread } from './sideThread.store.ts';
import { bodyInput, limits, submissionKeyInput } from './ticket.ts';

export const sideThreadInput = z.object({
  email: emailInput,
  name: lineInput({ max: limits.name }).default(''),
  subject: lineInput({ min: 1, max: limits.subject }),
  body: bodyInput,
  submissionKey: submissionKeyInput.optional(),
});

/**
 * Ask an expert outside about a ticket: a note that goes to them by mail; their answers come back as notes. The requester
 * sees nothing of it, so they and people in copy can't be the expert.
 * @returns the note's id
 * @throws sign_in_required, not_found, invalid, too_large
 */
export async function askExpert(
  ctx: Context,
  number: number,
  given: z.input<typeof sideThreadInput> & { files?: readonly Upload[] },
): Promise<number> {
  requireStaff(ctx);
  const { email, name, subject, ...input } = parseInput(sideThreadInput, given);
  const message = await readyMessage(ctx, number, { ...input, files: given.files ?? [] });
  return once(ctx, message.submission, () =>
    changeTicket(ctx, number, async (change) => {
      const { tx, ticket, by } = change;
      if (await isParticipant(tx, ticket.id, email))
        throw domainError('invalid', { fields: { email: 'takes_part' } });
      const row = { ticketId: ticket.id, email, name, subject, startedById: by.agentId, createdAt: ctx.now };
      return write(ctx, change, await insertSideThread(tx, row), message);
    }),
  );
}

/** Write on to an expert who was asked. @returns the note's id @throws sign_in_required, not_found, invalid, too_large */
export async function writeToExpert(
  ctx: Context,
  number: number,
  sideThreadId: number,
  input: { body: string; files?: readonly Upload[]; submissionKey?: string | undefined },
): Promise<number> {
  requireStaff(ctx);
  const thread = await findSideThread(ctx.db.read, sideThreadId);
  if (!thread || thread.ticketId !== number) throw domainError('not_found', { sideThread: sideThreadId });
  const message = await readyMessage(ctx, number, input);
  return once(ctx, message.submission, () =>
    changeTicket(ctx, number, (change) => write(ctx, change, sideThreadId, message)),
  );
}

async function write(
  ctx: Context,
  change: Change,
  sideThreadId: number,
  message: ReadyMessage,
): Promise<number> {
  const html = await renderMessage(message.body, ctx.locale);
  const id = await addMessage(change, ctx, { ...message, kind: 'note', html, sideThreadId });
  await change.set({});
  await change.record('side_asked', { message: id, thread: sideThreadId });
  return id;
}

/** One correspondence, for the mail that carries it. @throws not_found */
export async function getSideThread(q: Query, id: number): Promise<SideThread> {
  const thread = await findWholeSideThread(q, id);
  if (!thread) throw domainError('not_found', { sideThread: id });
  return thread;
}
