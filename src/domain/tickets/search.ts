import type { Query } from '#db/open.ts';
import type { Context } from '#src/context.ts';
import { waitingRule } from '#src/domain/calendar/waiting.ts';
import { requireStaff } from './change.ts';
import { markOverdue } from './overdue.ts';
import type { ShownRow } from './queue.ts';
import { listTickets } from './queue.store.ts';
import { addWords, keepWords, listUnindexed, loadText, textOf, wordsOf } from './search.store.ts';

/** Bring the search's words of a ticket up to date, in the write that changed its text. */
export async function indexTicket(tx: Query, number: number): Promise<void> {
  await keepWords(tx, number, wordsOf(await loadText(tx, number)));
}

/** The same for a ticket made in this very write, of which the caller knows all that agents can search. */
export const indexNewTicket = (tx: Query, number: number, texts: readonly string[]): Promise<void> =>
  addWords(tx, number, wordsOf(textOf(number, texts)));

/**
 * Tickets with all words of a query in number, subject, requester, messages or notes, newest first; the last letters may
 * be missing. What is typed is only ever words: it can't reach the engines' query syntax.
 * @throws sign_in_required
 */
export async function searchTickets(
  ctx: Context,
  query: string,
  { limit = 20 }: { limit?: number } = {},
): Promise<ShownRow[]> {
  requireStaff(ctx);
  const rows = await listTickets(ctx.db.read, { text: query, limit, now: ctx.now });
  return markOverdue(rows, await waitingRule(ctx), ctx.now);
}

/**
 * Index the tickets whose words are missing: a restored backup brings none. Quick when there is nothing to do; for the
 * recurring job.
 * @returns how many were indexed
 */
export async function indexMissing(ctx: Context): Promise<number> {
  let indexed = 0;
  for (let after: number | null = 0; after !== null;) {
    const { missing, last } = await listUnindexed(ctx.db.read, after, 1_000);
    for (const number of missing) await ctx.db.write((tx) => indexTicket(tx, number));
    indexed += missing.length;
    after = last;
  }
  return indexed;
}
