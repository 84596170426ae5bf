import { sql, type SQL, type SQLWrapper } from 'drizzle-orm';
import type { Query } from './open.ts';

/** One name for what the two dialects say differently. Everything here gives the same value on both. */

/** Lower case without accents, for comparing what people type: `Città` and `citta` are the same. */
export function foldText(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase();
}

/** The same folding inside a query; LIKE alone folds only ASCII on SQLite. */
export function folded(q: Query, column: SQLWrapper): SQL<string> {
  if (q.engine === 'sqlite') return sql<string>`fold(${column})`;
  return sql<string>`lower(regexp_replace(normalize(${column}, NFKD), '[\u0300-\u036f]', '', 'g'))`;
}

/** Whether a column contains a text, ignoring case and accents; `%` and `_` in the text mean themselves. */
export function containsText(q: Query, column: SQLWrapper, text: string): SQL {
  const pattern = `%${foldText(text).replace(/[\\%_]/g, '\\$&')}%`;
  return sql`${folded(q, column)} LIKE ${pattern} ESCAPE '\\'`;
}

/** A Date as the database stores it, for raw SQL fragments (Drizzle converts only what it knows to be a column). */
export function timeValue(q: Query, date: Date): SQL {
  return q.engine === 'sqlite' ? sql`${date.getTime()}` : sql`${date.toISOString()}::timestamptz`;
}

/** Milliseconds since 1970 of a time column. */
export function epochMs(q: Query, column: SQLWrapper): SQL<number> {
  return q.engine === 'sqlite'
    ? sql<number>`${column}`.mapWith(Number)
    : sql<number>`(extract(epoch from ${column}) * 1000)::bigint`.mapWith(Number);
}

/** Milliseconds between two time columns, null when either is. */
export function msBetween(q: Query, from: SQLWrapper, to: SQLWrapper): SQL<number | null> {
  return sql<number | null>`(${epochMs(q, to)} - ${epochMs(q, from)})`;
}

/** A number in a JSON column; null where there is none. */
export function jsonNumber(q: Query, column: SQLWrapper, name: string): SQL<number | null> {
  return q.engine === 'sqlite'
    ? sql<number | null>`json_extract(${column}, ${`$.${name}`})`
    : sql<number | null>`(${column} ->> ${name}::text)::numeric`;
}

/** Rows for which a condition holds, as a number, 0 when there are none. */
export function countWhere(condition: SQLWrapper): SQL<number> {
  return sql<number>`coalesce(sum(case when ${condition} then 1 else 0 end), 0)`.mapWith(Number);
}

/** count(*) as a number. */
export const countAll = (): SQL<number> => sql<number>`count(*)`.mapWith(Number);

/** Lock the rows of a SELECT until the transaction ends. SQLite has one writer at a time and needs no word for it. */
export function forUpdate<S extends object>(q: Query, select: S): S {
  return q.engine === 'postgres' ? (select as S & { for(strength: 'update'): S }).for('update') : select;
}

/** Rows that nobody changes until the write ends, while others may look at them in the same way. */
export function forShare<S extends object>(q: Query, select: S): S {
  return q.engine === 'postgres' ? (select as S & { for(strength: 'share'): S }).for('share') : select;
}
