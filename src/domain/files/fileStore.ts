import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, type ReadStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { exists } from './exists.ts';

/** Uploaded bytes by the hash of their content: the same file twice is one file, and a name can't lead anywhere. */
export interface FileStore {
  /** Keep bytes; they are on disk for good when this returns, so the row that names them may commit. @returns sha256, hex. */
  save(bytes: Uint8Array): Promise<string>;
  /** The same for bytes as they come, however many: no more than a part of them is in memory. */
  saveStream(chunks: Uint8Array | AsyncIterable<Uint8Array>): Promise<{ hash: string; size: number }>;
  /** @throws ENOENT when there is no such file. */
  read(hash: string): ReadStream;
  /** All of a file at once, for what can't do with parts of it. */
  readWhole(hash: string): Promise<Uint8Array>;
  has(hash: string): Promise<boolean>;
  /** Every hash that is kept, for backup and cleaning. */
  list(): AsyncGenerator<string>;
  remove(hash: string): Promise<void>;
}

/** Files under `<dataDir>/files/ab/cdef…`. */
export function openFileStore(dataDir: string): FileStore {
  const root = join(dataDir, 'files');
  const folderOf = (hash: string) => join(root, hash.slice(0, 2));
  const pathOf = (hash: string) => {
    if (!/^[0-9a-f]{64}$/.test(hash)) throw new Error('A file is named by its sha256 in hex.');
    return join(folderOf(hash), hash.slice(2));
  };
  return {
    async save(bytes) {
      const hash = createHash('sha256').update(bytes).digest('hex');
      const path = pathOf(hash);
      if (await exists(path)) return hash;
      await inFolder(folderOf(hash), () => writeDurably(path, bytes, folderOf(hash)));
      return hash;
    },
    async saveStream(chunks) {
      const temporary = join(root, `${randomBytes(9).toString('hex')}.tmp`);
      const file = await inFolder(root, () => open(temporary, 'wx', 0o600));
      try {
        const { hash, size } = await writeAll(file, chunks);
        await inFolder(folderOf(hash), () => rename(temporary, pathOf(hash)));
        await syncFolder(folderOf(hash));
        return { hash, size };
      } catch (error) {
        await rm(temporary, { force: true });
        throw error;
      }
    },
    read: (hash) => createReadStream(pathOf(hash)),
    readWhole: (hash) => readFile(pathOf(hash)),
    has: (hash) => exists(pathOf(hash)),
    async *list() {
      for (const folder of await readdir(root).catch(() => []))
        for (const rest of await readdir(join(root, folder))) if (rest.length === 62) yield folder + rest;
    },
    remove: (hash) => rm(pathOf(hash), { force: true }),
  };
}

/** Do something in a folder, which is made when it is not there: it nearly always is. */
async function inFolder<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    await mkdir(folder, { recursive: true });
    return work();
  }
}

/** Write to a temporary name, fsync the file, rename, fsync the folder: after a crash there is the whole file or none. */
export async function writeDurably(
  path: string,
  bytes: Uint8Array | string,
  folder: string,
  mode = 0o600,
): Promise<void> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  const file = await open(temporary, 'wx', mode);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
  await syncFolder(folder);
}

async function syncFolder(folder: string): Promise<void> {
  const directory = await open(folder, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

/** Big blocks are hashed piece by piece, so that nothing else waits for long. */
const pieceBytes = 1024 * 1024;

async function writeAll(
  file: FileHandle,
  chunks: Uint8Array | AsyncIterable<Uint8Array>,
): Promise<{ hash: string; size: number }> {
  const sum = createHash('sha256');
  let size = 0;
  try {
    for await (const chunk of chunks instanceof Uint8Array ? pieces(chunks) : chunks) {
      sum.update(chunk);
      size += chunk.length;
      await file.writeFile(chunk);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { hash: sum.digest('hex'), size };
}

function* pieces(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length || at === 0; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
}
