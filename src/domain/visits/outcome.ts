import type { Outcome, VisitEvent } from './visit.ts';

type Signal = Pick<VisitEvent, 'kind' | 'helpful'>;

/**
 * The one outcome of a help-seeking visit, from its events in order (DESIGN §5). Signals are votes and "solved"; leaving
 * without one is never success.
 */
export function outcomeOf(events: readonly Signal[]): Outcome {
  if (events.some((event) => event.kind === 'ticket_filed')) return 'escalated';
  const lastSignal = events.findLast((event) => event.kind === 'vote' || event.kind === 'solved');
  if (lastSignal && saysYes(lastSignal)) return 'confirmed';
  const hasRead = events.some((event) => event.kind === 'article_read');
  const lastVote = events.findLast((event) => event.kind === 'vote');
  return hasRead && lastVote?.helpful !== false ? 'potential' : 'abandoned';
}

const saysYes = (signal: Signal) => signal.kind === 'solved' || signal.helpful === true;
