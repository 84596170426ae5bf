import type { Query } from '#db/open.ts';
import type { Context } from '#src/context.ts';
import { enqueue } from '#src/jobs/queue.ts';
import {
  isConclusion,
  isHelpSeeking,
  isStillTyping,
  isVisitId,
  maxEventsPerVisit,
  newVisitId,
  tidyQuery,
  visitPauseMs,
  type EventKind,
  type NewEvent,
  type VisitEvent,
} from './visit.ts';
import {
  findVisitToChange,
  insertEvent,
  insertVisit,
  listEvents,
  replaceSearch,
  touchVisit,
  type EventRow,
  type Visit,
} from './visit.store.ts';

export interface Recorded {
  /** May differ from `ctx.actor.visitId`: the first event, or the first after a pause, starts a visit. */
  visitId: string;
  eventId: number;
  /** Differs from the event's only of suggestions drawn by lot: the first lot of a visit holds. */
  kind: EventKind;
}

/**
 * Add what just happened to the actor's visit, starting one when there is none or its last sign of life is 30 minutes
 * old. The same thing twice (a reload, the way back) is one event, and a search still being typed is replaced.
 * @returns null when nothing is counted: agents, visitors who asked not to be (Sec-GPC, DNT), a visit full to its bound.
 */
export async function recordEvent(ctx: Context, event: NewEvent): Promise<Recorded | null> {
  const { actor } = ctx;
  if (actor.kind !== 'visitor' || !actor.isCounted) return null;
  return ctx.db.write(async (tx) => {
    const visit = await continueVisit(tx, ctx, actor.visitId, event);
    const added = await addEvent(tx, ctx, visit.id, event);
    if (added === null) return null;
    if (event.kind === 'vote' || event.kind === 'solved') await learnLater(tx, ctx, visit.id);
    await touchVisit(tx, visit, { at: ctx.now, isHelpSeeking: isHelpSeeking(event.kind) });
    return { visitId: visit.id, ...added };
  });
}

async function continueVisit(tx: Query, ctx: Context, id: string | null, event: NewEvent): Promise<Visit> {
  const visit = isVisitId(id) ? await findVisitToChange(tx, id) : null;
  if (visit && goesOn(visit, ctx, event)) return visit;
  const fresh = newVisitId();
  await insertVisit(tx, fresh, ctx.locale, ctx.now);
  return { id: fresh, lastAt: ctx.now, settledAt: null };
}

function goesOn(visit: Visit, ctx: Context, event: NewEvent): boolean {
  const pause = ctx.now.getTime() - visit.lastAt.getTime();
  return pause < visitPauseMs || (isConclusion(event.kind) && visit.settledAt === null);
}

async function addEvent(
  tx: Query,
  ctx: Context,
  visitId: string,
  event: NewEvent,
): Promise<Omit<Recorded, 'visitId'> | null> {
  const before = await listEvents(tx, visitId);
  const row = toRow(ctx, visitId, event, before);
  const { kind } = row;
  const again = findAgain(before, row);
  if (again) return { eventId: again.id, kind };
  const last = before.at(-1) ?? null;
  if (last && row.kind === 'search' && isStillTyping(last, row.query ?? '', ctx.now)) {
    await replaceSearch(tx, last.id, row);
    return { eventId: last.id, kind };
  }
  // A ticket is the one thing that no bound may hide.
  if (row.kind !== 'ticket_filed' && before.length >= maxEventsPerVisit) return null;
  return { eventId: await insertEvent(tx, row), kind };
}

function toRow(ctx: Context, visitId: string, event: NewEvent, before: VisitEvent[]): EventRow {
  const row: EventRow = { ...event, visitId, at: ctx.now, locale: ctx.locale };
  if (row.query !== undefined && row.query !== null) row.query = tidyQuery(row.query);
  // Whoever saw suggestions, or none, by lot, does so for the whole visit.
  if (row.isTrial) row.kind = before.find((event) => event.isTrial)?.kind ?? row.kind;
  // Only an event of the same visit can be what this one came from.
  if (!before.some(({ id }) => id === row.searchId)) row.searchId = null;
  return row;
}

/** The event that this one only repeats, if any. */
function findAgain(before: VisitEvent[], row: EventRow): VisitEvent | undefined {
  const { kind, query, articleId, searchId } = row;
  const same = before.filter((event) => event.kind === kind);
  const latest = (holds: (event: VisitEvent) => boolean) => same.findLast(holds);
  const stays = (event: VisitEvent | undefined, holds: boolean) => (holds ? event : undefined);
  switch (kind) {
    case 'search': {
      const found = latest((event) => event.query === query);
      return stays(found, found?.verdict === row.verdict && found?.resultCount === row.resultCount);
    }
    case 'vote': {
      const vote = latest((event) => event.articleId === articleId);
      return stays(vote, vote?.helpful === row.helpful);
    }
    case 'article_read':
    case 'suggestion_opened':
      return latest((event) => event.articleId === articleId);
    case 'result_opened':
      return latest((event) => event.articleId === articleId && event.searchId === searchId);
    case 'suggestions_shown':
    case 'suggestions_withheld':
      return latest((event) => event.query === query);
    case 'ask_opened':
      return stays(before.at(-1), before.at(-1)?.kind === 'ask_opened');
    default:
      return undefined;
  }
}

/** The search takes what was asked before a helpful answer as a way to ask for it; see domain/search/learn.ts. */
const learnLater = (tx: Query, ctx: Context, visit: string) =>
  enqueue(tx, {
    kind: 'search.learnFromVisit',
    payload: { visit },
    runAt: ctx.now,
    uniqueKey: `search.learnFromVisit:${visit}`,
  });
