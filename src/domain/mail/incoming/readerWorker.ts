/** The thread that reads messages: raw bytes come from the file store and files go there; only small values are passed on. */
import { createHash } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { openFileStore } from '#src/domain/files/fileStore.ts';
import { maxInline, showOriginal } from './original.ts';
import { parseStored } from './parsed.ts';
import { readMail } from './read.ts';
import type { ReaderCall, ReaderReply } from './reader.ts';

const port = parentPort!;
const files = openFileStore((workerData as { dataDir: string }).dataDir);

port.on('message', (call: ReaderCall) => void answer(call).then((reply) => port.postMessage(reply)));

async function answer({ id, kind, hash }: ReaderCall): Promise<ReaderReply> {
  try {
    return { id, value: kind === 'read' ? await read(hash) : await show(hash) };
  } catch (error) {
    return { id, error: String(error) };
  }
}

/** Files of a megabyte and more never are in memory as a whole. */
const big = 1024 * 1024;

const read = async (hash: string) =>
  readMail(await parseStored(files, hash, { from: big, save: files.saveStream }), files.save);

/** Images that may be shown are never as big. */
const show = async (hash: string) =>
  showOriginal(await parseStored(files, hash, { from: 2 * maxInline, save: passBy }));

async function passBy(chunks: AsyncIterable<Uint8Array>) {
  let size = 0;
  const sum = createHash('sha256');
  for await (const chunk of chunks) {
    size += chunk.length;
    sum.update(chunk);
  }
  return { hash: sum.digest('hex'), size };
}
