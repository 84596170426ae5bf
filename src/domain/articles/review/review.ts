import { z } from 'zod';
import { idInput, textInput } from '#src/domain/text.ts';

export const decisions = ['approved', 'changes'] as const;
export type Decision = (typeof decisions)[number];

/** A colleague was asked to look at an article before it goes out. */
export interface Review {
  id: number;
  articleId: number;
  /** The revision to look at; once decided, the one that was. */
  revision: number;
  askedById: number | null;
  reviewerId: number | null;
  note: string;
  state: 'open' | Decision | 'withdrawn';
  answer: string;
  askedAt: Date;
  decidedAt: Date | null;
}

export const reviewFields = z.object({
  articleId: idInput,
  reviewerId: idInput,
  note: textInput({ max: 2_000 }).default(''),
});

export const decisionFields = z.object({
  /** The revision that was looked at. */
  revision: idInput,
  decision: z.enum(decisions, { error: 'bad_choice' }),
  answer: textInput({ max: 4_000 }).default(''),
});

export const commentFields = z.object({
  articleId: idInput,
  body: textInput({ min: 1, max: 4_000 }),
  /** A line of the Markdown. */
  line: z.int({ error: 'bad_number' }).min(1, { error: 'bad_number' }).max(100_000).nullable().default(null),
});
