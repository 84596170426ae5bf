import type { Context } from '#src/context.ts';
import { domainError } from '#src/errors.ts';
import { lineInput } from '#src/domain/text.ts';
import { parseInput } from './change.ts';
import { queueQuery, queueRequest } from './filter.ts';
import {
  deleteSavedFilter,
  insertSavedFilter,
  listSavedFilters,
  type SavedFilter,
} from './savedFilter.store.ts';

const nameInput = lineInput({ min: 1, max: 60 });
const mostFilters = 30;

/** The filters an agent keeps for themselves, by name. @throws sign_in_required */
export function savedFilters(ctx: Context): Promise<SavedFilter[]> {
  return listSavedFilters(ctx.db.read, me(ctx));
}

/** Keep what the queue shows now under a name. @returns the query string as kept @throws sign_in_required, invalid */
export async function saveFilter(ctx: Context, input: { name: string; query: string }): Promise<string> {
  const agentId = me(ctx);
  const name = parseInput(nameInput, input.name, 'name');
  const query = queueQuery(queueRequest(new URLSearchParams(input.query), agentId).params);
  if ((await savedFilters(ctx)).length >= mostFilters)
    throw domainError('invalid', { fields: { name: 'too_many' } });
  await ctx.db.write((tx) => insertSavedFilter(tx, { agentId, name, query }));
  return query;
}

/** Forget one of one's own filters; another agent's is not touched. @throws sign_in_required */
export async function forgetFilter(ctx: Context, id: number): Promise<void> {
  const agentId = me(ctx);
  await ctx.db.write((tx) => deleteSavedFilter(tx, agentId, id));
}

function me(ctx: Context): number {
  if (ctx.actor.kind !== 'agent') throw domainError('sign_in_required');
  return ctx.actor.id;
}
