import { ticketStates, type TicketState } from './ticket.ts';

/** The filters that every agent has; the first is where the desk opens. */
export const queueViews = [
  'open',
  'mine',
  'unassigned',
  'overdue',
  'waiting',
  'unexplained',
  'all',
  'spam',
] as const;
export type QueueView = (typeof queueViews)[number];
export const queueSorts = ['updated', 'created', 'oldest', 'priority'] as const;
export type QueueSort = (typeof queueSorts)[number];

export interface QueueFilter {
  states: readonly TicketState[];
  /** An agent, nobody, or (undefined) whoever. */
  assignee?: number | 'none' | undefined;
  priority?: number | undefined;
  tier?: number | undefined;
  tag?: string | undefined;
  text?: string | undefined;
  /** Sleeping tickets are out of the way unless a filter asks for them. */
  snoozed: 'hidden' | 'shown' | 'only';
  /** Nothing else than what waits for us too long, what was marked as spam, or what nobody said the answer of. */
  only?: 'overdue' | 'spam' | 'unexplained' | undefined;
}

/** The queue as its address says it: what to show, in which order, from where on. */
export interface QueueRequest {
  view: QueueView;
  filter: QueueFilter;
  sort: QueueSort;
  after: string | null;
  /** What was asked beyond the view, for links and forms. */
  params: Record<string, string>;
}

const keys = ['view', 'state', 'assignee', 'priority', 'tier', 'tag', 'q', 'snoozed', 'sort'] as const;
/** The states in which somebody waits for somebody. */
export const active: readonly TicketState[] = ['new', 'open', 'waiting'];

/** Read the queue's query string for an agent; what makes no sense is left out rather than refused. */
export function queueRequest(search: URLSearchParams, me: number): QueueRequest {
  const get = (name: string) => (search.get(name) ?? '').slice(0, 200).replaceAll('\0', '');
  const view = oneOf(queueViews, get('view')) ?? 'open';
  const state = oneOf(ticketStates, get('state'));
  const base = viewFilter(view, me);
  const filter: QueueFilter = {
    ...base,
    states: state ? [state] : base.states,
    assignee: assigneeOf(get('assignee'), me) ?? base.assignee,
    priority: between(get('priority'), 1, 5),
    tier: between(get('tier'), 1, 4),
    tag: get('tag').trim().toLowerCase() || undefined,
    text: get('q').trim() || undefined,
    snoozed: get('snoozed') === '1' ? 'only' : base.snoozed,
  };
  const params = Object.fromEntries(keys.map((key) => [key, get(key)]).filter(([, value]) => value !== ''));
  return {
    view,
    filter,
    sort: oneOf(queueSorts, get('sort')) ?? 'updated',
    after: search.get('after')?.slice(0, 100) ?? null,
    params,
  };
}

/** What each built-in filter shows. A search looks everywhere in its view. */
export function viewFilter(view: QueueView, me: number): QueueFilter {
  const filters: Record<QueueView, QueueFilter> = {
    open: { states: ['new', 'open'], snoozed: 'hidden' },
    mine: { states: active, assignee: me, snoozed: 'hidden' },
    unassigned: { states: active, assignee: 'none', snoozed: 'hidden' },
    overdue: { states: ['new', 'open'], snoozed: 'hidden', only: 'overdue' },
    waiting: { states: ['waiting'], snoozed: 'hidden' },
    // By mail, or by its requester: nobody was asked which article answers it.
    unexplained: { states: ['resolved'], snoozed: 'shown', only: 'unexplained' },
    all: { states: ticketStates, snoozed: 'shown' },
    // Marking as spam closes.
    spam: { states: ['closed'], snoozed: 'shown', only: 'spam' },
  };
  return filters[view];
}

/** The query string of a request with some values changed; an empty one takes its value out. */
export function queueQuery(params: Record<string, string>, change: Record<string, string> = {}): string {
  const merged = Object.entries({ ...params, ...change }).filter(([, value]) => value !== '');
  return new URLSearchParams(merged).toString();
}

const oneOf = <T extends string>(all: readonly T[], value: string): T | undefined =>
  all.find((one) => one === value);

function between(value: string, least: number, most: number): number | undefined {
  const number = Number(value);
  return Number.isInteger(number) && number >= least && number <= most ? number : undefined;
}

function assigneeOf(value: string, me: number): number | 'none' | undefined {
  if (value === 'none') return 'none';
  return value === 'me' ? me : between(value, 1, 2_147_483_647);
}
