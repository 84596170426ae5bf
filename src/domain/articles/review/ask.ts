import type { z } from 'zod';
import type { Context } from '#src/context.ts';
import { requireAgent } from '#src/domain/accounts/guards.ts';
import { listAgents } from '#src/domain/accounts/people.ts';
import { checkInput } from '#src/domain/checkInput.ts';
import { domainError } from '#src/errors.ts';
import { getHead } from '../head.ts';
import { tellStaffLater } from '../tellLater.ts';
import { reviewFields } from './review.ts';
import { findOpenReview, findReview, insertReview, updateReview } from './review.store.ts';

/**
 * Ask a colleague to look at the newest text of an article. Asking the same one again, while they have not answered, puts
 * the newest text and note in the place of the first.
 * @throws sign_in_required, not_found, invalid (nobody, or oneself)
 */
export async function askReview(ctx: Context, input: z.input<typeof reviewFields>): Promise<number> {
  const me = requireAgent(ctx);
  const { articleId, reviewerId, note } = checkInput(reviewFields, input);
  const isColleague = reviewerId !== me.id && (await listAgents(ctx)).some(({ id }) => id === reviewerId);
  if (!isColleague) throw domainError('invalid', { fields: { reviewer: 'bad_choice' } });
  const { head } = await getHead(ctx, articleId);
  const asked = { revision: head.revision, askedById: me.id, note, askedAt: ctx.now };
  return ctx.db.write(async (tx) => {
    const open = await findOpenReview(tx, { articleId, reviewerId });
    if (open) await updateReview(tx, open.id, asked);
    const id =
      open?.id ??
      (await insertReview(tx, {
        ...{ articleId, reviewerId, ...asked },
        ...{ state: 'open', answer: '', decidedAt: null },
      }));
    await tellStaffLater(ctx, tx, { about: 'review', id });
    return id;
  });
}

/** Take the question back. @throws sign_in_required; not_found for what somebody else asked, or was answered */
export async function withdrawReview(ctx: Context, id: number): Promise<number> {
  const me = requireAgent(ctx);
  return ctx.db.write(async (tx) => {
    const review = await findReview(tx, id);
    if (review?.state !== 'open' || review.askedById !== me.id)
      throw domainError('not_found', { review: id });
    await updateReview(tx, id, { state: 'withdrawn' });
    return review.articleId;
  });
}
