/** The thread that reads messages: raw bytes come from the file store and files go there; only small values are passed on. */
import { parentPort, workerData } from 'node:worker_threads';
import { openFileStore } from '#src/domain/files/fileStore.ts';
import { showOriginal } from './original.ts';
import { readMail } from './read.ts';
import type { ReaderCall, ReaderReply } from './reader.ts';

const port = parentPort!;
const files = openFileStore((workerData as { dataDir: string }).dataDir);

port.on('message', (call: ReaderCall) => void answer(call).then((reply) => port.postMessage(reply)));

async function answer({ id, kind, hash }: ReaderCall): Promise<ReaderReply> {
  try {
    const raw = await files.readWhole(hash);
    return { id, value: kind === 'read' ? await readMail(raw, files.save) : await showOriginal(raw) };
  } catch (error) {
    return { id, error: String(error) };
  }
}
