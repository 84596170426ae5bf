import type { Context } from '#src/context.ts';
import { requireStaff } from './change.ts';
import {
  queueRequest,
  queueViews,
  viewFilter,
  type QueueFilter,
  type QueueRequest,
  type QueueView,
} from './filter.ts';
import { countTickets, cursorOf, listTickets, type QueueRow } from './queue.store.ts';

const pageSize = 50;
/** Counts stop here: "1000+" says enough and stays quick at any size. */
export const mostCounted = 1_000;

/** A number of tickets; `isMore` when there are more than were counted. */
export interface BoundedCount {
  count: number;
  isMore: boolean;
}

export interface QueuePage {
  request: QueueRequest;
  rows: QueueRow[];
  /** The `after` of the next page, null on the last. */
  next: string | null;
  total: BoundedCount;
  /** How much stands in each built-in filter. */
  views: Record<QueueView, BoundedCount>;
  /** The moment this page shows: hand it to `queueChanges` to learn what came since. */
  at: Date;
}

/** One page of the queue for the agent who asks. @throws sign_in_required */
export async function queue(ctx: Context, search: URLSearchParams): Promise<QueuePage> {
  const request = queueRequest(search, requireStaff(ctx).agentId ?? 0);
  const { filter, sort, after } = request;
  const found = await listTickets(ctx.db.read, { ...filter, sort, after, limit: pageSize + 1, now: ctx.now });
  const rows = found.slice(0, pageSize);
  const last = rows.at(-1);
  return {
    request,
    rows,
    next: found.length > pageSize && last ? cursorOf(last, sort) : null,
    total: await bounded(ctx, filter),
    views: await countViews(ctx),
    at: ctx.now,
  };
}

/** How many tickets of a queue were filed or changed since a moment, counted to 100. @throws sign_in_required */
export async function queueChanges(
  ctx: Context,
  search: URLSearchParams,
  since: Date,
): Promise<{ count: number; at: Date }> {
  const { filter } = queueRequest(search, requireStaff(ctx).agentId ?? 0);
  const count = await countTickets(ctx.db.read, { ...filter, changedSince: since, now: ctx.now, most: 100 });
  return { count, at: ctx.now };
}

async function countViews(ctx: Context): Promise<QueuePage['views']> {
  const me = requireStaff(ctx).agentId ?? 0;
  const counts = queueViews.map(async (view) => [view, await bounded(ctx, viewFilter(view, me))] as const);
  return Object.fromEntries(await Promise.all(counts)) as QueuePage['views'];
}

async function bounded(ctx: Context, filter: QueueFilter): Promise<BoundedCount> {
  const count = await countTickets(ctx.db.read, { ...filter, now: ctx.now, most: mostCounted + 1 });
  return { count: Math.min(count, mostCounted), isMore: count > mostCounted };
}
