import { randomBytes, type Hash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { extract, pack, type Pack } from 'tar-stream';
import { exists } from '#src/domain/files/exists.ts';

/** Where a backup goes: one `.tar` file, or a folder of the same entries. Nothing is there until `finish`. */
export interface ArchiveWriter {
  add(name: string, bytes: number, content: Readable): Promise<void>;
  finish(): Promise<void>;
  abandon(): Promise<void>;
}

export interface ArchiveEntry {
  name: string;
  content: Readable;
}

const isTar = (path: string) => path.endsWith('.tar');

/** @throws Error when something is at that path already. */
export async function writeArchive(path: string): Promise<ArchiveWriter> {
  if (await exists(path)) throw new Error(`${path} exists already. Choose another name, or remove it.`);
  await mkdir(dirname(path), { recursive: true });
  const partial = `${path}.${randomBytes(4).toString('hex')}.partial`;
  return isTar(path) ? writeTar(path, partial) : writeFolder(path, partial);
}

/** The entries in the order they were written. Each must be read to its end before the next. */
export async function* readArchive(path: string, order: string[] = []): AsyncGenerator<ArchiveEntry> {
  if ((await stat(path)).isDirectory()) return yield* readFolder(path, order);
  const entries = createReadStream(path).pipe(extract());
  for await (const entry of entries) yield { name: entry.header.name, content: entry as unknown as Readable };
}

/** Passes bytes on and lets a hash see them. */
export function hashing(hash: Hash): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
}

async function writeTar(path: string, partial: string): Promise<ArchiveWriter> {
  const tar: Pack = pack();
  const written = pipeline(tar, createWriteStream(partial, { mode: 0o600 }));
  written.catch(() => undefined);
  return {
    async add(name, size, content) {
      await Promise.race([pipeline(content, tar.entry({ name, size, mode: 0o600 })), written]);
    },
    async finish() {
      tar.finalize();
      await written;
      await settle(partial, path);
    },
    async abandon() {
      tar.destroy();
      await written.catch(() => undefined);
      await rm(partial, { force: true });
    },
  };
}

async function writeFolder(path: string, partial: string): Promise<ArchiveWriter> {
  await mkdir(partial, { mode: 0o700 });
  return {
    async add(name, _bytes, content) {
      const target = join(partial, name);
      await mkdir(dirname(target), { recursive: true });
      await pipeline(content, createWriteStream(target, { mode: 0o600, flush: true }));
    },
    finish: () => settle(partial, path),
    abandon: () => rm(partial, { recursive: true, force: true }),
  };
}

/** Give it its name only when it is whole and on disk. */
async function settle(partial: string, path: string): Promise<void> {
  await sync(partial);
  await rename(partial, path);
  await sync(dirname(path));
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r');
  await handle.sync();
  await handle.close();
}

/** A folder has no order of its own: the manifest first, files before the rows that name them. */
async function* readFolder(path: string, order: string[]): AsyncGenerator<ArchiveEntry> {
  const found = (await readdir(path, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => relative(path, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
  const rank = (name: string) =>
    name === 'manifest.json' ? -2 : name.startsWith('files/') ? -1 : order.indexOf(name);
  for (const name of found.sort((a, b) => rank(a) - rank(b)))
    yield { name, content: createReadStream(join(path, name)) };
}
