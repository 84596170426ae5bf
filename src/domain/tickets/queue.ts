import type { Context } from '#src/context.ts';
import { waitingRule } from '#src/domain/calendar/waiting.ts';
import { requireStaff } from './change.ts';
import {
  queueRequest,
  queueViews,
  viewFilter,
  type QueueFilter,
  type QueueRequest,
  type QueueView,
} from './filter.ts';
import { lateSince, markOverdue } from './overdue.ts';
import { countTickets, cursorOf, listTickets, type ListOptions, type QueueRow } from './queue.store.ts';

const pageSize = 50;
/** Counts stop here: "1000+" says enough and stays quick at any size. */
export const mostCounted = 1_000;

/** A number of tickets; `isMore` when there are more than were counted. */
export interface BoundedCount {
  count: number;
  isMore: boolean;
}

/** `isOverdue`: its customer waits for our answer too long. */
export type ShownRow = QueueRow & { isOverdue: boolean };

export interface QueuePage {
  request: QueueRequest;
  rows: ShownRow[];
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
  const rule = await waitingRule(ctx);
  const at = { now: ctx.now, late: lateSince(rule, ctx.now) };
  const found = await listTickets(ctx.db.read, { ...filter, ...at, sort, after, limit: pageSize + 1 });
  const rows = found.slice(0, pageSize);
  const last = rows.at(-1);
  return {
    request,
    rows: markOverdue(rows, rule, ctx.now),
    next: found.length > pageSize && last ? cursorOf(last, sort) : null,
    total: await bounded(ctx, { ...filter, ...at }),
    views: await countViews(ctx, at),
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
  const late = lateSince(await waitingRule(ctx), ctx.now);
  const options = { ...filter, late, changedSince: since, now: ctx.now, most: 100 };
  const count = await countTickets(ctx.db.read, options);
  return { count, at: ctx.now };
}

type At = Pick<ListOptions, 'now' | 'late'>;

async function countViews(ctx: Context, at: At): Promise<QueuePage['views']> {
  const me = requireStaff(ctx).agentId ?? 0;
  const counts = queueViews.map(
    async (view) => [view, await bounded(ctx, { ...viewFilter(view, me), ...at })] as const,
  );
  return Object.fromEntries(await Promise.all(counts)) as QueuePage['views'];
}

async function bounded(ctx: Context, filter: QueueFilter & At): Promise<BoundedCount> {
  const count = await countTickets(ctx.db.read, { ...filter, most: mostCounted + 1 });
  return { count: Math.min(count, mostCounted), isMore: count > mostCounted };
}
