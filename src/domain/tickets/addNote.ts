import type { Context } from '#src/context.ts';
import { changeTicket, requireStaff, type Change } from './change.ts';
import { renderMessage } from './markup.ts';
import { mentionsIn } from './mention.ts';
import { addMessage, once, readyMessage, type MessageInput } from './message.ts';
import { listColleagues } from './ticket.store.ts';

/**
 * Leave a note that only agents ever see. Colleagues whose name stands there behind an `@` are told.
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
      await mention(change, id, message.body);
      return id;
    }),
  );
}

async function mention({ tx, by, record }: Change, message: number, body: string): Promise<void> {
  const others = (await listColleagues(tx)).filter(({ id }) => id !== by.agentId);
  for (const { id } of mentionsIn(body, others)) await record('mentioned', { agent: id, message });
}
