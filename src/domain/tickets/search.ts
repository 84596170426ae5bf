import type { Query } from '#db/open.ts';
import type { Context } from '#src/context.ts';
import { requireStaff } from './change.ts';
import { listTickets, type QueueRow } from './queue.store.ts';
import { keepWords, loadText, wordsOf } from './search.store.ts';

/** Bring the search's words of a ticket up to date, in the write that changed its text. */
export async function indexTicket(tx: Query, number: number): Promise<void> {
  await keepWords(tx, number, wordsOf(await loadText(tx, number)));
}

/**
 * Tickets with all words of a query in number, subject, requester, messages or notes, newest first; the last letters may
 * be missing. What is typed is only ever words: it can't reach the engines' query syntax.
 * @throws sign_in_required
 */
export async function searchTickets(
  ctx: Context,
  query: string,
  { limit = 20 }: { limit?: number } = {},
): Promise<QueueRow[]> {
  requireStaff(ctx);
  return listTickets(ctx.db.read, { text: query, limit, now: ctx.now });
}
