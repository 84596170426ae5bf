import type { Query } from '#db/open.ts';
import {
  blankEvents,
  blankMessages,
  blankTickets,
  deleteAttachmentsOf,
  deleteOwnTags,
  leaveTickets,
  listMessagesToForget,
  listTicketIdsOf,
} from './forget.store.ts';
import { indexTicket } from './search.ts';

/** Ids in one statement: both engines bound the parameters of one. */
const batch = 500;

export interface Forgotten {
  ticketIds: number[];
  /** Of others, in which they wrote. */
  sharedIds: number[];
  /** Whose words are gone: in those tickets, and theirs in tickets of others. */
  messageIds: number[];
  /** Of files that hung on them; others may have the same. */
  fileHashes: string[];
}

/** The tickets that somebody filed. */
export const ticketIdsOf = (q: Query, requesterId: number): Promise<number[]> =>
  listTicketIdsOf(q, requesterId);

/**
 * Take every word of and about a requester out of their tickets, and theirs out of tickets of others. Rows, times and
 * counts stay; tickets that were unfinished are closed. For the erasing of a person (domain/privacy/erase.ts), in its write.
 */
export async function forgetTicketsOf(tx: Query, requesterId: number, now: Date): Promise<Forgotten> {
  const ticketIds = await listTicketIdsOf(tx, requesterId);
  const forgotten: Forgotten = { ticketIds, sharedIds: [], messageIds: [], fileHashes: [] };
  const touched = new Set(ticketIds);
  for (const ids of batchesOf(ticketIds)) {
    const messages = await listMessagesToForget(tx, requesterId, ids);
    for (const { ticketId } of messages) touched.add(ticketId);
    const messageIds = messages.map(({ id }) => id);
    for (const some of batchesOf(messageIds)) {
      forgotten.fileHashes.push(...(await deleteAttachmentsOf(tx, some)));
      await blankMessages(tx, some);
    }
    forgotten.messageIds.push(...messageIds);
    await blankTickets(tx, ids, now);
    await blankEvents(tx, ids);
    await deleteOwnTags(tx, ids);
  }
  await leaveTickets(tx, requesterId);
  for (const id of touched) await indexTicket(tx, id);
  const own = new Set(ticketIds);
  forgotten.sharedIds = [...touched].filter((id) => !own.has(id));
  return forgotten;
}

/** Parts that fit into one statement each; one empty part when there is nothing. */
function* batchesOf(ids: number[]): Generator<number[]> {
  for (let at = 0; at < ids.length || at === 0; at += batch) yield ids.slice(at, at + batch);
}
