import { asc, eq } from 'drizzle-orm';
import type { Query } from '#db/open.ts';
import type { Article } from '../article.ts';
import { heard, historyLists, told, type HistoryLists, type IdsOf, type NamesOf } from './history.ts';

type ListName = (typeof historyLists)[number];

const tablesOf = ({ tables }: Query) => ({
  revisions: tables.articleRevisions,
  votes: tables.articleVotes,
  flags: tables.articleFlags,
  comments: tables.articleComments,
  reviews: tables.articleReviews,
  schedules: tables.articleSchedules,
});

/** What does not travel: numbers of one portal, the ticket of a flag, the visit and the words of a vote. */
const staying: Record<ListName, string[]> = {
  revisions: [],
  votes: ['visitId', 'comment'],
  flags: ['ticketId'],
  comments: [],
  reviews: [],
  schedules: [],
};

/** All that hangs on an article, in the order it came. */
export async function readLists(q: Query, articleId: number, nameOf: NamesOf): Promise<HistoryLists> {
  const lists: Record<string, unknown[]> = {};
  for (const name of historyLists) {
    const table = tablesOf(q)[name];
    const rows = await q.select().from(table).where(eq(table.articleId, articleId)).orderBy(asc(table.id));
    const left = new Set(['id', 'articleId', ...staying[name]]);
    lists[name] = rows.map((row) =>
      told(Object.fromEntries(Object.entries(row).filter(([key]) => !left.has(key))), nameOf),
    );
  }
  return lists as unknown as HistoryLists;
}

/** Put these in the place of what hangs on an article. */
export async function writeLists(
  tx: Query,
  articleId: number,
  { lists, idOf }: { lists: HistoryLists; idOf: IdsOf },
): Promise<void> {
  for (const name of historyLists) {
    const table = tablesOf(tx)[name] as Query['tables']['articleRevisions'];
    await tx.delete(table).where(eq(table.articleId, articleId));
    for (const one of lists[name]) {
      const row = { ...heard(one, idOf), articleId } as typeof table.$inferInsert;
      await tx.insert(table).values(row);
    }
  }
}

/** What Markdown has no place for, of an article that comes from another portal. */
export async function setHistory(
  tx: Query,
  id: number,
  values: Pick<
    Article,
    'confidence' | 'createdAt' | 'updatedAt' | 'publishedAt' | 'revision' | 'fileRevision' | 'createdById'
  >,
): Promise<void> {
  const { articles } = tx.tables;
  await tx.update(articles).set(values).where(eq(articles.id, id));
}
