import type { Context } from '#src/context.ts';
import { domainError } from '#src/errors.ts';
import { changeTicket } from './change.ts';
import { listColleagues } from './ticket.store.ts';

/** Give a ticket to an agent, or to nobody. @throws sign_in_required, not_found, invalid for someone who can't work */
export function assignTicket(ctx: Context, number: number, agentId: number | null): Promise<void> {
  return changeTicket(ctx, number, async ({ tx, ticket, set, record }) => {
    if (ticket.assigneeId === agentId) return;
    const isAvailable = agentId === null || (await listColleagues(tx)).some(({ id }) => id === agentId);
    if (!isAvailable) throw domainError('invalid', { fields: { assignee: 'bad_choice' } });
    await set({ assigneeId: agentId });
    await record('assigned', { from: ticket.assigneeId, to: agentId });
  });
}
