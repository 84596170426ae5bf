import { z } from 'zod';
import type { Context } from '#src/context.ts';
import { voteFields, type Vote } from '#src/domain/articles/vote.ts';
import { idInput } from '#src/domain/text.ts';
import { castVote } from '#src/domain/visits/castVote.ts';
import { paths } from '#src/paths.ts';
import { formAction, type FormRequest } from './form.ts';

export const articles = {
  /** Did this article help? One click; a "no" is asked what was missing on the page that follows. */
  vote: formAction({
    input: z.object({ articleId: idInput, vote: z.enum(['yes', 'no']) }),
    run: (ctx, { articleId, vote: choice }, request) =>
      cast(ctx, request, { articleId, helpful: choice === 'yes', state: choice }),
  }),

  /** What was missing. */
  comment: formAction({
    input: z.object({ articleId: idInput, missing: voteFields.shape.comment }),
    run: (ctx, { articleId, missing }, request) =>
      cast(ctx, request, { articleId, helpful: false, comment: missing, state: 'sent' }),
  }),
};

async function cast(
  ctx: Context,
  request: FormRequest,
  { state, ...given }: Omit<Vote, 'comment'> & { comment?: string | undefined; state: string },
): Promise<string> {
  const { slug, visitId } = await castVote(ctx, { ...given, address: request.locals.clientAddress });
  if (visitId) request.locals.keepVisit(visitId);
  return `${paths.article(ctx.locale, slug)}?voted=${state}#was-it-helpful`;
}
