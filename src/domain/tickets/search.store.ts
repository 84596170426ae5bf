import { asc, desc, eq, gt, sql, type SQL } from 'drizzle-orm';
import { customType, integer, pgTable } from 'drizzle-orm/pg-core';
import { integer as sqliteInteger, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { Query } from '#db/open.ts';
import { foldText } from '#db/sql.ts';

/** The full-text tables stand outside the schema (db/migrations, "ticket-words"): each engine has its own kind. */
const sqliteWords = sqliteTable('ticket_words', { rowid: sqliteInteger(), words: text().notNull() });
const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' });
const postgresWords = pgTable('ticket_words', { ticket_id: integer().primaryKey(), words: tsvector() });

const longestWord = 40;
const mostWords = 20_000;
const unspaced = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]`;
const wordPattern = new RegExp(String.raw`${unspaced}\p{M}*|(?:(?!${unspaced})[\p{L}\p{M}\p{N}])+`, 'gu');

/**
 * The words of a text, folded, each once: runs of letters, marks and digits; scripts written without spaces are cut into
 * single characters. Both engines are given these and nothing else, so they find the same.
 */
export function wordsOf(text: string): string[] {
  const words = foldText(text).match(wordPattern) ?? [];
  const short = words.map((word) => [...word].slice(0, longestWord).join(''));
  return [...new Set(short)].slice(0, mostWords);
}

/** Replace what is known of a ticket's words. */
export async function keepWords(tx: Query, ticketId: number, words: string[]): Promise<void> {
  await dropWords(tx, ticketId);
  await addWords(tx, ticketId, words);
}

/** Keep the words of a ticket that has none yet. */
export async function addWords(tx: Query, ticketId: number, words: string[]): Promise<void> {
  if (tx.engine === 'sqlite')
    await tx.insert(sqliteWords).values({ rowid: ticketId, words: words.join(' ') });
  else
    await tx
      .insert(postgresWords as never)
      .values({ ticket_id: ticketId, words: sql`array_to_tsvector(${sql.param(words)}::text[])` } as never);
}

/** Forget a ticket's words: to replace them, or because it is erased. */
export async function dropWords(tx: Query, ticketId: number): Promise<void> {
  if (tx.engine === 'sqlite') await tx.delete(sqliteWords).where(eq(sqliteWords.rowid, ticketId));
  else await tx.delete(postgresWords as never).where(eq(postgresWords.ticket_id, ticketId));
}

/** Of the next tickets after a number, those whose words are not kept; `last` is null when there were no more. */
export async function listUnindexed(
  q: Query,
  after: number,
  limit: number,
): Promise<{ missing: number[]; last: number | null }> {
  const { tickets } = q.tables;
  const isKept = q.engine === 'sqlite' ? sql`rowid = ${tickets.id}` : sql`ticket_id = ${tickets.id}`;
  const rows = await q
    .select({
      id: tickets.id,
      isKept: sql<number | boolean>`exists (select 1 from ticket_words where ${isKept})`,
    })
    .from(tickets)
    .where(gt(tickets.id, after))
    .orderBy(asc(tickets.id))
    .limit(limit);
  return { missing: rows.filter((row) => !row.isKept).map((row) => row.id), last: rows.at(-1)?.id ?? null };
}

/** All text of a ticket that agents can search: number, subject, requester, every message and note. */
export async function loadText(q: Query, ticketId: number): Promise<string> {
  const { tickets, requesters, messages, attachments } = q.tables;
  const [ticket] = await q
    .select({ subject: tickets.subject, name: tickets.requesterName, email: requesters.email })
    .from(tickets)
    .innerJoin(requesters, eq(requesters.id, tickets.requesterId))
    .where(eq(tickets.id, ticketId));
  const bodies = await q
    .select({ body: messages.body })
    .from(messages)
    .where(eq(messages.ticketId, ticketId))
    .orderBy(asc(messages.id));
  const names = await q
    .select({ name: attachments.name })
    .from(attachments)
    .where(eq(attachments.ticketId, ticketId));
  return textOf(ticketId, [
    ticket?.subject,
    ticket?.name,
    ticket?.email,
    ...bodies.map((m) => m.body),
    ...names.map((a) => a.name),
  ]);
}

/** The number and the texts of a ticket as one. */
export const textOf = (ticketId: number, texts: readonly (string | undefined)[]): string =>
  [ticketId, ...texts].join('\n');

/**
 * The tickets that hold all of these words, each also as the beginning of a longer one: what to select from, how to join
 * it to tickets, and the order newest first. With `most` no more than that many are looked for.
 */
export function matchWords(
  q: Query,
  words: string[],
  { before = 2_147_483_647, most = null }: { before?: number; most?: number | null } = {},
): { from: SQL; on: SQL; newestFirst: SQL } {
  const { tickets } = q.tables;
  const id = sql`found.id`;
  return {
    from: q.engine === 'sqlite' ? sqliteMatch(words, before, most) : postgresMatch(words, before, most),
    on: sql`${tickets.id} = ${id}`,
    newestFirst: desc(id),
  };
}

function sqliteMatch(words: string[], before: number, most: number | null): SQL {
  const query = words.map((word) => `"${word}"${isPrefix(word) ? '*' : ''}`).join(' AND ');
  return sql`(select rowid as id from ticket_words where ticket_words match ${query} and rowid < ${before}
    order by rowid desc limit ${most ?? -1}) as found`;
}

function postgresMatch(words: string[], before: number, most: number | null): SQL {
  const query = words.map((word) => `'${word}'${isPrefix(word) ? ':*' : ''}`).join(' & ');
  return sql`find_ticket_words(${query}::tsquery, ${before}::integer, ${most}::integer) as found(id)`;
}

/** One or two letters begin too many words to be of use. */
const isPrefix = (word: string) => word.length >= 3;
