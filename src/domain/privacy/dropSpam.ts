import type { Context } from '#src/context.ts';
import { forgetPeopleOf } from '#src/domain/articles/personalData/forget.ts';
import { forgetMailAbout } from '#src/domain/mail/forget.ts';
import { deleteWholeTickets, spamBefore } from '#src/domain/tickets/deleteSpam.ts';
import { dropTraces } from './traces.ts';
import { forgetWordsOf } from '#src/domain/visits/forget.ts';

const batch = 100;
const dayMs = 86_400_000;

/**
 * Delete for good what was marked as spam longer than `SPAM_DAYS` ago: tickets, mail, files, and who is known from
 * nothing else; for the recurring job.
 * @returns how many tickets are gone
 */
export async function dropSpam(ctx: Context): Promise<number> {
  const before = new Date(ctx.now.getTime() - ctx.config.spamDays * dayMs);
  const count = await ctx.db.write(async (tx) => {
    const ids = await spamBefore(tx, before, batch);
    if (ids.length === 0) return 0;
    await forgetWordsOf(ctx, ids);
    await forgetPeopleOf(tx, ids);
    const hashes = [...(await forgetMailAbout(tx, ids)), ...(await deleteWholeTickets(tx, ids))];
    await dropTraces(tx, ctx, hashes);
    return ids.length;
  });
  return count < batch ? count : count + (await dropSpam(ctx));
}
