import type { Context } from '#src/context.ts';
import { changeTicket, parseInput } from './change.ts';
import { learnLater } from './learn.ts';
import { indexTicket } from './search.ts';
import { subjectInput } from './ticket.ts';

/** Give a ticket a subject that says what it is about; mails of its conversation keep theirs. @throws sign_in_required, not_found, invalid */
export function renameTicket(ctx: Context, number: number, typed: string): Promise<void> {
  const subject = parseInput(subjectInput, typed, 'subject');
  return changeTicket(ctx, number, async (change) => {
    const { tx, ticket, set, record } = change;
    if (subject === ticket.subject) return;
    await set({ subject });
    await indexTicket(tx, ticket.id);
    await record('renamed', { before: ticket.subject });
    await learnLater(change, ctx.now);
  });
}
