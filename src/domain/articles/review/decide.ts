import type { z } from 'zod';
import type { Context } from '#src/context.ts';
import { requireAgent } from '#src/domain/accounts/guards.ts';
import { checkInput } from '#src/domain/checkInput.ts';
import { domainError } from '#src/errors.ts';
import { getLocked } from '../article.store.ts';
import { refuseStale } from '../change.ts';
import { tellStaffLater } from '../tellLater.ts';
import { newestOf } from '../workingCopy.ts';
import { findCopy } from '../workingCopy.store.ts';
import { decisionFields } from './review.ts';
import { findReview, updateReview } from './review.store.ts';

/**
 * Approve the text that one was asked to look at, or ask for changes and say which. It is the revision that counts: a
 * later one is another text.
 * @returns the article.
 * @throws sign_in_required; not_found unless it waits for the actor; conflict when the text changed since they looked;
 * invalid when changes are wanted without a word about them
 */
export async function decideReview(
  ctx: Context,
  id: number,
  input: z.input<typeof decisionFields>,
): Promise<number> {
  const me = requireAgent(ctx);
  const { revision, decision, answer } = checkInput(decisionFields, input);
  if (decision === 'changes' && !answer.trim())
    throw domainError('invalid', { fields: { answer: 'required' } });
  return ctx.db.write(async (tx) => {
    const review = await findReview(tx, id);
    if (review?.state !== 'open' || review.reviewerId !== me.id)
      throw domainError('not_found', { review: id });
    const { articleId } = review;
    const article = await getLocked(tx, articleId);
    refuseStale({ id: articleId, revision: newestOf(article, await findCopy(tx, articleId)) }, revision);
    await updateReview(tx, id, { state: decision, revision, answer, decidedAt: ctx.now });
    await tellStaffLater(ctx, tx, { about: 'review', id });
    return articleId;
  });
}
