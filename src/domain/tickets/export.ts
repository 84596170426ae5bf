import type { Query } from '#db/open.ts';
import { loadConversations, loadCopiesOf, loadFilesOf, loadOwnWords, loadTicketsOf } from './export.store.ts';

/** Ids in one statement: both engines bound the parameters of one. */
const batch = 500;

/** A file of the export: where it lies in it, and in the store. */
export interface ExportedFile {
  path: string;
  hash: string;
}

/** Everything of somebody's tickets that is theirs, and the files that hang on it. */
export async function exportTickets(q: Query, requesterId: number) {
  const tickets = await loadTicketsOf(q, requesterId);
  const messages = await inParts(
    tickets.map(({ number }) => number),
    (ids) => loadConversations(q, ids),
  );
  const elsewhere = await loadOwnWords(q, requesterId);
  const rows = await inParts(
    [...messages, ...elsewhere].map(({ id }) => id),
    (ids) => loadFilesOf(q, ids),
  );
  const files = rows.map((file) => ({ ...file, path: pathOf(file) }));
  const withFiles = <M extends { id: number }>({ id, ...message }: M) => ({
    ...message,
    files: files.filter(({ messageId }) => messageId === id).map(({ path, name }) => ({ path, name })),
  });
  return {
    tickets: tickets.map((ticket) => ({
      ...ticket,
      conversation: messages.filter((message) => message.ticket === ticket.number).map(withFiles),
    })),
    inCopyOf: await loadCopiesOf(q, requesterId),
    writtenElsewhere: elsewhere.map(withFiles),
    files: files.map(({ path, hash }): ExportedFile => ({ path, hash })),
  };
}

/** The name is a stranger's: no folder, nothing that a file system trips over. */
function pathOf({ id, ticket, name }: { id: number; ticket: number; name: string }): string {
  const safe = name
    .replace(/[^\p{L}\p{N}._ -]/gu, '_')
    .replace(/^[. ]+|[. ]+$/g, '')
    .slice(-100);
  return `files/${ticket}/${id}-${safe || 'file'}`;
}

async function inParts<T>(ids: number[], load: (ids: number[]) => Promise<T[]>): Promise<T[]> {
  const all: T[] = [];
  for (let at = 0; at < ids.length; at += batch) all.push(...(await load(ids.slice(at, at + batch))));
  return all;
}
