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
  type NewEvent,
} from './visit.ts';
import {
  countEvents,
  findEvent,
  findLastEvent,
  findSame,
  findVisitToChange,
  insertEvent,
  insertVisit,
  replaceSearch,
  touchVisit,
  type EventRow,
  type Visit,
} from './visit.store.ts';

export interface Recorded {
  /** May differ from `ctx.actor.visitId`: the first event, or the first after a pause, starts a visit. */
  visitId: string;
  eventId: number;
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
    const eventId = await addEvent(tx, ctx, visit.id, event);
    if (eventId === null) return null;
    if (event.kind === 'vote' || event.kind === 'solved') await learnLater(tx, ctx, visit.id);
    await touchVisit(tx, visit, { at: ctx.now, isHelpSeeking: isHelpSeeking(event.kind) });
    return { visitId: visit.id, eventId };
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

async function addEvent(tx: Query, ctx: Context, visitId: string, event: NewEvent): Promise<number | null> {
  const row = await toRow(tx, ctx, visitId, event);
  const again = await findAgain(tx, row);
  if (again) return again;
  if (row.kind === 'search') {
    const last = await findLastEvent(tx, visitId);
    if (last && isStillTyping(last, row.query ?? '', ctx.now)) {
      await replaceSearch(tx, last.id, row);
      return last.id;
    }
  }
  // A ticket is the one thing that no bound may hide.
  if (row.kind !== 'ticket_filed' && (await countEvents(tx, visitId)) >= maxEventsPerVisit) return null;
  return insertEvent(tx, row);
}

async function toRow(tx: Query, ctx: Context, visitId: string, event: NewEvent): Promise<EventRow> {
  const row: EventRow = { ...event, visitId, at: ctx.now, locale: ctx.locale };
  if (row.query !== undefined && row.query !== null) row.query = tidyQuery(row.query);
  // Only an event of the same visit can be what this one came from.
  if (row.searchId && !(await findEvent(tx, visitId, row.searchId))) row.searchId = null;
  return row;
}

/** The event that this one only repeats, if any. */
async function findAgain(tx: Query, row: EventRow): Promise<number | null> {
  const { visitId, kind, query, articleId, searchId } = row;
  switch (kind) {
    case 'search': {
      const same = await findSame(tx, visitId, { kind, query });
      return same && same.verdict === row.verdict && same.resultCount === row.resultCount ? same.id : null;
    }
    case 'vote': {
      const same = await findSame(tx, visitId, { kind, articleId });
      return same?.helpful === row.helpful ? same!.id : null;
    }
    case 'article_read':
    case 'suggestion_opened':
      return (await findSame(tx, visitId, { kind, articleId }))?.id ?? null;
    case 'result_opened':
      return searchId ? ((await findSame(tx, visitId, { kind, articleId, searchId }))?.id ?? null) : null;
    case 'suggestions_shown':
      return (await findSame(tx, visitId, { kind, query }))?.id ?? null;
    case 'ask_opened': {
      const last = await findLastEvent(tx, visitId);
      return last?.kind === 'ask_opened' ? last.id : null;
    }
    default:
      return null;
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
