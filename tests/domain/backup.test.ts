import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readRows, tableShapes } from '#db/dump.ts';
import type { Engine, Query } from '#db/open.ts';
import type { App, Context } from '#src/context.ts';
import { backup } from '#src/domain/backup/backup.ts';
import { fileColumns } from '#src/domain/backup/manifest.ts';
import { restore } from '#src/domain/backup/restore.ts';
import { createAgent } from '#src/domain/accounts/createAgent.ts';
import { fileTicket } from '#src/domain/tickets/fileTicket.ts';
import { contextOf, engines, openTestApp, type TestApp } from '../helpers.ts';

let folder: string;
const opened: TestApp[] = [];
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'portico-backup-test-'))));
afterAll(async () => {
  await Promise.all(opened.map((app) => app.close()));
  await rm(folder, { recursive: true, force: true });
});

async function newApp(engine: Engine): Promise<App> {
  const made = await openTestApp(engine);
  opened.push(made);
  return made.app;
}

let counter = 0;
/** A ticket with an accent, an emoji, a quote and a file of its own. */
async function file(app: App): Promise<number> {
  const n = ++counter;
  const ctx = contextOf(app, { kind: 'visitor', visitId: null, isCounted: false, ticketKeys: {} });
  const { number } = await fileTicket(ctx, {
    subject: `Perché "${n}"? 🦉`,
    body: `Line one\nline two of ${n} \\ 'quoted'`,
    name: 'Ada',
    email: `ada${n % 7}@example.com`,
    locale: 'it',
    submissionKey: `backup-form-${String(n).padStart(8, '0')}`,
    story: [{ at: new Date().toISOString(), kind: 'search', query: 'perché' }],
    files: [{ name: `notes ${n}.txt`, bytes: Buffer.from(`the contents of file ${n}\n`.repeat(50)) }],
  });
  return number;
}

async function everything(q: Query): Promise<Record<string, unknown[]>> {
  const all: Record<string, unknown[]> = {};
  for (const { name } of tableShapes()) {
    all[name] = [];
    for await (const rows of readRows(q, name)) all[name].push(...rows);
  }
  return all;
}

const attachmentsOf = async (ctx: Context) =>
  (await ctx.db.read.select().from(ctx.db.read.tables.attachments)) as {
    hash: string;
    ticketId: number;
    name: string;
  }[];

async function expectFiles(app: App): Promise<number> {
  const rows = await attachmentsOf(contextOf(app));
  for (const { hash } of rows) {
    const digest = createHash('sha256');
    for await (const chunk of app.files.read(hash)) digest.update(chunk as Buffer);
    expect(digest.digest('hex')).toBe(hash);
  }
  return rows.length;
}

describe.each(engines)('a backup of %s', (engine) => {
  let app: App;
  beforeAll(async () => {
    app = await newApp(engine);
    await createAgent(contextOf(app), {
      email: 'bo@example.com',
      name: 'Bo',
      role: 'admin',
      password: 'correct horse battery staple',
    });
    for (let i = 0; i < 25; i++) await file(app);
  });

  test.each([...engines.map((to) => [to, 'x.tar']), ['sqlite', 'folder']] as [Engine, string][])(
    'restores on %s from %s as it was',
    async (to, name) => {
      const path = join(folder, `${engine}-${to}-${name}`);
      const manifest = await backup(contextOf(app), path);
      expect(manifest.missingFiles).toEqual([]);
      const target = await newApp(to);
      await restore(contextOf(target), path);
      expect(await everything(target.db.read)).toEqual(await everything(app.db.read));
      expect(await expectFiles(target)).toBe(25);
      // The next ticket gets a number of its own.
      const before = (await attachmentsOf(contextOf(target))).map((row) => row.ticketId);
      expect(before).not.toContain(await file(target));
    },
  );

  test('is one moment, whatever is filed meanwhile', async () => {
    const acknowledged: number[] = [];
    let isOver = false;
    const filing = Array.from({ length: 4 }, async () => {
      while (!isOver) acknowledged.push(await file(app));
    });
    while (acknowledged.length < 8) await new Promise((resolve) => setTimeout(resolve, 5));
    const before = [...acknowledged];
    const path = join(folder, `${engine}-busy.tar`);
    await backup(contextOf(app), path);
    const after = acknowledged.length;
    isOver = true;
    await Promise.all(filing);
    expect(after).toBeGreaterThan(before.length);

    const target = await newApp(engine);
    await restore(contextOf(target), path);
    const all = await everything(target.db.read);
    const count = (name: string) => all[name]!.length;
    const ids = new Set(all['tickets']!.map((row) => (row as unknown[])[0]));
    expect(before.filter((number) => !ids.has(number))).toEqual([]);
    // No ticket without its message, its file and its first event.
    expect([count('messages'), count('attachments'), count('ticket_events')]).toEqual([
      ids.size,
      ids.size,
      ids.size,
    ]);
    expect(await expectFiles(target)).toBe(ids.size);
  });

  test('a file that the store lost is named, and the rest is saved', async () => {
    const [victim] = await attachmentsOf(contextOf(app));
    const bytes: Buffer[] = [];
    for await (const chunk of app.files.read(victim!.hash)) bytes.push(chunk as Buffer);
    await app.files.remove(victim!.hash);
    const manifest = await backup(contextOf(app), join(folder, `${engine}-lost.tar`));
    expect(manifest.missingFiles).toEqual([victim!.hash]);
    await app.files.save(Buffer.concat(bytes));
  });
});

describe('a restore', () => {
  let app: App;
  let path: string;
  beforeAll(async () => {
    app = await newApp('sqlite');
    for (let i = 0; i < 3; i++) await file(app);
    path = join(folder, 'good.tar');
    await backup(contextOf(app), path);
  });

  test('leaves a portal with content alone, unless forced', async () => {
    const other = await newApp('sqlite');
    await file(other);
    const before = await everything(other.db.read);
    await expect(restore(contextOf(other), path)).rejects.toThrow(/not empty .*tickets.*--force/s);
    expect(await everything(other.db.read)).toEqual(before);
    await restore(contextOf(other), path, { force: true });
    expect(await everything(other.db.read)).toEqual(await everything(app.db.read));
  });

  test('of a damaged backup changes nothing', async () => {
    const good = await readFile(path);
    let target = await newApp('sqlite');
    const before = await everything(target.db.read);
    const damaged = join(folder, 'damaged.tar');
    let refused = 0;
    // One byte wrong, in every seventh block in turn: headers, files and rows alike.
    for (let at = 600; at < good.length; at += 512 * 7) {
      const bad = Buffer.from(good);
      bad[at] = bad[at]! ^ 0x20;
      await writeFile(damaged, bad);
      const isRefused = await restore(contextOf(target), damaged).then(
        () => false,
        () => true,
      );
      // What is not refused hit the padding between entries, and lost nothing.
      const expected = isRefused ? before : await everything(app.db.read);
      expect(await everything(target.db.read)).toEqual(expected);
      if (isRefused) refused += 1;
      else target = await newApp('sqlite');
    }
    expect(refused).toBeGreaterThan(5);
  });

  test('of half a backup, or of something else, says so', async () => {
    const target = await newApp('sqlite');
    const half = join(folder, 'half.tar');
    await writeFile(half, await readFile(path));
    await truncate(half, Math.floor((await stat(half)).size / 2));
    await expect(restore(contextOf(target), half)).rejects.toThrow();
    const other = join(folder, 'other.tar');
    await writeFile(other, 'not a tar at all'.repeat(100));
    await expect(restore(contextOf(target), other)).rejects.toThrow();
    expect(await everything(target.db.read)).toMatchObject({ tickets: [], attachments: [] });
  });
});

test('nothing is left behind when a backup fails, and nothing is overwritten', async () => {
  const app = await newApp('sqlite');
  await file(app);
  const path = join(folder, 'failing.tar');
  const broken = {
    ...contextOf(app),
    files: {
      ...app.files,
      read: () => {
        throw new Error('disk');
      },
    },
  } as Context;
  await expect(backup(broken, path)).rejects.toThrow('disk');
  expect((await readdir(folder)).filter((name) => name.startsWith('failing'))).toEqual([]);
  await writeFile(path, 'mine');
  await expect(backup(contextOf(app), path)).rejects.toThrow('exists already');
  expect(await readFile(path, 'utf8')).toBe('mine');
  expect((await readdir(app.config.dataDir)).filter((name) => name.includes('backup'))).toEqual([]);
});

test('every table that names files is known to the backup', () => {
  const naming = tableShapes().filter(({ columns }) => columns.some(({ name }) => name === 'hash'));
  expect(naming.map(({ name }) => name).sort()).toEqual(Object.keys(fileColumns).sort());
});
