import type { Query } from '#db/open.ts';
import { forgetJobs } from '#src/jobs/queue.ts';
import { blankReceivedOf, deleteNoticesOf, deleteSentOf, type Person } from './forget.store.ts';

/** Ids in one statement: both engines bound the parameters of one. */
const batch = 500;

/**
 * Take what was mailed to and by somebody out of the portal, in the write that erases them.
 * @returns the hashes of the raw messages, whose files go after it
 */
export async function forgetMailOf(
  tx: Query,
  person: Person | null,
  { ticketIds, sharedIds, messageIds }: { ticketIds: number[]; sharedIds: number[]; messageIds: number[] },
): Promise<string[]> {
  const hashes: string[] = [];
  const most = Math.max(ticketIds.length, messageIds.length, 1);
  for (let at = 0; at < most; at += batch) {
    const about = {
      ticketIds: ticketIds.slice(at, at + batch),
      messageIds: messageIds.slice(at, at + batch),
    };
    const sentIds = await deleteSentOf(tx, person, about);
    for (let from = 0; from < sentIds.length || from === 0; from += batch)
      hashes.push(
        ...(await blankReceivedOf(tx, person, { ...about, sentIds: sentIds.slice(from, from + batch) })),
      );
  }
  for (let at = 0; at < sharedIds.length; at += batch)
    await deleteNoticesOf(tx, sharedIds.slice(at, at + batch));
  // What agents are told of waits in jobs, with what was said.
  const about = new Set([...ticketIds, ...sharedIds]);
  await forgetJobs(tx, 'mail.tellAgents', ({ ticketId }) => about.has(Number(ticketId)));
  return hashes;
}

/** The same for everything mailed about tickets that go, whoever wrote it. */
export const forgetMailAbout = (tx: Query, ticketIds: number[]): Promise<string[]> =>
  forgetMailOf(tx, null, { ticketIds, sharedIds: [], messageIds: [] });
