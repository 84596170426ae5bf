import { createHash } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { DefaultDeserializer, serialize } from 'node:v8';
import { readCandidates, writeCandidates } from './candidates.ts';
import type { Catalogue } from './catalogue.ts';
import type { SearchIndex } from './engine.ts';
import type { Library } from './library.ts';

/**
 * Where built indexes are kept, so that a process that starts again need not build them. The file holds what was asked,
 * like the database beside it: its owner alone may read it, no backup takes it along, and whoever forgets somebody
 * removes it.
 */
export interface Place {
  path: string;
  /** The files of the build that makes and reads it: the indexes of another build are not looked at. */
  code: readonly string[];
}

/** A file that is whole and of this build. */
export interface Saved {
  /** What the indexes were made of. */
  catalogue: Catalogue;
  library: () => Library;
}

/** Bytes of the hash that stands before the rest. */
const hashLength = 32;
const ownerOnly = 0o600;

/** Keeps the indexes, all or nothing. @throws Error of the file system */
export function save({ path, code }: Place, catalogue: Catalogue, library: Library): void {
  const parts = [serialize(catalogue), serialize(plain(library))];
  const body = Buffer.concat([lengthOf(parts[0]!), ...parts]);
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.tmp`;
  rmSync(draft, { force: true });
  const file = openSync(draft, 'wx', ownerOnly);
  try {
    for (const bytes of [hashOf(code, body), body]) writeSync(file, bytes);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(draft, path);
}

/** The kept indexes; null when there are none, or none of this build, or they are damaged. */
export function findSaved({ path, code }: Place): Saved | null {
  try {
    const bytes = readFileSync(path);
    const body = bytes.subarray(hashLength);
    if (!bytes.subarray(0, hashLength).equals(hashOf(code, body))) return null;
    const end = 4 + body.readUInt32LE(0);
    const catalogue = read<Catalogue>(body.subarray(4, end));
    return { catalogue, library: () => whole(read<Plain>(body.subarray(end))) };
  } catch {
    return null;
  }
}

/** Removes the file and what a process that died while writing left of it. */
export function removeSaved({ path }: Place): void {
  for (const name of [path, `${path}.tmp`]) rmSync(name, { force: true });
}

/** Says who made it and that it is whole. The format of `serialize` is that of a version of Node. */
function hashOf(code: readonly string[], body: Uint8Array): Buffer {
  const hash = createHash('sha256').update(process.version);
  for (const path of code) hash.update(readFileSync(path));
  return hash.update(body).digest();
}

function lengthOf(bytes: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.byteLength);
  return length;
}

/** What `serialize` wrote. Its arrays are copied out of the file's bytes: a view of any would hold the whole file. */
function read<T>(bytes: Buffer): T {
  const reader = new DefaultDeserializer(bytes) as DefaultDeserializer & ArrayReader;
  const readView = reader._readHostObject.bind(reader);
  reader._readHostObject = () => readView().slice();
  reader.readHeader();
  return reader.readValue() as T;
}
/** What Node calls for each array; it is there to be replaced (nodejs.org/api/v8.html). */
interface ArrayReader {
  _readHostObject(): Uint32Array;
}

/** A library as data: lunr's indexes as text. */
type Plain = Omit<Library, 'indexes'> & { indexes: [string, SearchIndex, string][] };

const plain = (library: Library): Plain => ({
  ...library,
  indexes: [...library.indexes].map(([locale, index]) => {
    const { candidates, ...articles } = index.base.articles;
    const bare = { ...index, base: { ...index.base, articles } } as unknown as SearchIndex;
    return [locale, bare, writeCandidates(candidates)];
  }),
});

function whole({ indexes, ...library }: Plain): Library {
  const loaded = indexes.map(([locale, index, written]): [string, SearchIndex] => {
    const articles = { ...index.base.articles, candidates: readCandidates(written) };
    return [locale, { ...index, base: { ...index.base, articles } }];
  });
  return { ...library, indexes: new Map(loaded) };
}
