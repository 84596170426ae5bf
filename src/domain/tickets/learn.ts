import { enqueue } from '#src/jobs/queue.ts';
import type { Change } from './change.ts';

/**
 * Let the search look at a ticket again (domain/search/learn.ts): its words become a way to ask for the articles that
 * solved it, or no longer are when it is open again. Called in the write that changed any of that.
 */
export const learnLater = ({ tx, ticket }: Pick<Change, 'tx' | 'ticket'>, now: Date): Promise<void> =>
  enqueue(tx, {
    kind: 'search.learn',
    payload: { ticket: ticket.id },
    runAt: now,
    uniqueKey: `search.learn:${ticket.id}`,
  });
