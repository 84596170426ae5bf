import type { Query } from '#db/open.ts';
import type { Context } from '#src/context.ts';
import { hash, isKey } from './accessKey.ts';
import {
  listLastEvents,
  listOwnTickets,
  listWriters,
  shownKinds,
  type Holdings,
  type LastEvent,
  type OwnRow,
} from './own.store.ts';

/** Tickets on one page of the list. */
export const ownPageSize = 25;
/** Keys come from cookies: so many are looked at. */
const mostKeys = 100;

/** The last thing that happened to a ticket, for those who take part in it. */
export interface LastAction {
  kind: string;
  by: 'me' | 'participant' | 'agent' | 'system';
  /** Of the participant or agent, null when nobody is to be named. */
  name: string | null;
  at: Date;
  /** Of a changed state: the new one. */
  state: string | null;
}

export interface OwnTicketRow extends OwnRow {
  /** False when they are in copy only. */
  isMine: boolean;
  last: LastAction | null;
}

/**
 * The tickets a visitor takes part in: all of them when signed in, otherwise those whose private link this browser
 * opened; the one that moved last first.
 */
export async function ownTickets(
  ctx: Context,
  page = 1,
): Promise<{ tickets: OwnTicketRow[]; hasMore: boolean }> {
  const holdings = holdingsOf(ctx);
  if (!holdings) return { tickets: [], hasMore: false };
  const q = ctx.db.read;
  const span = { limit: ownPageSize + 1, offset: (page - 1) * ownPageSize };
  const rows = await listOwnTickets(q, holdings, span);
  const shown = rows.slice(0, ownPageSize);
  const last = await lastActions(
    q,
    shown.map(({ id }) => id),
    holdings.requesterId,
  );
  const tickets = shown.map((row) => ({
    ...row,
    isMine: holdings.requesterId === null || row.requesterId === holdings.requesterId,
    last: last.get(row.id) ?? null,
  }));
  return { tickets, hasMore: rows.length > ownPageSize };
}

function holdingsOf({ actor }: Context): Holdings | null {
  if (actor.kind !== 'visitor') return null;
  const keys = Object.entries(actor.ticketKeys)
    .filter(([, key]) => isKey(key))
    .map(([number, key]) => ({ number: Number(number), hash: hash(key) }));
  return { requesterId: actor.requesterId ?? null, keys: keys.slice(0, mostKeys) };
}

/** The last thing of each ticket that those who take part in it are told of; `me` is the participant who looks. */
export async function lastActions(
  q: Query,
  ticketIds: number[],
  me: number | null,
): Promise<Map<number, LastAction>> {
  const found = Map.groupBy(await listLastEvents(q, ticketIds), ({ ticketId }) => ticketId);
  const events = [...found.values()].map((moment) => moment.toSorted(byWeight)[0]!);
  const messageIds = events.map(({ data }) => Number(data.message)).filter((id) => id > 0);
  const writers = new Map((await listWriters(q, messageIds)).map((writer) => [writer.messageId, writer]));
  return new Map(events.map((event) => [event.ticketId, actionOf(event, writers, me)]));
}

const byWeight = (a: LastEvent, b: LastEvent) => shownKinds.indexOf(a.kind) - shownKinds.indexOf(b.kind);

function actionOf(
  { kind, actorKind, agentName, data, at }: LastEvent,
  writers: ReadonlyMap<number, { requesterId: number; name: string }>,
  me: number | null,
): LastAction {
  const state = kind === 'state_changed' ? String(data.to) : null;
  if (actorKind !== 'requester') return { kind, by: actorKind, name: agentName, at, state };
  const writer = writers.get(Number(data.message));
  const isOther = writer !== undefined && me !== null && writer.requesterId !== me;
  return { kind, by: isOther ? 'participant' : 'me', name: isOther ? writer.name : null, at, state };
}
