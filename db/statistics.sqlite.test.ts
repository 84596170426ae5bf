import Database from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { gatherStatistics, readStatistics } from './statistics.sqlite.ts';

let dir: string;
let writer: Database.Database;
let reader: Database.Database;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'portico-statistics-'));
  writer = new Database(join(dir, 'db.sqlite'));
  writer.pragma('journal_mode = WAL');
  writer.exec(
    'CREATE TABLE rows (few, many); CREATE INDEX by_few ON rows (few); CREATE INDEX by_many ON rows (many)',
  );
  reader = new Database(join(dir, 'db.sqlite'));
  reader.pragma('query_only = ON');
});

afterEach(() => {
  reader.close();
  writer.close();
  rmSync(dir, { recursive: true });
});

test('the reader chooses the index that narrows best, again after the rows have changed', () => {
  fill({ few: 2, many: 5_000 });
  gatherStatistics(writer);
  readStatistics(reader);
  expect(indexOf(reader)).toBe('by_many');
  writer.exec('DELETE FROM rows');
  fill({ few: 60_000, many: 2 });
  gatherStatistics(writer);
  readStatistics(reader);
  expect(indexOf(reader)).toBe('by_few');
});

test('the reader still can not write', () => {
  readStatistics(reader);
  expect(() => reader.exec('DELETE FROM rows')).toThrow('readonly');
});

test('while another process writes, nothing is done and nothing breaks', () => {
  fill({ few: 2, many: 5_000 });
  const other = new Database(join(dir, 'db.sqlite'));
  other.exec('BEGIN IMMEDIATE');
  for (const connection of [writer, reader]) connection.pragma('busy_timeout = 1');
  gatherStatistics(writer);
  readStatistics(reader);
  other.close();
  expect(() => writer.prepare('SELECT * FROM sqlite_stat1').all()).toThrow('no such table');
});

function fill(spread: { few: number; many: number }): void {
  const rows = Math.max(spread.few, spread.many);
  const insert = writer.prepare('INSERT INTO rows VALUES (?, ?)');
  writer.transaction(() => {
    for (let n = 0; n < rows; n += 1) insert.run(n % spread.few, n % spread.many);
  })();
}

function indexOf(connection: Database.Database): string | undefined {
  const plan = connection
    .prepare('EXPLAIN QUERY PLAN SELECT * FROM rows WHERE few = ? AND many = ?')
    .all(1, 1);
  return /INDEX (\w+)/.exec((plan as { detail: string }[])[0]!.detail)?.[1];
}
