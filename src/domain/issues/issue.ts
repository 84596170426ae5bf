import { z } from 'zod';
import { idInput } from '#src/domain/text.ts';
import { bodyInput, submissionKeyInput } from '#src/domain/tickets/ticket.ts';
import { locales, type Locale } from '#src/i18n/index.ts';

/** Where a known issue stands: looked into, with a way around it, solved. */
export const issueStates = ['investigating', 'workaround', 'solved'] as const;
export type IssueState = (typeof issueStates)[number];

/** An article, in all its languages, that speaks of a problem many have. */
export interface Issue {
  articleKey: string;
  state: IssueState;
  /** Of the last answer to all; null while none was given. */
  answeredAt: Date | null;
  byId: number | null;
  createdAt: Date;
  updatedAt: Date;
}

export const stateInput = z.enum(issueStates, { error: 'bad_choice' });

/** How long an answer to all can be stopped before it goes out, in milliseconds. */
export const stopMs = 30_000;

/** Tickets that one answer goes to, at most. */
export const mostTickets = 1_000;

/** One answer to many: its text in each language that the tickets speak. */
export const answerInput = z.object({
  texts: z.partialRecord(z.enum(locales), bodyInput),
  tickets: z.array(idInput).min(1, { error: 'required' }).max(mostTickets, { error: 'too_many' }),
  resolves: z.boolean().default(false),
  submissionKey: submissionKeyInput,
});
export type IssueAnswerInput = z.input<typeof answerInput>;

/** A ticket with a known issue. */
export interface IssueTicket {
  id: number;
  subject: string;
  locale: Locale;
  state: 'new' | 'open' | 'waiting' | 'resolved' | 'closed';
  requesterName: string;
  email: string;
  createdAt: Date;
  /** When the last answer to all reached it. */
  answeredAt: Date | null;
}
