/**
 * `npm run db:generate`: compare db/schema.ts with the last snapshot and write what is missing as the next migration,
 * for both dialects. Read what it wrote before you commit: a DROP TABLE may be a rebuild (db/migrate.ts).
 */
import {
  generateDrizzleJson,
  generateMigration,
  generateSQLiteDrizzleJson,
  generateSQLiteMigration,
} from 'drizzle-kit/api';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { postgresTables, sqliteTables } from './schema.ts';

const casing = 'snake_case';
const name = process.argv[2] ?? 'change';
const empty = {
  sqlite: () => generateSQLiteDrizzleJson({}, undefined, casing),
  postgres: () => generateDrizzleJson({}),
};

await write('sqlite', async (previous) => {
  const next = await generateSQLiteDrizzleJson(sqliteTables, undefined, casing);
  return {
    next,
    statements: await generateSQLiteMigration((previous ?? (await empty.sqlite())) as never, next),
  };
});
await write('postgres', async (previous) => {
  const next = generateDrizzleJson(postgresTables, undefined, undefined, casing);
  return { next, statements: await generateMigration((previous ?? empty.postgres()) as never, next) };
});

async function write(
  dialect: string,
  compare: (previous: unknown) => Promise<{ next: unknown; statements: string[] }>,
): Promise<void> {
  const folder = new URL(`./migrations/${dialect}/`, import.meta.url);
  const snapshot = new URL('snapshot.json', folder);
  const existing = readdirSync(folder).filter((file) => file.endsWith('.sql'));
  const previous = existing.length > 0 ? (JSON.parse(readFileSync(snapshot, 'utf8')) as unknown) : undefined;
  const { next, statements } = await compare(previous);
  if (statements.length === 0) return console.log(`${dialect}: nothing changed`);
  const file = `${String(existing.length).padStart(4, '0')}_${name}.sql`;
  writeFileSync(new URL(file, folder), statements.join('\n--> statement-breakpoint\n') + '\n');
  writeFileSync(snapshot, JSON.stringify(next, null, 1) + '\n');
  console.log(`${dialect}: ${file}, ${statements.length} statements`);
}
