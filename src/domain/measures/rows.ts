import type { Context } from '#src/context.ts';
import { measureOf, type MeasureName, type RowKind } from './measures.ts';
import type { Period } from './period.ts';
import type { MeasureRow } from './measureRow.ts';
import { requireReader } from './reader.ts';
import { listRows } from './rows.store.ts';

export type { MeasureRow };

export const rowsPerPage = 50;
/** Most rows that one file or list holds. */
export const mostRows = 50_000;

/**
 * What stands behind a figure, newest first: the very visits, searches, votes or tickets of the period.
 * @throws sign_in_required
 */
export async function measureRows(
  ctx: Context,
  name: MeasureName,
  period: Period,
  { offset = 0, limit = rowsPerPage }: { offset?: number; limit?: number } = {},
): Promise<{ kind: RowKind; rows: MeasureRow[]; hasMore: boolean }> {
  requireReader(ctx);
  const kind = measureOf(name).rows;
  const rows = await listRows(ctx.db.read, {
    name,
    span: period,
    page: { offset, limit: Math.min(limit, mostRows) + 1 },
  });
  return { kind, rows: rows.slice(0, limit), hasMore: rows.length > limit };
}
