import type { Query } from '#db/open.ts';
import { ticketQuestion } from '#src/domain/search/lesson.ts';
import type { Question } from './gap.ts';
import {
  agedTickets,
  askedIn,
  changedTickets,
  questionsOfVisits,
  settledVisits,
  type SourceTicket,
} from './sources.store.ts';

/** How far the rows were read. */
export interface Progress {
  visitAt: number;
  visitId: string;
  ticketAt: number;
  ticketId: number;
  /** The last ticket that was looked at once it was old enough. */
  agedId: number;
  /** When lone questions of long ago were dropped last, with their gaps. */
  sweptAt: number;
}
export const startOfAll: Progress = {
  ...{ visitAt: 0, visitId: '', ticketAt: 0, ticketId: 0, agedId: 0 },
  sweptAt: 0,
};

export interface Batch {
  questions: Question[];
  /** Sources that no longer belong to any gap. */
  gone: Pick<Question, 'kind' | 'sourceId'>[];
  next: Progress;
  isLast: boolean;
}

/** A batch is taken in by one turn of the event loop, in which every page waits: about 5 ms. */
const visitsAtOnce = 10;
const ticketsAtOnce = 5;
/** A ticket without an answer counts from this age on, in milliseconds, or once it is resolved. */
const ticketAgeMs = 48 * 3_600_000;

/** The next questions that failed: of visits that settled badly, and of tickets that no article answers. */
export async function collect(q: Query, from: Progress, now: Date): Promise<Batch> {
  const visits = await settledVisits(q, { at: from.visitAt, id: from.visitId }, visitsAtOnce);
  const bad = visits.filter(({ outcome }) => outcome === 'abandoned' || outcome === 'escalated');
  const good = visits.filter((visit) => !bad.includes(visit));
  const changed = await changedTickets(q, { at: from.ticketAt, id: from.ticketId }, ticketsAtOnce);
  const aged = await agedTickets(q, from.agedId, new Date(now.getTime() - ticketAgeMs), ticketsAtOnce);
  const due = changed.filter(({ state }) => state === 'resolved' || state === 'closed');
  const tickets = [...new Map([...due, ...aged].map((ticket) => [ticket.id, ticket])).values()];
  const regained = await questionsOfVisits(
    q,
    good.map(({ id }) => id),
  );
  const [lastVisit, lastTicket] = [visits.at(-1), changed.at(-1)];
  return {
    questions: [
      ...failedIn(
        await askedIn(
          q,
          bad.map(({ id }) => id),
        ),
      ),
      ...tickets.filter(isUnanswered).map(asked),
    ],
    gone: [
      ...regained,
      ...tickets.filter(isOutOf).map(({ id }) => ({ kind: 'ticket' as const, sourceId: id })),
    ],
    next: {
      ...from,
      visitAt: lastVisit?.settledAt?.getTime() ?? from.visitAt,
      visitId: lastVisit?.id ?? from.visitId,
      ticketAt: lastTicket?.updatedAt.getTime() ?? from.ticketAt,
      ticketId: lastTicket?.id ?? from.ticketId,
      agedId: aged.at(-1)?.id ?? from.agedId,
    },
    isLast: visits.length < visitsAtOnce && changed.length < ticketsAtOnce && aged.length < ticketsAtOnce,
  };
}

type Asked = Awaited<ReturnType<typeof askedIn>>;

/** Of each visit the searches that found nothing or nothing worth opening, and the asks; the same words once. */
export function failedIn(events: Asked): Question[] {
  const opened = new Set(
    events.flatMap(({ kind, searchId }) => (kind.endsWith('opened') ? (searchId ?? []) : [])),
  );
  const failed = new Map<string, Question>();
  for (const { id, visitId, kind, at, locale, query, verdict } of events) {
    if (!query?.trim() || (kind !== 'search' && kind !== 'suggestions_shown')) continue;
    if (kind === 'search' && verdict !== 'nothing' && opened.has(id)) continue;
    const key = `${visitId} ${query.trim().toLowerCase()}`;
    failed.set(key, {
      kind: kind === 'search' ? 'search' : 'ask',
      sourceId: id,
      locale,
      text: query.trim(),
      at,
    });
  }
  return [...failed.values()];
}

const isUnanswered = ({ isAnswered, isOut }: SourceTicket) => !isAnswered && !isOut;
/** Answered by what was there before: it was no gap. One that an article answered since stays in its history. */
const isOutOf = ({ isOut, isAnswered, wasKnown }: SourceTicket) => isOut || (isAnswered && wasKnown === true);

const asked = ({ id, subject, body, locale, createdAt }: SourceTicket): Question => ({
  kind: 'ticket',
  sourceId: id,
  locale,
  text: ticketQuestion(subject, body),
  at: createdAt,
});
