import { createHash } from 'node:crypto';
import { access } from 'node:fs/promises';
import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { continueIds, deleteAllRows, filledTables, writeRows, type Row } from '#db/dump.ts';
import type { Query } from '#db/open.ts';
import type { Context } from '#src/context.ts';
import { hashing, readArchive } from './archive.ts';
import { fileEntry, manifestEntry, manifestSchema, tableEntry, type Manifest } from './manifest.ts';

/** What a start leaves in an empty database; it may be replaced without asking. */
const bornWith = new Set(['counters', 'jobs', 'settings', 'rate_limits', 'invitations', 'synonyms']);
const batch = 1_000;

/**
 * Put a backup into this database and file store, both checked against its hashes, all or nothing. Expects a database
 * without content; with `force` what is there goes.
 * @throws Error that says why not: not empty, damaged, made by a newer Portico.
 */
export async function restore(ctx: Context, path: string, { force = false } = {}): Promise<Manifest> {
  const manifest = await readManifest(path);
  await prepareSchema(ctx, manifest);
  const filled = (await filledTables(ctx.db.read)).filter((name) => !bornWith.has(name));
  if (filled.length > 0 && !force)
    throw new Error(`The database is not empty (${filled.join(', ')}). With --force all of it is replaced.`);
  await ctx.db.write(async (tx) => {
    await deleteAllRows(tx);
    await load(ctx, tx, path, manifest);
    await continueIds(tx);
  });
  await ctx.db.migrate();
  return manifest;
}

/** @throws Error when there is no readable manifest, which is what a file that is no backup lacks. */
async function readManifest(path: string): Promise<Manifest> {
  await access(path).catch(() => {
    throw new Error(`There is no backup at ${path}.`);
  });
  for await (const { name, content } of readArchive(path)) {
    if (name !== manifestEntry) break;
    const parsed = manifestSchema.safeParse(JSON.parse((await bytesOf(content)).toString('utf8')));
    if (!parsed.success) throw new Error(`${path}: the manifest ${parsed.error.issues[0]?.message}.`);
    return parsed.data;
  }
  throw new Error(`${path} is no backup of Portico: it does not begin with ${manifestEntry}.`);
}

/** A new database gets the schema of the backup first; what was added to the schema since follows the rows. */
async function prepareSchema(ctx: Context, manifest: Manifest): Promise<void> {
  const { applied, missing } = await ctx.db.migrations();
  const unknown = manifest.migrations.find((name) => !applied.includes(name) && !missing.includes(name));
  if (unknown)
    throw new Error(`This backup is of a newer Portico (${manifest.portico}). Install that version first.`);
  if (applied.length === 0) await ctx.db.migrate(manifest.migrations);
  else await ctx.db.migrate();
}

async function load(ctx: Context, tx: Query, path: string, manifest: Manifest): Promise<void> {
  const tables = new Map(manifest.tables.map((table) => [tableEntry(table.name), table]));
  const files = new Map(manifest.files.map((file) => [fileEntry(file.hash), file.hash]));
  for await (const { name, content } of readArchive(path, [...tables.keys()])) {
    const table = tables.get(name);
    const hash = files.get(name);
    if (table) await loadTable(tx, table, content);
    else if (hash) await loadFile(ctx, hash, content);
    else content.resume();
    tables.delete(name);
    files.delete(name);
  }
  const [lost] = [...tables.keys(), ...files.keys()];
  if (lost) throw new Error(`The backup is damaged: ${lost} is missing. Nothing was changed.`);
}

async function loadFile(ctx: Context, hash: string, content: Readable): Promise<void> {
  if ((await ctx.files.save(await bytesOf(content))) !== hash)
    throw new Error(`The backup is damaged: file ${hash} is not what it was. Nothing was changed.`);
}

async function loadTable(tx: Query, table: Manifest['tables'][number], content: Readable): Promise<void> {
  const digest = createHash('sha256');
  const plain = new PassThrough();
  const reading = pipeline(content, hashing(digest), createGunzip(), plain);
  reading.catch((error: Error) => plain.destroy(error));
  let rows: Row[] = [];
  let count = 0;
  for await (const line of createInterface({ input: plain, crlfDelay: Infinity })) {
    rows.push(JSON.parse(line) as Row);
    count += 1;
    if (rows.length < batch) continue;
    await writeRows(tx, table, rows);
    rows = [];
  }
  await reading;
  await writeRows(tx, table, rows);
  if (count !== table.rows || digest.digest('hex') !== table.sha256)
    throw new Error(`The backup is damaged: table ${table.name} is not what it was. Nothing was changed.`);
}

async function bytesOf(content: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of content) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
