import type { Context } from '#src/context.ts';
import { requireAuthor } from './author.ts';
import { listDraftRows, type DraftRow } from './list.store.ts';

export type { DraftRow };

/** Drafts that are looked through: the last changed ones. */
const most = 100;

/** What is being written and was never published, the last changed first. @throws sign_in_required */
export async function recentDrafts(ctx: Context): Promise<DraftRow[]> {
  requireAuthor(ctx);
  return listDraftRows(ctx.db.read, most);
}
