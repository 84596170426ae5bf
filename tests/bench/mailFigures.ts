import type { Context } from '#src/context.ts';
import type { Outcome } from '#src/domain/mail/received.ts';

/** One message after its full trip. */
export interface Trip {
  id: string;
  /** What the corpus says it is: 'bounce', 'auto-reply', 'not-bounce', 'reply' … */
  class: string;
  outcome: Outcome | null;
  ms: number;
  /** Machine mail that got an answer of ours. */
  answers: number;
  /** Each field that the corpus says something undisputed about. */
  right: Record<string, boolean>;
}

export interface Figures {
  messages: number;
  crashed: number;
  overOneSecond: number;
  tickets: number;
  replies: number;
  held: number;
  /** Automatic answers, reports and copies that hang on a ticket. */
  attachedToTicket: number;
  /** Copies of a message before, counted above too. */
  duplicates: number;
  lost: number;
  doubled: number;
  automaticAnswers: number;
  /** Of the class bounce, broken-bounce or arf-complaint; and not-bounces that did not become one. */
  ticketsFromReports: number;
  notBouncesWithoutTicket: number;
  right: Record<string, number>;
  of: Record<string, number>;
  p95Ms: number;
}

const keys = ['sender', 'subject', 'text', 'attachments', 'reply', 'replyContained', 'recipient', 'status'];

export async function tally(ctx: Context, trips: Trip[]): Promise<Figures> {
  const state = (...states: string[]) => trips.filter(({ outcome }) => states.includes(outcome?.state ?? ''));
  const madeTicket = state('ticket');
  const copies = state('duplicate');
  const filed = await ctx.db.read.$count(ctx.db.read.tables.tickets);
  const given = trips.filter(({ class: kind }) => kind === 'reply').length;
  const expected = new Set(madeTicket.map(({ outcome }) => outcome!.ticketId)).size;
  const isReport = /^(bounce|broken-bounce|arf-complaint)$/;
  return {
    messages: trips.length,
    crashed: trips.filter(({ outcome }) => outcome === null || outcome.reason === 'poison').length,
    overOneSecond: trips.filter(({ ms }) => ms > 1_000).length,
    tickets: madeTicket.length,
    replies: state('reply').length,
    // A copy is in sight where the first one is: in its ticket, or held.
    held: state('held').length + copies.filter(({ outcome }) => outcome!.ticketId === null).length,
    attachedToTicket:
      state('report', 'automatic', 'note').length +
      copies.filter(({ outcome }) => outcome!.ticketId !== null).length,
    duplicates: copies.length,
    lost: trips.filter(({ outcome }) => outcome === null || outcome.state === 'new').length,
    // Every reply was given a ticket of its own beforehand.
    doubled: filed - given - expected + (madeTicket.length - expected),
    automaticAnswers: trips.reduce((sum, { answers }) => sum + answers, 0),
    ticketsFromReports: madeTicket.filter((trip) => isReport.test(trip.class)).length,
    notBouncesWithoutTicket: trips.filter(
      (trip) => trip.class === 'not-bounce' && trip.outcome?.state !== 'ticket',
    ).length,
    right: counts(trips, (is) => is),
    of: counts(trips, () => true),
    p95Ms: percentile(
      trips.map(({ ms }) => ms),
      0.95,
    ),
  };
}

const counts = (trips: Trip[], counted: (is: boolean) => boolean) =>
  Object.fromEntries(
    keys.map((key) => [key, trips.filter(({ right }) => key in right && counted(right[key]!)).length]),
  );

export function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return Math.round(value * 10) / 10;
}

const better = new Set(['tickets', 'replies', 'held', 'attachedToTicket', 'duplicates', 'messages']);

/** Of several runs over the same messages: the smaller number right, the larger number wrong. */
export function worse(runs: Figures[]): Figures {
  const [first, ...rest] = runs as [Figures, ...Figures[]];
  return rest.reduce((worst, run) => {
    const merged: Record<string, unknown> = { ...worst };
    for (const [key, value] of Object.entries(run))
      if (typeof value === 'number' && !better.has(key))
        merged[key] = Math.max(value, worst[key as keyof Figures] as number);
    merged.right = Object.fromEntries(keys.map((key) => [key, Math.min(worst.right[key]!, run.right[key]!)]));
    return merged as unknown as Figures;
  }, first);
}
