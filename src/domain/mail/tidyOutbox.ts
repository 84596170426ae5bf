import type { Context } from '#src/context.ts';
import { kindOf, mailKindNames } from './mail.ts';
import { deleteOldMails } from './outbox.store.ts';

const keepDays = 30;

/** Forget, after 30 days, notices to agents and keys; what went to requesters belongs to their tickets and stays. */
export async function tidyOutbox(ctx: Context): Promise<void> {
  const before = new Date(ctx.now.getTime() - keepDays * 86_400_000);
  const kinds = mailKindNames.filter((kind) => kindOf(kind).to === 'agent' || kindOf(kind).isSecret);
  await ctx.db.write((tx) => deleteOldMails(tx, kinds, before));
}
