import type { Context } from '#src/context.ts';
import { requireAgent } from '#src/domain/accounts/guards.ts';
import { listAgents } from '#src/domain/accounts/people.ts';
import { findRevision } from '../revision.store.ts';
import { listComments, type Comment } from './comment.store.ts';
import type { Review } from './review.ts';
import { listReviews, listReviewsOf, type OpenReview } from './review.store.ts';
import { publishingRules } from './rules.ts';

export interface ReviewView {
  /** What waits for the actor's own word. */
  mine: ReviewLine | null;
  others: ReviewLine[];
  comments: (Comment & { quote: string | null })[];
  /** Who can be asked. */
  colleagues: { id: number; name: string }[];
  /** Somebody else must approve or publish what the actor wrote. */
  needsSecond: boolean;
}

export type ReviewLine = Pick<
  Review,
  'id' | 'revision' | 'state' | 'note' | 'answer' | 'askedAt' | 'decidedAt'
> & {
  askedBy: string | null;
  reviewer: string | null;
  /** The actor asked, and may take it back. */
  isAsker: boolean;
};

const [mostReviews, mostComments, mostTasks] = [20, 100, 50];

/** What colleagues say about an article's newest text. @throws sign_in_required */
export async function reviewView(ctx: Context, articleId: number): Promise<ReviewView> {
  const me = requireAgent(ctx);
  const q = ctx.db.read;
  const everybody = await listAgents(ctx);
  const nameOf = (id: number | null) => everybody.find((agent) => agent.id === id)?.name ?? null;
  const reviews = await listReviews(q, articleId, mostReviews);
  const line = ({ askedById, reviewerId, ...rest }: Review): ReviewLine => ({
    ...rest,
    askedBy: nameOf(askedById),
    reviewer: nameOf(reviewerId),
    isAsker: askedById === me.id,
  });
  const mine = reviews.find(({ reviewerId, state }) => reviewerId === me.id && state === 'open');
  return {
    mine: mine ? line(mine) : null,
    others: reviews.filter((review) => review !== mine).map(line),
    comments: await withQuotes(ctx, articleId, await listComments(q, articleId, mostComments)),
    colleagues: everybody.filter(({ id }) => id !== me.id).map(({ id, name }) => ({ id, name })),
    needsSecond: (await publishingRules(q)).twoPersons,
  };
}

/** A comment on a line repeats the line, which may have moved since. */
async function withQuotes(
  ctx: Context,
  articleId: number,
  comments: Comment[],
): Promise<ReviewView['comments']> {
  const numbers = new Set(comments.filter(({ line }) => line !== null).map(({ revision }) => revision));
  const texts = new Map<number, string[]>();
  for (const number of numbers) {
    const revision = await findRevision(ctx.db.read, articleId, number);
    texts.set(number, revision?.source.split('\n') ?? []);
  }
  return comments.map((one) => ({
    ...one,
    quote: one.line === null ? null : (texts.get(one.revision)?.[one.line - 1] ?? null),
  }));
}

/** How many texts wait for the actor's word, for the places of the desk. @throws sign_in_required */
export async function countAsked(ctx: Context): Promise<number> {
  const me = requireAgent(ctx);
  return (await listReviewsOf(ctx.db.read, me.id, { as: 'reviewer', limit: mostTasks })).length;
}

/** What the actor was asked to look at, and what came back to them about a text that is still the newest. */
export async function ownReviews(ctx: Context): Promise<{ asked: OpenReview[]; answered: OpenReview[] }> {
  const me = requireAgent(ctx);
  const limit = mostTasks;
  const answers = await listReviewsOf(ctx.db.read, me.id, { as: 'asker', limit });
  return {
    asked: await listReviewsOf(ctx.db.read, me.id, { as: 'reviewer', limit }),
    answered: answers.filter(({ revision, copy, published }) => revision === (copy ?? published)),
  };
}
