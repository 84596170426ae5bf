import { and, asc, between, eq, isNull, ne, sql, type SQL } from 'drizzle-orm';
import { batches } from '#db/batches.ts';
import type { Query } from '#db/open.ts';
import { countAll } from '#db/sql.ts';
import type { ArticleFacts } from './articleDay.ts';
import { keepArticleDay } from './articleDays.store.ts';
import type { SearchRow } from './daySearches.store.ts';
import { any, dimensions, isKept, named, type Dimension, type Filter } from './dimension.ts';
import { within, type Span } from './filters.ts';
import { keptLists, type Cell, type DaySums, type List, type Lists } from './metric.ts';

/** Put what a day adds up to in the place of what was kept of it. */
export async function keepDay(
  tx: Query,
  day: string,
  { cells, searches, articles }: { cells: Cell[]; searches: SearchRow[]; articles: ArticleFacts[] },
): Promise<void> {
  const { measureSums, measureSearches } = tx.tables;
  await keepArticleDay(tx, day, articles);
  await tx.delete(measureSums).where(eq(measureSums.day, day));
  await tx.delete(measureSearches).where(eq(measureSearches.day, day));
  for (const some of batches(cells))
    await tx
      .insert(measureSums)
      .values(some.map(({ place, counts, lists }) => ({ ...place, ...lists, day, sums: counts })));
  const worded = searches.filter((search) => search.query);
  if (worded.length > 0)
    await tx.insert(measureSearches).values(worded.map((search) => ({ ...search, day })));
}

/** Let go of everything that is kept of days, to make it again. */
export async function forgetDays(tx: Query): Promise<void> {
  await tx.delete(tx.tables.measureSums);
  await tx.delete(tx.tables.measureSearches);
  await tx.delete(tx.tables.measureArticleDays);
}

/** The sums of a day, of one value of a dimension when they were split. */
export interface KeptSums extends DaySums {
  day: string;
  /** Empty: of all. */
  part: string;
}

/** Which of what is kept is wanted. */
export interface Narrowed {
  filter: Filter;
  split?: Dimension;
  /** Lists are long: only these are read. */
  lists?: readonly List[];
}

/** What is kept of the days from the first to the last, both included, in their order: narrowed, and split by a dimension. */
export async function loadDays(
  q: Query,
  { firstDay, lastDay }: { firstDay: string; lastDay: string },
  { filter, split, lists = [] }: Narrowed,
): Promise<KeptSums[]> {
  const { measureSums: m } = q.tables;
  const wanted = keptLists.filter((list) => lists.includes(list));
  const columns = Object.fromEntries(wanted.map((list) => [list, m[list]])) as Pick<typeof m, 'firstReply'>;
  const rows = await q
    .select({ day: m.day, part: split ? m[split] : sql<string>`''`, counts: m.sums, ...columns })
    .from(m)
    .where(and(between(m.day, firstDay, lastDay), ...placesOf(q, filter, split)))
    .orderBy(asc(m.day));
  return rows.map(({ day, part, counts, ...own }) => ({ day, part, counts, lists: present(own) }));
}

const present = (lists: object): Lists =>
  Object.fromEntries(Object.entries(lists).filter(([, list]) => list !== null)) as Lists;

/** With few dimensions, the rows of those alone; with more, all that name every dimension. */
function placesOf(q: Query, filter: Filter, split: Dimension | undefined): SQL[] {
  const { measureSums: m } = q.tables;
  const open = split !== undefined && filter[split] === undefined;
  const isAlone = isKept(named(filter).length + (open ? 1 : 0));
  return dimensions.map((dimension) => {
    if (filter[dimension] !== undefined) return eq(m[dimension], filter[dimension]);
    return isAlone && dimension !== split ? eq(m[dimension], any) : ne(m[dimension], any);
  });
}

/** Help-seeking visits of a span that have no outcome yet. */
export async function countUnsettled(q: Query, span: Span): Promise<number> {
  const { visits: v } = q.tables;
  const [row] = await q
    .select({ n: countAll() })
    .from(v)
    .where(and(isNull(v.settledAt), v.isHelpSeeking, within(v.startedAt, span)));
  return row!.n;
}
