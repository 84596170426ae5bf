import type { Context } from '#src/context.ts';
import { workingMs, workingTimeAfter, workingTimeBefore } from '#src/domain/calendar/calendar.ts';
import { waitingRule, type WaitingRule } from '#src/domain/calendar/waiting.ts';
import { changeTicket } from './change.ts';
import { listOverdue, type LateSince } from './overdue.store.ts';
import { priorities, type Ticket } from './ticket.ts';

const hourMs = 3_600_000;
/** What has waited longer than this fell overdue long ago: after an upgrade nobody gets a flood about the past. */
const stalestMs = 14 * 24 * hourMs;
const batch = 200;

type Waiting = Pick<Ticket, 'state' | 'priority' | 'lastMessageAt' | 'snoozedUntil'>;

/**
 * Until when a customer is to be answered: the last message and the working hours that the ticket's priority allows.
 * Null while it is not our turn, while the ticket sleeps, and when the desk does not open within ten years.
 */
export function answerDueAt(ticket: Waiting, { calendar, hours }: WaitingRule): Date | null {
  const isOurTurn = ticket.state === 'new' || ticket.state === 'open';
  if (!isOurTurn || ticket.snoozedUntil !== null) return null;
  return workingTimeAfter(calendar, ticket.lastMessageAt, (hours[ticket.priority] ?? 0) * hourMs);
}

/** Whether a customer waits for our answer longer than the ticket's priority allows. */
export function isOverdue(ticket: Waiting, rule: WaitingRule, now: Date): boolean {
  const due = answerDueAt(ticket, rule);
  return due !== null && due <= now;
}

/** When an answer to something asked now would be due, by priority. */
export const answerDueByPriority = (rule: WaitingRule, now: Date): Map<number, Date | null> =>
  new Map(
    priorities.map((priority) => {
      const ticket = { state: 'new', priority, lastMessageAt: now, snoozedUntil: null } as const;
      return [priority, answerDueAt(ticket, rule)];
    }),
  );

/** Rows of a list, each with whether its customer waits too long. */
export const markOverdue = <Row extends Waiting>(rows: Row[], rule: WaitingRule, now: Date) =>
  rows.map((row) => ({ ...row, isOverdue: isOverdue(row, rule, now) }));

/** Since when tickets must have waited to be overdue now, by priority: the same rule for the database. */
export const lateSince = ({ calendar, hours }: WaitingRule, now: Date): LateSince[] =>
  priorities.flatMap((priority) => {
    const before = workingTimeBefore(calendar, now, (hours[priority] ?? 0) * hourMs);
    return before ? [{ priority, before }] : [];
  });

/**
 * Say once of each ticket on which it is our turn (new or open, awake) that its last message has waited too long; for
 * the recurring job. The next message of its requester starts the time again.
 * @returns how many fell overdue
 */
export async function announceOverdue(ctx: Context): Promise<number> {
  const rule = await waitingRule(ctx);
  const since = new Date(ctx.now.getTime() - stalestMs);
  const late = lateSince(rule, ctx.now);
  const numbers = await listOverdue(ctx.db.read, { late, since, most: batch });
  for (const number of numbers) await sayOverdue(ctx, number, rule);
  return numbers.length;
}

/** Somebody may have answered since it was listed. */
function sayOverdue(ctx: Context, number: number, rule: WaitingRule): Promise<void> {
  return changeTicket(ctx, number, async ({ ticket, set, record }) => {
    if (!isOverdue(ticket, rule, ctx.now) || isSaid(ticket)) return;
    const waitedMs = workingMs(rule.calendar, ticket.lastMessageAt, ctx.now);
    await set({ overdueAt: ctx.now, updatedAt: ticket.updatedAt });
    await record('overdue', { hours: Math.floor(waitedMs / hourMs) });
  });
}

const isSaid = ({ overdueAt, lastMessageAt }: Pick<Ticket, 'overdueAt' | 'lastMessageAt'>) =>
  overdueAt !== null && overdueAt >= lastMessageAt;
