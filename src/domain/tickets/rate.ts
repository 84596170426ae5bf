import { z } from 'zod';
import { textInput } from '#src/domain/text.ts';
import type { Context } from '#src/context.ts';
import { domainError } from '#src/errors.ts';
import { byParticipant, changeOf, parseInput } from './change.ts';
import { findOwnTicket, getOwnTicket } from './ownTicket.ts';
import { findRating, keepRating } from './rating.store.ts';
import { findTicketToChange } from './ticket.store.ts';
import { isFinished } from './ticket.ts';

export const ratings = ['good', 'bad'] as const;
export type Rating = (typeof ratings)[number];
export const ratingInput = z.object({
  rating: z.enum(ratings, { error: 'required' }),
  comment: textInput({ max: 2_000 }).default(''),
});

/**
 * The requester says how content they are with the help; said again, the last word counts. It belongs to who resolved
 * the ticket, at its tier of that moment.
 * @throws not_found, not_allowed for people in copy, invalid, conflict while the ticket is not finished
 */
export async function rateTicket(
  ctx: Context,
  number: number,
  input: z.input<typeof ratingInput>,
): Promise<void> {
  const { me } = await getOwnTicket(ctx, number);
  if (!me.isRequester) throw domainError('not_allowed');
  const { rating, comment } = parseInput(ratingInput, input);
  await ctx.db.write(async (tx) => {
    const ticket = (await findTicketToChange(tx, number))!;
    if (!isFinished(ticket.state)) throw domainError('conflict', { reason: 'not_finished' });
    const known = await findRating(tx, number);
    const isGood = rating === 'good';
    if (known?.isGood === isGood && known.comment === comment) return;
    const agentId = ticket.resolvedById ?? ticket.assigneeId;
    await keepRating(tx, { ticketId: number, isGood, comment, agentId, tier: ticket.tier, at: ctx.now });
    await changeOf(tx, ctx, ticket, byParticipant(me.requesterId)).record('rated', { rating });
  });
}

export interface RatingView {
  number: number;
  subject: string;
  canRate: boolean;
  /** What they said before. */
  rating: Rating | null;
  comment: string;
}

/** What the page with the question shows. @throws not_found unless the actor is the ticket's requester */
export async function ratingView(ctx: Context, number: number): Promise<RatingView> {
  const view = await findRatingView(ctx, number);
  if (!view) throw domainError('not_found', { ticket: number });
  return view;
}

/** The same, or null: for people in copy and agents the question is not asked. */
export async function findRatingView(ctx: Context, number: number): Promise<RatingView | null> {
  const ticket = await findOwnTicket(ctx, number);
  if (!ticket?.me.isRequester) return null;
  const known = await findRating(ctx.db.read, number);
  return {
    number,
    subject: ticket.subject,
    canRate: isFinished(ticket.state),
    rating: known && (known.isGood ? 'good' : 'bad'),
    comment: known?.comment ?? '',
  };
}
