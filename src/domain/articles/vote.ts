import { z } from 'zod';
import type { Query } from '#db/open.ts';
import type { Context } from '#src/context.ts';
import { checkInput } from '#src/domain/checkInput.ts';
import { idInput, textInput } from '#src/domain/text.ts';
import { getReadableArticle } from './read.ts';
import { blankComments, saveVote } from './vote.store.ts';

const voteFields = z.object({
  articleId: idInput,
  helpful: z.boolean(),
  /** What was missing. */
  comment: textInput({ max: 2_000 }).default(''),
});

export type Vote = z.output<typeof voteFields>;

/**
 * Whether an article helped. A visit has one vote an article and may change it; without a visit it counts as well.
 * @param visitId the proved one, as `recordEvent` returned it.
 * @throws DomainError `not_found` for an article the voter can't read, `invalid`.
 */
export async function vote(
  ctx: Context,
  input: Omit<Vote, 'comment'> & { comment?: string | undefined },
  visitId: string | null = null,
): Promise<void> {
  const fields = checkInput(voteFields, input);
  await getReadableArticle(ctx, fields.articleId);
  await ctx.db.write((tx) => saveVote(tx, { ...fields, visitId, createdAt: ctx.now }));
}

/** Takes the words of these visits out of their votes; the votes still count. */
export const forgetVoteComments = (tx: Query, visitIds: readonly string[]): Promise<void> =>
  blankComments(tx, visitIds);
