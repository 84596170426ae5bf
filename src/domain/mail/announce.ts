import type { Query } from '#db/open.ts';
import type { Context, Happening } from '#src/context.ts';
import { tellAgents } from './tellAgents.ts';
import { tellRequester } from './tellRequester.ts';

/** `App.announce`: write to everybody whom something that happened to a ticket concerns. */
export async function announceToPeople(tx: Query, ctx: Context, happened: Happening): Promise<void> {
  await tellRequester(tx, ctx, happened);
  await tellAgents(tx, ctx, happened);
}
