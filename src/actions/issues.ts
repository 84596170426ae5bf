import { z } from 'zod';
import { answerAll, stopAnswer } from '#src/domain/issues/answerAll.ts';
import { declareIssue, endIssue } from '#src/domain/issues/declare.ts';
import { answerInput, stateInput } from '#src/domain/issues/issue.ts';
import { linkTickets } from '#src/domain/issues/linkTickets.ts';
import { bodyInput, submissionKeyInput } from '#src/domain/tickets/ticket.ts';
import { idInput } from '#src/domain/text.ts';
import { paths } from '#src/paths.ts';
import { formAction } from './form.ts';

const article = idInput;
const text = z.union([z.literal(''), bodyInput]).default('');

/** One problem, many people. */
export const issues = {
  declare: formAction({
    input: z.object({ article, state: stateInput }),
    run: async (ctx, { article, state }) => {
      await declareIssue(ctx, article, state);
      return paths.deskIssue(article, 'kept');
    },
  }),

  end: formAction({
    input: z.object({ article }),
    run: async (ctx, { article }) => {
      await endIssue(ctx, article);
      return paths.deskIssue(article, 'kept');
    },
  }),

  link: formAction({
    input: z.object({
      article,
      numbers: z.string().max(2_000, { error: 'too_long' }).default(''),
      /** Ticked among those that sound alike. */
      alike: z.array(idInput).max(100, { error: 'too_many' }).default([]),
    }),
    run: async (ctx, { article, numbers, alike }) => {
      await linkTickets(ctx, article, [numbers, ...alike].join(' '));
      return paths.deskIssue(article, 'linked');
    },
  }),

  answer: formAction({
    input: z.object({
      article,
      'text-en': text,
      'text-it': text,
      tickets: answerInput.shape.tickets,
      resolves: z.literal('on').optional(),
      submissionKey: submissionKeyInput,
    }),
    run: async (ctx, { article, resolves, 'text-en': en, 'text-it': it, ...input }) => {
      const texts = { ...(en && { en }), ...(it && { it }) };
      await answerAll(ctx, article, { ...input, texts, resolves: resolves === 'on' });
      return paths.deskIssue(article, 'sent');
    },
  }),

  stop: formAction({
    input: z.object({ article, answer: idInput }),
    run: async (ctx, { article, answer }) =>
      paths.deskIssue(article, (await stopAnswer(ctx, answer)) ? 'stopped' : 'tooLate'),
  }),
};
