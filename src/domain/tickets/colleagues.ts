import type { Context } from '#src/context.ts';
import { requireStaff } from './change.ts';
import { listColleagues, type Colleague } from './ticket.store.ts';

/** Agents who can be given a ticket, by name. @throws sign_in_required */
export async function colleagues(ctx: Context): Promise<Colleague[]> {
  requireStaff(ctx);
  return listColleagues(ctx.db.read);
}
