import { z } from 'zod';
import { cutText, emailInput, idInput, textInput } from '#src/domain/text.ts';
import { locales } from '#src/i18n/index.ts';

export const ticketStates = ['new', 'open', 'waiting', 'resolved', 'closed'] as const;
export type TicketState = (typeof ticketStates)[number];
export const tiers = [1, 2, 3, 4] as const;
export const levels = [1, 2, 3] as const;
/** Why a ticket goes to somebody else. */
export const handOverReasons = ['escalation', 'absence', 'other'] as const;
export const priorities = [5, 4, 3, 2, 1] as const;
export const channels = ['web', 'mail', 'phone', 'chat', 'counter'] as const;
export type Channel = (typeof channels)[number];
export const relations = ['answers', 'related', 'created'] as const;
export type Relation = (typeof relations)[number];

export interface Ticket {
  /** The number people see. */
  id: number;
  subject: string;
  requesterId: number;
  requesterName: string;
  state: TicketState;
  impact: number;
  urgency: number;
  /** 1 (low) to 5 (critical). */
  priority: number;
  /** 1 to 4. */
  tier: number;
  assigneeId: number | null;
  locale: string;
  channel: Channel;
  visitId: string | null;
  noAnswerReason: (typeof noAnswerReasons)[number] | null;
  selfServiceFailure: (typeof selfServiceFailures)[number] | null;
  story: StoryStep[];
  accessKeyHash: string;
  submissionKey: string | null;
  createdAt: Date;
  updatedAt: Date;
  lastMessageAt: Date;
  firstReplyAt: Date | null;
  resolvedAt: Date | null;
  resolvedById: number | null;
  closedAt: Date | null;
  snoozedUntil: Date | null;
  publicReplies: number;
  reopenings: number;
  escalations: number;
  solvedByMessageId: number | null;
  solvedByArticleId: number | null;
  wasKnown: boolean | null;
  mailboxId: number | null;
  /** The ticket this one was merged into. */
  mergedIntoId: number | null;
  /** The ticket this one goes on from, or a message of which became this one. */
  followsId: number | null;
  overdueAt: Date | null;
  spamAt: Date | null;
}

/** Why no article answers a ticket, and why its requester could not help themselves: said at resolving. */
export const noAnswerReasons = ['one_off', 'not_self_service', 'will_follow'] as const;
export const selfServiceFailures = ['missing', 'not_found', 'unclear', 'wrong', 'not_self_servable'] as const;

/** Why self-service failed, as far as the reason why no article answers a ticket tells. */
export const failureWithout = (
  reason: (typeof noAnswerReasons)[number],
): (typeof selfServiceFailures)[number] => (reason === 'will_follow' ? 'missing' : 'not_self_servable');

/** One thing the requester did before they asked. */
export interface StoryStep {
  /** ISO 8601. */
  at: string;
  kind: string;
  query?: string;
  title?: string;
  articleId?: number;
}

/** Where a ticket may go from each state by an agent's hand. A state may always stay as it is. */
const transitions: Record<TicketState, readonly TicketState[]> = {
  new: ['open', 'waiting', 'resolved', 'closed'],
  open: ['waiting', 'resolved', 'closed'],
  waiting: ['open', 'resolved', 'closed'],
  resolved: ['open', 'closed'],
  closed: ['open'],
};

export const canChangeState = (from: TicketState, to: TicketState): boolean =>
  from === to || transitions[from].includes(to);

/** The states an agent can choose for a ticket, its own first; resolving asks more than a state, and comes before closing. */
export const statesByHand = (from: TicketState): TicketState[] => [
  from,
  ...transitions[from].filter((to) => to !== 'resolved' && (to !== 'closed' || from === 'resolved')),
];

/** What a public reply by an agent makes of a ticket: now the requester has to act. A finished one stays finished. */
export const stateAfterAgentReply = (from: TicketState): TicketState => (isFinished(from) ? from : 'waiting');

/** What a reply by the requester makes of it; null when it takes none any more and a new ticket is the way. */
export function stateAfterRequesterReply(from: TicketState): TicketState | null {
  if (from === 'closed') return null;
  return from === 'new' ? 'new' : 'open';
}

export const isFinished = (state: TicketState): boolean => state === 'resolved' || state === 'closed';
/** Merged away or spam: nobody would get an answer. */
export const isAnswerable = ({ mergedIntoId, spamAt }: Pick<Ticket, 'mergedIntoId' | 'spamAt'>): boolean =>
  mergedIntoId === null && spamAt === null;
/** Resolved, and nobody said which article answers it or why none does. */
export const isUnexplained = (
  ticket: Pick<Ticket, 'state' | 'solvedByArticleId' | 'noAnswerReason'>,
): boolean =>
  ticket.state === 'resolved' && ticket.solvedByArticleId === null && ticket.noAnswerReason === null;
export const isReopening = (from: TicketState, to: TicketState): boolean =>
  isFinished(from) && !isFinished(to);

/** Impact × urgency, each 1 to 3, on the usual diagonal matrix: both low is 1, both high is 5 (ITIL 4, incident priority). */
export const priorityOf = (impact: number, urgency: number): number => impact + urgency - 1;

export const limits = {
  subject: 300,
  name: 300,
  body: 50_000,
  tag: 40,
  tags: 20,
  reason: 1_000,
  storySteps: 200,
} as const;

export const subjectInput = z
  .string()
  .transform((text) => text.replace(/[\r\n]+/g, ' '))
  .pipe(textInput({ min: 1, max: limits.subject }));
export const bodyInput = textInput({ min: 1, max: limits.body });
/** Random, made by the page that shows the form; long enough that nobody guesses another's. */
export const submissionKeyInput = z.string().regex(/^[\w-]{16,100}$/, { error: 'invalid' });

/** What a new ticket needs, whichever way it comes. */
export const ticketInput = z.object({
  subject: subjectInput,
  body: bodyInput,
  name: textInput({ max: limits.name }).default(''),
  email: emailInput,
  locale: z.enum(locales),
  channel: z.enum(channels).default('web'),
  submissionKey: submissionKeyInput.optional(),
});
export type TicketInput = z.input<typeof ticketInput>;
/** A mail may have no words of its own, only files; what is too long is read in the original. */
export const mailBodyInput = z
  .string()
  .transform((text) => cutText(text.replaceAll('\0', '').trim(), limits.body))
  .pipe(textInput({ max: limits.body }));
export const mailTicketInput = ticketInput.extend({
  subject: z
    .string()
    .transform((text) => cutText(text, limits.subject))
    .pipe(subjectInput),
  name: z
    .string()
    .transform((text) => cutText(text, limits.name))
    .pipe(textInput({ max: limits.name })),
  body: mailBodyInput,
});

export const prioritiseInput = z.object({
  impact: z.coerce.number().int().min(1).max(3),
  urgency: z.coerce.number().int().min(1).max(3),
});
export const tagInput = z
  .string()
  .transform((text) => text.trim().replace(/\s+/g, ' ').toLowerCase())
  .pipe(textInput({ min: 1, max: limits.tag }))
  .pipe(z.string().regex(/^[^,]*$/, { error: 'bad_character' }));
export const numberInput = idInput;
