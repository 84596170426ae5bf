import type { Context } from '#src/context.ts';
import { findCalendar } from '#src/domain/calendar/waiting.ts';
import { gapAges } from '#src/domain/gaps/list.ts';
import { named } from './dimension.ts';
import type { Asked } from './load.ts';
import type { MeasureRow, Page } from './measureRow.ts';
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
  const calendar = await findCalendar(ctx);
  return listRows(ctx.db.read, kind, { name, span: period, filter, page, calendar });
}

async function gapRows(ctx: Context, { period }: Asked, { offset, limit }: Page): Promise<MeasureRow[]> {
  const ages = (await gapAges(ctx, period.from, period.to)).reverse().slice(offset, offset + limit);
  return ages.map(({ id, name, closedAt, days }) => ({ at: closedAt, gapId: id, words: name ?? '', days }));
}
