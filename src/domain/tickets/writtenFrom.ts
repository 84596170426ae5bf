import { inBatches } from '#db/batches.ts';
import type { Query } from '#db/open.ts';
import type { Context } from '#src/context.ts';
import { requireStaff } from './change.ts';
import { listWritten, type LinkedArticle } from './link.store.ts';
import { listTicketIdsOf } from './forget.store.ts';

/** The articles that were written from tickets. */
export const writtenFrom = async (
  q: Query,
  ticketIds: number[],
): Promise<{ articleId: number; ticketId: number }[]> =>
  (await listWrittenFrom(q, ticketIds)).map(({ id, ticketId }) => ({ articleId: id, ticketId }));

/** The articles that were written from somebody's tickets. @throws sign_in_required */
export async function writtenForRequester(
  ctx: Context,
  requesterId: number,
): Promise<(LinkedArticle & { ticketId: number })[]> {
  requireStaff(ctx);
  return listWrittenFrom(ctx.db.read, await listTicketIdsOf(ctx.db.read, requesterId));
}

const listWrittenFrom = (q: Query, ticketIds: number[]) => inBatches(ticketIds, (ids) => listWritten(q, ids));
