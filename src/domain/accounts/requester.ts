import type { Context } from '#src/context.ts';
import { requireAdmin, requireAgent } from './guards.ts';
import { findRequesterRow, listRequesterRows, type RequesterRow } from './requester.store.ts';

/** Somebody who asks. */
export interface RequesterPerson {
  id: number;
  email: string;
  name: string;
  locale: string;
  createdAt: Date;
  provedAt: Date | null;
}

/** A requester by number, null when there is none or they were erased. @throws sign_in_required for visitors */
export async function findRequester(ctx: Context, id: number): Promise<RequesterPerson | null> {
  if (ctx.actor.kind !== 'system') requireAgent(ctx);
  const row = await findRequesterRow(ctx.db.read, id);
  return row && personOf(row);
}

/** Requesters whose address or name contains a text, the newest first; 50 at most. @throws sign_in_required, not_allowed */
export async function searchRequesters(ctx: Context, query: string): Promise<RequesterPerson[]> {
  requireAdmin(ctx);
  return (await listRequesterRows(ctx.db.read, query.trim(), 50)).map(personOf);
}

const personOf = ({ id, email, name, locale, createdAt, provedAt }: RequesterRow): RequesterPerson => ({
  id,
  email,
  name,
  locale,
  createdAt,
  provedAt,
});
