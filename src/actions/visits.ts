import { z } from 'zod';
import { findReadableArticle } from '#src/domain/articles/read.ts';
import { addressBlock, takeToken } from '#src/domain/limits/limits.ts';
import { idInput } from '#src/domain/text.ts';
import { voteInVisit } from '#src/domain/visits/vote.ts';
import type { Context } from '#src/context.ts';
import { paths } from '#src/paths.ts';
import { formAction, type FormRequest } from './form.ts';

/** Votes that one address may give in an hour: many people can share one. */
const limit = { limit: 120, windowMs: 3_600_000 };
const opinion = z.enum(['yes', 'no'], { error: 'bad_choice' });

/** The forms below an article; back on its page, `?feedback=yes|no|sent` says what was said. */
export const visits = {
  /** "Was this helpful?" */
  vote: formAction({
    input: z.object({ articleId: idInput, vote: opinion }),
    run: (ctx, { articleId, vote }, request) =>
      sayAndReturn(ctx, request, { articleId, helpful: vote === 'yes', comment: '' }, vote),
  }),

  /** What was missing, after a no. */
  missing: formAction({
    input: z.object({ articleId: idInput, missing: z.string().default('') }),
    run: (ctx, { articleId, missing }, request) =>
      sayAndReturn(ctx, request, { articleId, helpful: false, comment: missing }, 'sent'),
  }),
};

async function sayAndReturn(
  ctx: Context,
  { locals }: FormRequest,
  vote: { articleId: number; helpful: boolean; comment: string },
  feedback: 'yes' | 'no' | 'sent',
): Promise<string> {
  await takeToken(ctx, { key: `vote:${addressBlock(locals.clientAddress)}`, ...limit });
  const recorded = await voteInVisit(ctx, vote);
  if (recorded) locals.keepVisit(recorded.visitId);
  const article = await findReadableArticle(ctx, vote.articleId);
  return paths.articleFeedback(ctx.locale, article!.slug, feedback);
}
