import type Database from 'better-sqlite3';
import { isBusy } from './busy.sqlite.ts';

/** Rows of an index that are looked at: enough to choose between indexes (SQLite, "PRAGMA analysis_limit": 100 to 1000). */
const analysedRows = 400;
/** ANALYZE where it may help (0x2), of all tables (0x10000): the writer reads few of those that its reader reads. */
const whereItHelps = 0x10002;

/**
 * Counts again how the rows of tables that grew are spread, so that queries are planned by what there is; a few
 * milliseconds when nothing grew tenfold. While another process writes, nothing is done: there is a next time.
 */
export function gatherStatistics(writer: Database.Database): void {
  unlessBusy(() => {
    writer.pragma(`analysis_limit = ${analysedRows}`);
    writer.pragma(`optimize = ${whereItHelps}`);
  });
}

/** Lets another connection plan by them: it reads statistics only when it opens, or when it is told. */
export function readStatistics(reader: Database.Database): void {
  reader.pragma('query_only = OFF');
  try {
    unlessBusy(() => reader.exec('ANALYZE sqlite_schema'));
  } finally {
    reader.pragma('query_only = ON');
  }
}

function unlessBusy(work: () => unknown): void {
  try {
    work();
  } catch (error) {
    if (!isBusy(error)) throw error;
  }
}
