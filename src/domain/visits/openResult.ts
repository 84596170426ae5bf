import type { Context } from '#src/context.ts';
import { recordEvent, type Recorded } from './recordEvent.ts';
import { isVisitId } from './visit.ts';
import { findEvent } from './visit.store.ts';

/** The value of `?from=` on a link to a result: which search it stands under, and its rank from 1. */
export const fromResult = (searchId: number, rank: number): string => `${searchId}.${rank}`;

/**
 * Record that a result was opened, from the `?from=` of its link: this works without a script. What is malformed or
 * belongs to another visit records nothing; the page opens all the same.
 */
export async function openResult(ctx: Context, articleId: number, from: string): Promise<Recorded | null> {
  const parts = /^(\d{1,10})\.(\d{1,3})$/.exec(from);
  if (!parts || ctx.actor.kind !== 'visitor' || !isVisitId(ctx.actor.visitId)) return null;
  const [searchId, rank] = [Number(parts[1]), Number(parts[2])];
  if (!(await isOwnSearch(ctx, ctx.actor.visitId, searchId))) return null;
  return recordEvent(ctx, { kind: 'result_opened', searchId, rank, articleId });
}

async function isOwnSearch(ctx: Context, visitId: string, searchId: number): Promise<boolean> {
  const event = await findEvent(ctx.db.read, visitId, searchId);
  return event?.kind === 'search';
}
