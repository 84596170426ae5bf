import type { Context } from '#src/context.ts';
import { vote } from '#src/domain/articles/vote.ts';
import { recordEvent, type Recorded } from './recordEvent.ts';

export interface Vote {
  articleId: number;
  helpful: boolean;
  /** What was missing. */
  comment?: string;
}

/**
 * Whether an article helped, as a vote on the article and a signal of the visit, together or not at all. Visitors who
 * asked not to be counted vote without a visit; agents, who write the articles, have no vote.
 * @throws not_found for an article the voter can't read, invalid
 */
export async function voteInVisit(ctx: Context, input: Vote): Promise<Recorded | null> {
  const { articleId, helpful } = input;
  if (ctx.actor.kind === 'agent') return null;
  return ctx.db.write(async () => {
    const recorded = await recordEvent(ctx, { kind: 'vote', articleId, helpful });
    await vote(ctx, input, recorded?.visitId ?? null);
    return recorded;
  });
}
