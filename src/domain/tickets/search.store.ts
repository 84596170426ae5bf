import { asc, desc, eq, sql, type SQL } from 'drizzle-orm';
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
  if (tx.engine === 'sqlite') {
    await tx.delete(sqliteWords).where(eq(sqliteWords.rowid, ticketId));
    await tx.insert(sqliteWords).values({ rowid: ticketId, words: words.join(' ') });
    return;
  }
  const vector = sql`array_to_tsvector(${sql.param(words)}::text[])`;
  await tx
    .insert(postgresWords as never)
    .values({ ticket_id: ticketId, words: vector } as never)
    .onConflictDoUpdate({ target: postgresWords.ticket_id as never, set: { words: vector } as never });
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
  return [
    ticketId,
    ticket?.subject,
    ticket?.name,
    ticket?.email,
    ...bodies.map((m) => m.body),
    ...names.map((a) => a.name),
  ].join('\n');
}

/** Where a query on tickets finds all of these words, each also as the beginning of a longer one. */
export function matchWords(q: Query, words: string[]): { from: SQL; on: SQL; where: SQL; newestFirst: SQL } {
  const { tickets } = q.tables;
  const isSqlite = q.engine === 'sqlite';
  const id = isSqlite ? sql`ticket_words.rowid` : sql`ticket_words.ticket_id`;
  const expression = isSqlite
    ? words.map((word) => `"${word}"${isPrefix(word) ? '*' : ''}`).join(' AND ')
    : words.map((word) => `'${word}'${isPrefix(word) ? ':*' : ''}`).join(' & ');
  const where = isSqlite
    ? sql`ticket_words match ${expression}`
    : sql`ticket_words.words @@ ${expression}::tsquery`;
  return { from: sql`ticket_words`, on: sql`${tickets.id} = ${id}`, where, newestFirst: desc(id) };
}

/** One or two letters begin too many words to be of use. */
const isPrefix = (word: string) => word.length >= 3;
