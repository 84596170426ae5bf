import type { DayRow, Metric } from './metric.ts';

/** What one day's tickets are counted from. */
export interface FiledTicket {
  tier: number;
  createdAt: Date;
  firstReplyAt: Date | null;
  /** From tier to tier, in order. */
  moves: { from: number; to: number }[];
}

export interface ResolvedTicket {
  tier: number;
  createdAt: Date;
  resolvedAt: Date;
  publicReplies: number;
  reopenings: number;
  escalations: number;
  isLinked: boolean;
  wasKnown: boolean | null;
}

/** The rows of tickets filed on one day. A ticket counts once at each tier where it was, and once from each it left upwards. */
export function rowsOfFiled(tickets: readonly FiledTicket[]): DayRow[] {
  const day = collect();
  for (const ticket of tickets) {
    const up = ticket.moves.filter((move) => move.to > move.from);
    day.count('tickets', '', true);
    day.count('escalated', '', up.length > 0);
    const places = [ticket.moves[0]?.from ?? ticket.tier, ...ticket.moves.map((move) => move.to)];
    for (const tier of new Set(places)) day.count('been_at', String(tier), true);
    for (const tier of new Set(up.map((move) => move.from))) day.count('handed_from', String(tier), true);
    if (ticket.firstReplyAt)
      day.time('first_reply', String(ticket.tier), ticket.createdAt, ticket.firstReplyAt);
  }
  return day.rows();
}

/** The rows of tickets resolved on one day. */
export function rowsOfResolved(tickets: readonly ResolvedTicket[]): DayRow[] {
  const day = collect();
  for (const ticket of tickets) {
    const tier = String(ticket.tier);
    day.count('resolved', tier, true);
    day.count('first_contact', tier, ticket.publicReplies === 1 && ticket.reopenings === 0);
    day.count('linked', '', ticket.isLinked);
    day.count('known', '', ticket.wasKnown === true);
    day.time('resolution', tier, ticket.createdAt, ticket.resolvedAt);
    if (ticket.escalations > 0) day.time('resolution_escalated', '', ticket.createdAt, ticket.resolvedAt);
  }
  return day.rows();
}

function collect() {
  const rows = new Map<string, DayRow>();
  const row = (metric: Metric, part: string) => {
    const key = `${metric}\n${part}`;
    const found = rows.get(key) ?? { metric, part, n: 0, minutes: [] };
    rows.set(key, found);
    return found;
  };
  return {
    count: (metric: Metric, part: string, holds: boolean) => {
      if (holds) row(metric, part).n += 1;
    },
    /** Minutes to two decimals. */
    time: (metric: Metric, part: string, from: Date, to: Date) => {
      const found = row(metric, part);
      found.n += 1;
      found.minutes.push(Math.max(0, Math.round((to.getTime() - from.getTime()) / 600) / 100));
    },
    rows: () => [...rows.values()],
  };
}
