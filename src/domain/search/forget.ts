import type { Query } from '#db/open.ts';
import { bumpCounter } from '#src/jobs/queue.ts';
import { deleteLessons } from './learn.store.ts';

/**
 * Forgets what tickets and visits taught, for a person who is erased: the words leave the database in this write, the
 * results within a second of its commit, and the memory of every instance as soon as its new indexes are built.
 */
export async function forgetQuestionsOf(
  tx: Query,
  { ticketIds, visitIds }: { ticketIds: readonly number[]; visitIds: readonly string[] },
): Promise<void> {
  const origins = [...ticketIds.map((id) => `ticket:${id}`), ...visitIds.map((id) => `visit:${id}`)];
  await deleteLessons(tx, origins);
  await bumpCounter(tx, 'questions');
  await bumpCounter(tx, 'forgotten');
}
