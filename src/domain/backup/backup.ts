import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { readRows, tableShapes, type TableShape } from '#db/dump.ts';
import type { Query } from '#db/open.ts';
import type { Context } from '#src/context.ts';
import { root } from '#src/root.ts';
import { hashing, writeArchive, type ArchiveWriter } from './archive.ts';
import {
  backupFormat,
  fileColumns,
  fileEntry,
  manifestEntry,
  tableEntry,
  type Manifest,
} from './manifest.ts';

/**
 * Write everything to `path` (a `.tar` file, else a folder) while the portal goes on: all rows of one moment, and
 * every file they name, read and verified. Nothing is at `path` until it is complete.
 * @returns what it holds; `missingFiles` is not empty when the store was damaged already.
 * @throws Error when `path` exists or the database waits for a migration.
 */
export async function backup(ctx: Context, path: string): Promise<Manifest> {
  const { applied, missing } = await ctx.db.migrations();
  if (missing.length > 0)
    throw new Error(
      'The database is older than this Portico. Start it once (or `portico migrate`), then back up.',
    );
  const archive = await writeArchive(path);
  const staging = join(ctx.config.dataDir, `backup-${randomBytes(4).toString('hex')}.tmp`);
  try {
    await mkdir(staging, { recursive: true, mode: 0o700 });
    const { tables, hashes } = await ctx.db.snapshot((q) => stageTables(q, staging));
    const { files, missingFiles } = await verifyFiles(ctx, hashes);
    const manifest: Manifest = {
      format: backupFormat,
      portico: await version(),
      engine: ctx.db.engine,
      createdAt: ctx.now.toISOString(),
      migrations: applied,
      tables,
      files,
      missingFiles,
    };
    await fill(archive, ctx, manifest, staging);
    await archive.finish();
    return manifest;
  } catch (error) {
    await archive.abandon();
    throw error;
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** The manifest first, then files before rows: a restore has every file on disk before a row names it. */
async function fill(
  archive: ArchiveWriter,
  ctx: Context,
  manifest: Manifest,
  staging: string,
): Promise<void> {
  const text = Buffer.from(JSON.stringify(manifest));
  await archive.add(manifestEntry, text.length, Readable.from([text]));
  for (const { hash, bytes } of manifest.files)
    await archive.add(fileEntry(hash), bytes, ctx.files.read(hash));
  for (const { name, bytes } of manifest.tables)
    await archive.add(tableEntry(name), bytes, createReadStream(join(staging, name)));
}

async function stageTables(q: Query, staging: string) {
  const tables: Manifest['tables'] = [];
  const hashes = new Set<string>();
  for (const shape of tableShapes())
    tables.push(await stageTable(q, shape, join(staging, shape.name), hashes));
  return { tables, hashes };
}

async function stageTable(q: Query, shape: TableShape, path: string, hashes: Set<string>) {
  const hash = createHash('sha256');
  const hashColumn = shape.columns.findIndex(({ name }) => name === fileColumns[shape.name]);
  let rows = 0;
  const lines = async function* () {
    for await (const batch of readRows(q, shape.name)) {
      rows += batch.length;
      if (hashColumn >= 0) for (const row of batch) if (row[hashColumn]) hashes.add(String(row[hashColumn]));
      yield batch.map((row) => `${JSON.stringify(row)}\n`).join('');
    }
  };
  const file = createWriteStream(path, { mode: 0o600 });
  await pipeline(Readable.from(lines()), createGzip({ level: 5 }), hashing(hash), file);
  const { size } = await stat(path);
  return { name: shape.name, columns: shape.columns, rows, sha256: hash.digest('hex'), bytes: size };
}

/** Files never change, so they can be read after the snapshot; each is proved by its name. */
async function verifyFiles(ctx: Context, hashes: Set<string>) {
  const files: Manifest['files'] = [];
  const missingFiles: string[] = [];
  for (const hash of [...hashes].sort()) {
    const bytes = await sizeIfWhole(ctx, hash);
    if (bytes === null) missingFiles.push(hash);
    else files.push({ hash, bytes });
  }
  return { files, missingFiles };
}

async function sizeIfWhole(ctx: Context, hash: string): Promise<number | null> {
  if (!(await ctx.files.has(hash))) return null;
  const digest = createHash('sha256');
  let bytes = 0;
  for await (const chunk of ctx.files.read(hash) as AsyncIterable<Buffer>) {
    digest.update(chunk);
    bytes += chunk.length;
  }
  return digest.digest('hex') === hash ? bytes : null;
}

async function version(): Promise<string> {
  const text = await readFile(new URL('package.json', root), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
