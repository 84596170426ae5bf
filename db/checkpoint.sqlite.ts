/** The thread that brings the log into the database: its waits for the disk hold up nobody. See wal.sqlite.ts. */
import Database from 'better-sqlite3';
import { parentPort, workerData } from 'node:worker_threads';
import type { Checkpointed } from './wal.sqlite.ts';

const port = parentPort!;
const { path } = workerData as { path: string };
const connection = new Database(path, { fileMustExist: true });
connection.pragma('synchronous = NORMAL');

port.on('message', () => {
  // PASSIVE waits for no reader and no writer, and makes neither wait.
  const [found] = connection.pragma('wal_checkpoint(PASSIVE)') as Checkpointed[];
  port.postMessage({ log: found!.log, checkpointed: found!.checkpointed });
});
