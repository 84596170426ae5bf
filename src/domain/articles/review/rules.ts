import type { Query } from '#db/open.ts';
import type { Context } from '#src/context.ts';
import { requireAdmin } from '#src/domain/accounts/guards.ts';
import { readNote, writeNote } from '../content/content.store.ts';

/** How a house publishes; admins choose. */
export interface PublishingRules {
  /** Nobody publishes their own text alone: somebody else approves or publishes it. */
  twoPersons: boolean;
}

const key = 'articles.publishing';

export async function publishingRules(q: Query): Promise<PublishingRules> {
  return (await readNote<PublishingRules>(q, key)) ?? { twoPersons: false };
}

/** @throws sign_in_required, not_allowed unless an admin asks */
export async function setPublishingRules(ctx: Context, rules: PublishingRules): Promise<void> {
  requireAdmin(ctx);
  await ctx.db.write((tx) => writeNote(tx, key, rules));
}
