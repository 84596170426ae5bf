import Database from 'better-sqlite3';
import { eq, sql } from 'drizzle-orm';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { isUniqueViolation, openDb, type Query } from '#db/open.ts';
import { containsText } from '#db/sql.ts';
import { bumpCounter, enqueue, failJob, finishJob, leaseJob } from '#src/jobs/queue.ts';
import { recurring } from '#src/jobs/recurring.ts';
import { pinnedNode, root } from '#src/cli/prepare.mjs';
import { eachEngine } from '../helpers.ts';

eachEngine((get, engine) => {
  const put = (tx: Query, name: string, value = 1) => tx.insert(tx.tables.counters).values({ name, value });
  const names = async () =>
    (await get().db.read.select().from(get().db.read.tables.counters)).map((c) => c.name);

  test('a failed async write leaves nothing behind', async () => {
    const write = get().db.write(async (tx) => {
      await put(tx, 'lost');
      await new Promise((resolve) => setTimeout(resolve, 5));
      throw new Error('no');
    });
    await expect(write).rejects.toThrow('no');
    expect(await names()).not.toContain('lost');
  });

  test('a write that may be lost with the power commits and fails like any other', async () => {
    const { db } = get();
    await db.write((tx) => put(tx, 'unsynced'), { mayBeLost: true });
    const failing = db.write(
      async (tx) => {
        await put(tx, 'unsynced and failed');
        throw new Error('no');
      },
      { mayBeLost: true },
    );
    await expect(failing).rejects.toThrow('no');
    expect(await names()).toContain('unsynced');
    expect(await names()).not.toContain('unsynced and failed');
  });

  test('reads inside a write see it, reads beside it do not', async () => {
    const { db } = get();
    await db.write(async (tx) => {
      await put(tx, 'inside');
      expect(await names()).toContain('inside');
    });
    expect(await names()).toContain('inside');
  });

  test('a nested write is a savepoint: it can fail alone', async () => {
    const { db } = get();
    await db.write(async (tx) => {
      await put(tx, 'outer');
      await expect(
        db.write(async (inner) => {
          await put(inner, 'inner');
          throw new Error('only me');
        }),
      ).rejects.toThrow('only me');
      await Promise.all([db.write((a) => put(a, 'side a')), db.write((b) => put(b, 'side b'))]);
    });
    const kept = await names();
    expect(kept).toEqual(expect.arrayContaining(['outer', 'side a', 'side b']));
    expect(kept).not.toContain('inner');
  });

  test('a handle kept after its write throws', async () => {
    let kept: Query | undefined;
    await get().db.write(async (tx) => void (kept = tx));
    expect(() => kept!.select()).toThrow('This transaction has ended');
  });

  test('the reading handle can not write', async () => {
    const { db } = get();
    await expect((async () => put(db.read, 'sneaked in'))()).rejects.toThrow();
    expect(await names()).not.toContain('sneaked in');
  });

  test('no error of a query tells the values', async () => {
    const { db } = get();
    const { counters } = db.read.tables;
    await db.write((tx) => put(tx, 'Quaxbert'));
    const failing = [
      db.write((tx) => put(tx, 'Quaxbert')),
      (async () => await db.read.select({ x: sql`missing(${'Quaxbert'})` }).from(counters))(),
    ];
    for (const { reason } of (await Promise.allSettled(failing)) as PromiseRejectedResult[]) {
      expect(reason).toBeInstanceOf(Error);
      expect(inspect(reason)).not.toContain('Quaxbert');
    }
  });

  test('a broken unique index is told the same way', async () => {
    const { db } = get();
    await db.write((tx) => put(tx, 'once'));
    const again = await db.write((tx) => put(tx, 'once')).catch((e: unknown) => e);
    expect(isUniqueViolation(again)).toBe(true);
    expect(isUniqueViolation(new Error('else'))).toBe(false);
  });

  test('parallel increments all count', async () => {
    const { db } = get();
    await Promise.all(Array.from({ length: 40 }, () => db.write((tx) => bumpCounter(tx, 'together'))));
    const { counters } = db.read.tables;
    const [row] = await db.read.select().from(counters).where(eq(counters.name, 'together'));
    expect(row?.value).toBe(40);
  });

  test('text is found whatever its case and accents; wildcards mean themselves', async () => {
    const { db } = get();
    await db.write((tx) => put(tx, 'È una Città 100%'));
    const { counters } = db.read.tables;
    const find = (text: string) =>
      db.read
        .select()
        .from(counters)
        .where(containsText(db.read, counters.name, text));
    expect(await find('citta')).toHaveLength(1);
    expect(await find('È UNA')).toHaveLength(1);
    expect(await find('100%')).toHaveLength(1);
    expect(await find('c%a')).toHaveLength(0);
  });

  test('migrating again does nothing', async () => {
    expect(await get().db.migrate()).toEqual([]);
  });

  test('times and JSON come back as they went in', async () => {
    const { db, now } = get();
    await db.write((tx) => enqueue(tx, { kind: 'echo', payload: { b: [1, 'ü'], a: null }, runAt: now }));
    const [job] = await db.read.select().from(db.read.tables.jobs);
    expect(job).toMatchObject({
      payload: { b: [1, 'ü'], a: null },
      runAt: now,
      finishedAt: null,
      attempts: 0,
    });
  });

  test('a job is leased once, comes back when its holder dies, and is parked after eight failures', async () => {
    const at = new Date('2026-01-01T00:00:00Z');
    const later = (minutes: number) => get(undefined, new Date(at.getTime() + minutes * 60_000));
    await get().db.write(async (tx) => {
      await tx.delete(tx.tables.jobs);
      await enqueue(tx, { kind: 'one', runAt: at, uniqueKey: 'k' });
      await enqueue(tx, { kind: 'one', runAt: at, uniqueKey: 'k' });
    });
    const taken = await Promise.all([leaseJob(later(0)), leaseJob(later(0)), leaseJob(later(0))]);
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect(await leaseJob(later(0.5))).toBeNull();
    const again = await leaseJob(later(2));
    expect(again?.attempts).toBe(2);
    await failJob(later(2), { ...again!, attempts: 8 }, new Error('for good'));
    expect(await leaseJob(later(10_000))).toBeNull();
    await finishJob(later(2), again!.id);
  });

  test('foreign keys hold', async () => {
    const { db, now } = get();
    const orphan = db.write((tx) =>
      tx.insert(tx.tables.sessions).values({
        id: 'x',
        agentId: 999,
        createdAt: now,
        lastSeenAt: now,
        expiresAt: now,
        isComplete: true,
      }),
    );
    await expect(orphan, engine).rejects.toThrow();
  });

  test('what is written goes from the log into the database while it is in use', async () => {
    if (engine === 'postgres') return;
    const { db, config } = get();
    const size = async () => (await stat(join(config.dataDir, 'portico.sqlite'))).size;
    const before = await size();
    const long = 'x'.repeat(10_000);
    await Promise.all(Array.from({ length: 250 }, (_, n) => db.write((tx) => put(tx, `${n} ${long}`))));
    await expect.poll(size, { timeout: 10_000 }).toBeGreaterThan(before + 1_000_000);
    expect((await names()).filter((name) => name.endsWith(long))).toHaveLength(250);
  });

  test('a process that wrote much and closes ends by itself', async () => {
    if (engine === 'postgres') return;
    const dataDir = await mkdtemp(join(tmpdir(), 'portico-ends-'));
    const script = `
      import { openDb } from '#db/open.ts';
      const db = await openDb({ databaseUrl: '', dataDir: ${JSON.stringify(dataDir)} });
      await db.migrate();
      const put = (n) => db.write((tx) => tx.insert(tx.tables.counters).values({ name: String(n), value: n }));
      for (let n = 0; n < 250; n++) await put(n);
      await db.close();
      console.log('closed');`;
    const run = promisify(execFile)(pinnedNode, ['--input-type=module', '-e', script], { cwd: root });
    expect((await run).stdout).toBe('closed\n');
    await rm(dataDir, { recursive: true });
  });

  test('once a day, and when it closes, the planner learns how the data is spread', async () => {
    const { db, now } = get();
    await db.write(async (tx) => {
      for (let n = 0; n < 20; n++) await enqueue(tx, { kind: 'echo', payload: { n }, runAt: now });
    });
    await recurring.find(({ name }) => name === 'look at how the data is spread')!.run(get());
    if (engine === 'postgres') return;
    expect(statisticsIn(get().config.dataDir)).toContain('jobs');
    const dataDir = await mkdtemp(join(tmpdir(), 'portico-closed-'));
    const looker = await openDb({ databaseUrl: '', dataDir });
    await looker.migrate();
    await looker.close();
    expect(() => statisticsIn(dataDir)).toThrow('no such table');
    const other = await openDb({ databaseUrl: '', dataDir });
    await other.write((tx) => enqueue(tx, { kind: 'echo', payload: {}, runAt: now }));
    await other.close();
    expect(statisticsIn(dataDir)).toContain('jobs');
    await rm(dataDir, { recursive: true });
  });
});

/** Tables that a database has statistics of. */
function statisticsIn(dataDir: string): string[] {
  const connection = new Database(join(dataDir, 'portico.sqlite'), { readonly: true });
  const rows = connection.prepare('SELECT DISTINCT tbl FROM sqlite_stat1').all() as { tbl: string }[];
  connection.close();
  return rows.map(({ tbl }) => tbl);
}
