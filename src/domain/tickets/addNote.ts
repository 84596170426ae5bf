import type { Context } from '#src/context.ts';
import { changeTicket, requireStaff } from './change.ts';
import { renderMessage } from './markup.ts';
import { addMessage, once, readyMessage, type MessageInput } from './message.ts';

/**
 * Leave a note that only agents ever see.
 * @returns the message's id
 * @throws sign_in_required, not_found, invalid, too_large
 */
export async function addNote(ctx: Context, number: number, input: MessageInput): Promise<number> {
  requireStaff(ctx);
  const message = await readyMessage(ctx, number, input);
  const html = await renderMessage(message.body, ctx.locale);
  return once(ctx, message.submission, () =>
    changeTicket(ctx, number, async (change) => {
      const id = await addMessage(change, ctx, { ...message, kind: 'note', html });
      await change.set({});
      await change.record('note_added', { message: id });
      return id;
    }),
  );
}
