import type { Context } from '#src/context.ts';
import { recordEvent, type Recorded } from './recordEvent.ts';
import { isVisitId } from './visit.ts';
import { findEvent } from './visit.store.ts';

/** A link to a result that says which search it stands under, at which rank (from 1): `…?from=12.1.7#anchor`. */
export function resultLink(url: string, from: { searchId: number; rank: number; articleId: number }): string {
  const [path = '', anchor] = url.split('#');
  const mark = path.includes('?') ? '&' : '?';
  const query = `${mark}from=${from.searchId}.${from.rank}.${from.articleId}`;
  return `${path}${query}${anchor === undefined ? '' : `#${anchor}`}`;
}

/**
 * Record that a result was opened, from the `?from=` of its link: this works without a script. What is malformed or
 * belongs to another visit records nothing; the page opens all the same.
 */
export async function openResult(ctx: Context, from: string): Promise<Recorded | null> {
  const parts = /^(\d{1,9})\.(\d{1,3})\.(\d{1,9})$/.exec(from)?.slice(1).map(Number);
  if (!parts || ctx.actor.kind !== 'visitor' || !isVisitId(ctx.actor.visitId)) return null;
  const [searchId, rank, articleId] = parts as [number, number, number];
  const search = await findEvent(ctx.db.read, ctx.actor.visitId, searchId);
  if (search?.kind !== 'search') return null;
  return recordEvent(ctx, { kind: 'result_opened', searchId, rank, articleId });
}
