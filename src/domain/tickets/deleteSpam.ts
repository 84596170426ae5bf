import type { Query } from '#db/open.ts';
import { deleteStrangers, deleteTickets, listFilesOf, listSpamBefore } from './deleteSpam.store.ts';
import { dropWords } from './search.store.ts';

/** Tickets marked as spam before a time, locked until the write ends. */
export const spamBefore = (tx: Query, before: Date, most: number): Promise<number[]> =>
  listSpamBefore(tx, before, most);

/**
 * Delete tickets with everything on them, and who is known from nothing else. For the cleaning of spam
 * (domain/privacy/dropSpam.ts), in its write.
 * @returns the hashes of their files
 */
export async function deleteWholeTickets(tx: Query, ids: number[]): Promise<string[]> {
  const hashes = await listFilesOf(tx, ids);
  for (const id of ids) await dropWords(tx, id);
  await deleteStrangers(tx, await deleteTickets(tx, ids));
  return hashes;
}
