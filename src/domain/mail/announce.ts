import type { Query } from '#db/open.ts';
import type { Context, Happening } from '#src/context.ts';
import { tellAgentsLater } from './tellAgents.ts';
import { tellExpert } from './tellExpert.ts';
import { tellRequester } from './tellRequester.ts';

/**
 * `App.announce`: write to everybody whom something that happened to a ticket concerns. The requester's mail is written
 * at once; agents may be many, so that a job that commits with the change writes theirs.
 */
export async function announceToPeople(tx: Query, ctx: Context, happened: Happening): Promise<void> {
  await tellRequester(tx, ctx, happened);
  await tellExpert(tx, ctx, happened);
  await tellAgentsLater(tx, ctx, happened);
}
