import type Database from 'better-sqlite3';

/** Pages of the word index that one step rewrites: a few milliseconds. */
const pagesAtOnce = 200;

/**
 * One step of rewriting the word index without what was deleted from it: FTS5 only marks deleted words until it merges
 * (https://sqlite.org/fts5.html#the_merge_command). @returns whether there is more to do
 */
export function rewriteWords(writer: Database.Database): boolean {
  const changes = () => (writer.prepare('SELECT total_changes() AS n').get() as { n: number }).n;
  const before = changes();
  writer.prepare(`INSERT INTO ticket_words(ticket_words, rank) VALUES ('merge', ?)`).run(-pagesAtOnce);
  // The command itself counts as one change.
  return changes() - before >= 2;
}

/** Bring the log into the database and empty it: what stood in it before is overwritten or cut off. */
export function emptyLog(writer: Database.Database): void {
  const [found] = writer.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
  if (found?.busy) throw new Error('Somebody reads the database: its log could not be emptied yet.');
}
