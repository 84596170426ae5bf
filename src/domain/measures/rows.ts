import type { Context } from '#src/context.ts';
import { findCalendar } from '#src/domain/calendar/waiting.ts';
import { gapAges } from '#src/domain/gaps/list.ts';
import { named } from './dimension.ts';
import type { Asked } from './load.ts';
import type { MeasureRow, Page } from './measureRow.ts';
import { loadDays } from './days.store.ts';
import type { Span } from './filters.ts';
import { sumsOf } from './metric.ts';
import { periodOf } from './period.ts';
import { measureOf, type MeasureName, type RowKind } from './measures.ts';
import { requireReader } from './reader.ts';
import { listRows } from './rows.store.ts';

export type { MeasureRow };

export const rowsPerPage = 50;
/** Most rows that one file or list holds. */
export const mostRows = 50_000;

/**
 * What stands behind a figure, newest first: the very visits, searches, votes, tickets or gaps of the period.
 * @throws sign_in_required
 */
export async function measureRows(
  ctx: Context,
  name: MeasureName,
  asked: Asked,
  { offset = 0, limit = rowsPerPage }: Partial<Page> = {},
): Promise<{ kind: RowKind; rows: MeasureRow[]; hasMore: boolean }> {
  requireReader(ctx);
  const { rows: kind, by } = measureOf(name);
  const page = { offset, limit: Math.min(limit, mostRows) + 1 };
  const isPossible = named(asked.filter).every((dimension) => by.includes(dimension));
  const rows = isPossible ? await rowsOf(ctx, kind, { name, asked, page }) : [];
  return { kind, rows: rows.slice(0, limit), hasMore: rows.length > limit };
}

async function rowsOf(
  ctx: Context,
  kind: RowKind,
  { name, asked: { period, filter }, page }: { name: MeasureName; asked: Asked; page: Page },
): Promise<MeasureRow[]> {
  if (kind === 'gaps') return gapRows(ctx, { period, filter }, page);
  const { span, skip } = await spanOf(ctx, name, { asked: { period, filter }, page });
  if (!span) return [];
  const calendar = await findCalendar(ctx);
  return listRows(ctx.db.read, kind, { name, span, filter, page: { ...page, offset: skip }, calendar });
}

/**
 * The days that hold a page of rows, by what is kept of each: no day is walked through in which there is nothing, or only
 * what stands on pages before.
 */
async function spanOf(
  ctx: Context,
  name: MeasureName,
  { asked: { period, filter }, page: { offset, limit } }: { asked: Asked; page: Page },
): Promise<{ span: Span | null; skip: number }> {
  const { rowCount } = measureOf(name);
  const days = (await loadDays(ctx.db.read, period, { filter })).map((kept) => ({
    day: kept.day,
    n: rowCount(sumsOf([kept]), filter),
  }));
  const byDay = [...Map.groupBy(days, ({ day }) => day)].reverse();
  let before = 0;
  let skip = 0;
  const held: string[] = [];
  for (const [day, parts] of byDay) {
    const n = parts.reduce((sum, part) => sum + part.n, 0);
    if (n > 0 && before + n > offset && before < offset + limit) held.push(day);
    if (before + n <= offset) skip += n;
    before += n;
  }
  if (held.length === 0) return { span: null, skip: 0 };
  return { span: periodOf(held.at(-1)!, held[0]!, period.timeZone), skip: offset - skip };
}

async function gapRows(ctx: Context, { period }: Asked, { offset, limit }: Page): Promise<MeasureRow[]> {
  const ages = (await gapAges(ctx, period.from, period.to)).reverse().slice(offset, offset + limit);
  return ages.map(({ id, name, closedAt, days }) => ({ at: closedAt, gapId: id, words: name ?? '', days }));
}
