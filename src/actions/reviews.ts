import { z } from 'zod';
import { askReview, withdrawReview } from '#src/domain/articles/review/ask.ts';
import { addComment, settleComment } from '#src/domain/articles/review/comment.ts';
import { decideReview } from '#src/domain/articles/review/decide.ts';
import { decisions } from '#src/domain/articles/review/review.ts';
import { setPublishingRules } from '#src/domain/articles/review/rules.ts';
import { idInput, textInput } from '#src/domain/text.ts';
import { paths } from '#src/paths.ts';
import { formAction } from './form.ts';

const words = textInput({ max: 4_000 }).default('');

export const reviews = {
  ask: formAction({
    input: z.object({ id: idInput, reviewer: z.coerce.number({ error: 'bad_choice' }), note: words }),
    run: async (ctx, { id, reviewer, note }) => {
      await askReview(ctx, { articleId: id, reviewerId: reviewer || -1, note });
      return paths.deskArticle(id, { done: 'asked' });
    },
  }),

  withdraw: formAction({
    input: z.object({ review: idInput }),
    run: async (ctx, { review }) =>
      paths.deskArticle(await withdrawReview(ctx, review), { done: 'withdrawn' }),
  }),

  decide: formAction({
    input: z.object({
      review: idInput,
      revision: idInput,
      decision: z.enum(decisions, { error: 'bad_choice' }),
      answer: words,
    }),
    run: async (ctx, { review, ...decision }) =>
      paths.deskArticle(await decideReview(ctx, review, decision), { done: 'decided' }),
  }),

  comment: formAction({
    input: z.object({
      id: idInput,
      body: words,
      line: z.union([z.literal('').transform(() => null), idInput]).default(null),
    }),
    run: async (ctx, { id, body, line }) => {
      await addComment(ctx, { articleId: id, body, line });
      return paths.deskArticle(id, { done: 'commented' });
    },
  }),

  settleComment: formAction({
    input: z.object({ comment: idInput }),
    run: async (ctx, { comment }) =>
      paths.deskArticle(await settleComment(ctx, comment), { done: 'commentSettled' }),
  }),

  setRules: formAction({
    input: z.object({ twoPersons: z.string().optional() }),
    run: async (ctx, { twoPersons }) => {
      await setPublishingRules(ctx, { twoPersons: twoPersons === 'on' });
      return paths.adminArticles({ done: 'rules' });
    },
  }),
};
