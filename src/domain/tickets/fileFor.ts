import { z } from 'zod';
import type { Context } from '#src/context.ts';
import { domainError } from '#src/errors.ts';
import type { Upload } from '#src/domain/files/upload.ts';
import { changeTicket, parseInput } from './change.ts';
import { fileTicket, type Filed, type Said } from './fileTicket.ts';
import { channels, ticketInput } from './ticket.ts';
import { listColleagues } from './ticket.store.ts';
import { isOurs, readTranscript } from './transcript.ts';

export const fileForInput = ticketInput.extend({
  channel: z.enum(channels, { error: 'bad_choice' }),
  /** Give it to the agent who files it. */
  isMine: z.boolean().default(true),
  /** No receipt: they are on the phone, and know. */
  isSilent: z.boolean().default(false),
});

export type FileForInput = z.input<typeof fileForInput>;

/**
 * File a ticket for somebody who called, chatted or stood at the counter. A pasted transcript (`Name: text`) becomes the
 * conversation, with what agents said as replies.
 * @throws sign_in_required, invalid, too_large
 */
export async function fileFor(
  ctx: Context,
  given: FileForInput & { files?: readonly Upload[] },
): Promise<Filed> {
  if (ctx.actor.kind !== 'agent') throw domainError('sign_in_required');
  const me = ctx.actor.id;
  const { isMine, ...input } = parseInput(fileForInput, given);
  const conversation = await conversationOf(ctx, input.body, me);
  return ctx.db.write(async () => {
    const filed = await fileTicket(ctx, {
      ...input,
      files: given.files ?? [],
      ...(conversation && { conversation }),
    });
    if (isMine && filed.isNew) await take(ctx, filed, me);
    return filed;
  });
}

/** Whoever filed it has it; the receipt says enough, so nobody is told again. */
const take = (ctx: Context, { number, messageId }: Filed, me: number): Promise<void> =>
  changeTicket(ctx, number, async ({ set, record }) => {
    await set({ assigneeId: me });
    await record('assigned', { from: null, to: me, message: messageId });
  });

async function conversationOf(ctx: Context, body: string, me: number): Promise<Said[] | null> {
  const turns = readTranscript(body);
  if (!turns) return null;
  const colleagues = await listColleagues(ctx.db.read);
  const said = turns.map(({ name, text }): Said => {
    const agent = colleagues.find((colleague) => isOurs(name, [colleague.name]));
    const agentId = isOurs(name, []) ? me : (agent?.id ?? null);
    return { agentId, body: text };
  });
  // All of one side: the names mean something else.
  return said.some(({ agentId }) => agentId === null) ? said : null;
}
