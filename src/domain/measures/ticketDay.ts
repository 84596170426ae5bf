import type { Place } from './dimension.ts';
import type { collectCells } from './metric.ts';

type Day = ReturnType<typeof collectCells>;

/** What one day's tickets are counted from. */
export interface FiledTicket {
  place: Place;
  requesterId: number;
  /** Minutes to the first public reply by an agent; null without one. */
  replyMinutes: number | null;
  /** From tier to tier, in order. */
  moves: { from: number; to: number }[];
}

export interface ResolvedTicket {
  place: Place;
  minutes: number;
  publicReplies: number;
  reopenings: number;
  escalations: number;
  isLinked: boolean;
  wasKnown: boolean | null;
}

/** A ticket filed on a day. It counts once at each tier where it was, and once from each it left upwards. */
export function addFiled(day: Day, { place, requesterId, replyMinutes, moves }: FiledTicket): void {
  const up = moves.filter((move) => move.to > move.from);
  const reply = replyMinutes === null ? {} : { firstReply: replyMinutes };
  const counts = { tickets: 1, escalated: up.length > 0 ? 1 : 0, replied: replyMinutes === null ? 0 : 1 };
  day.add(place, counts, { requesters: requesterId, ...reply });
  const left = new Set(up.map((move) => String(move.from)));
  const places = [place.tier, ...moves.flatMap((move) => [move.from, move.to])].map(String);
  for (const tier of new Set(places))
    day.add({ ...place, tier }, { been_at: 1, handed_from: left.has(tier) ? 1 : 0 });
}

/** A ticket resolved on a day. */
export function addResolved(day: Day, ticket: ResolvedTicket): void {
  const { place, minutes, escalations } = ticket;
  const counts = {
    resolved: 1,
    first_contact: ticket.publicReplies === 1 && ticket.reopenings === 0 ? 1 : 0,
    linked: ticket.isLinked ? 1 : 0,
    known: ticket.wasKnown === true ? 1 : 0,
    resolved_escalated: escalations > 0 ? 1 : 0,
  };
  const escalated = escalations > 0 ? { resolutionEscalated: minutes } : {};
  day.add(place, counts, { resolution: minutes, ...escalated });
}
