import { and, asc, between, countDistinct, eq, isNull } from 'drizzle-orm';
import type { Query } from '#db/open.ts';
import { countAll } from '#db/sql.ts';
import type { SearchRow } from './daySearches.store.ts';
import { within, type Span } from './filters.ts';
import type { DayRow } from './metric.ts';

/** Put a day's rows in the place of what was kept of it. */
export async function keepDay(tx: Query, day: string, rows: DayRow[], searches: SearchRow[]): Promise<void> {
  const { measureDays, measureSearches } = tx.tables;
  await tx.delete(measureDays).where(eq(measureDays.day, day));
  await tx.delete(measureSearches).where(eq(measureSearches.day, day));
  const kept = rows.filter((row) => row.n > 0);
  if (kept.length > 0) await tx.insert(measureDays).values(kept.map((row) => ({ ...row, day })));
  const worded = searches.filter((search) => search.query);
  if (worded.length > 0)
    await tx.insert(measureSearches).values(worded.map((search) => ({ ...search, day })));
}

/** Let go of everything that is kept of days, to make it again. */
export async function forgetDays(tx: Query): Promise<void> {
  await tx.delete(tx.tables.measureDays);
  await tx.delete(tx.tables.measureSearches);
}

/** What is kept of the days from the first to the last, both included, in their order. */
export async function loadDays(q: Query, firstDay: string, lastDay: string) {
  const { measureDays: d } = q.tables;
  return (await q
    .select()
    .from(d)
    .where(between(d.day, firstDay, lastDay))
    .orderBy(asc(d.day))) as (DayRow & { day: string })[];
}

/** Different people who filed a ticket in a span. */
export async function countRequesters(q: Query, span: Span): Promise<number> {
  const { tickets: t } = q.tables;
  const [row] = await q
    .select({ n: countDistinct(t.requesterId) })
    .from(t)
    .where(within(t.createdAt, span));
  return Number(row!.n);
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
