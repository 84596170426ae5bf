import type { Db } from '#db/open.ts';
import type { Context } from '#src/context.ts';
import { requireAdmin } from '#src/domain/accounts/guards.ts';
import { holdoutTrials, type Trial } from '#src/domain/ask/holdout.ts';
import { shareDifference, type Counted } from './difference.ts';
import { countDrawn } from './holdout.store.ts';
import { load } from './load.ts';
import { readPeriod } from './period.ts';

/** What a trial showed: how many of those who saw suggestions, and of those who saw none, filed a ticket. */
export interface TrialResult extends Trial {
  shown: Counted;
  withheld: Counted;
  /** Share of tickets that suggestions avoid, with its 95 % interval; null while either side is empty. */
  effect: { value: number; low: number; high: number } | null;
  /** Whether the interval leaves out zero. */
  isClear: boolean;
  /** About how many asks it takes to see a difference of `toSee`, four times out of five. */
  needed: number;
  toSee: number;
}

/** Fewer visits on a side are told as too little, whatever they did. */
const leastPerSide = 20;
/** Of a normal distribution: 95 % two-sided, and a power of 80 %. */
const [zAlpha, zBeta] = [1.959964, 0.841621];
/** The difference that an operator would care about, when none is seen yet. */
const worthSeeing = 0.1;

/** What suggestions avoided in a period, if a trial says so. */
export interface Avoided {
  /** The newest trial that told something; null while none did. */
  trial: TrialResult | null;
  /** Asks of the period that saw suggestions. */
  asks: number;
  /** Tickets that they avoided, with the 95 % interval; null without such a trial. */
  tickets: { value: number; low: number; high: number } | null;
}

/**
 * The effect of the newest trial that has enough data, applied to so many asks that saw suggestions. Null when no trial
 * was ever begun. @throws sign_in_required
 */
export async function avoidedTickets(ctx: Context, asks: number): Promise<Avoided | null> {
  const trials = await holdoutTrials(ctx);
  if (trials.length === 0) return null;
  for (const trial of trials) {
    const result = await recentResultOf(ctx, trial);
    if (result.isClear) return { trial: result, asks, tickets: timesOf(result.effect!, asks) };
  }
  return { trial: null, asks, tickets: null };
}

interface Recent {
  countedAt: number;
  result: TrialResult;
}

/** Results that a page shows beside others: a trial of many asks takes long to count. */
const recent = new WeakMap<Db, Map<string, Recent>>();
const recentMs = 60_000;

async function recentResultOf(ctx: Context, trial: Trial): Promise<TrialResult> {
  const known = recent.get(ctx.db) ?? new Map<string, Recent>();
  recent.set(ctx.db, known);
  const key = `${trial.from} ${trial.to}`;
  const found = known.get(key);
  if (found && Math.abs(found.countedAt - ctx.now.getTime()) <= recentMs) return found.result;
  const result = await resultOf(ctx, trial);
  known.set(key, { countedAt: ctx.now.getTime(), result });
  return result;
}

const timesOf = ({ value, low, high }: NonNullable<TrialResult['effect']>, n: number) => ({
  value: value * n,
  low: low * n,
  high: high * n,
});

/** Every trial with what it showed, and what one costs. @throws not_allowed, sign_in_required */
export async function holdoutReport(ctx: Context) {
  requireAdmin(ctx);
  const trials: TrialResult[] = [];
  for (const trial of await holdoutTrials(ctx)) trials.push(await resultOf(ctx, trial));
  const period = readPeriod({ preset: '30d' }, { now: ctx.now, timeZone: ctx.config.timeZone });
  const { sums } = await load(ctx, { period, filter: {} }, []);
  const asks = { of: sums.now.n('asks_solved'), n: sums.now.n('asks') };
  return { trials, asks, perTicket: ctx.config.ticketCost };
}

async function resultOf(ctx: Context, trial: Trial): Promise<TrialResult> {
  const span = { from: new Date(trial.from), to: trial.to ? new Date(trial.to) : null };
  const counts = await countDrawn(ctx.db.read, span);
  const side = (kind: string): Counted => {
    const { of, n } = counts.find((count) => count.kind === kind) ?? { of: 0, n: 0 };
    return { of, n };
  };
  return {
    ...trial,
    ...compare(side('suggestions_shown'), side('suggestions_withheld'), trial.percent / 100),
  };
}

/**
 * The causal effect of suggestions on tickets: the share of visits that filed one without them less that with them, each
 * visit counted for what it was drawn for (intention to treat), with Newcombe's interval. The number of asks needed is
 * that of two proportions (Fleiss, Levin & Paik, 2003: "Statistical Methods for Rates and Proportions", §4.2, unequal
 * sides).
 * @param share of visits that see none, from 0 to 1
 */
export function compare(shown: Counted, withheld: Counted, share: number): Omit<TrialResult, keyof Trial> {
  const effect = shareDifference(withheld, shown);
  const isEnough = Math.min(shown.n, withheld.n) >= leastPerSide;
  const isClear = isEnough && effect !== null && (effect.low > 0 || effect.high < 0);
  const toSee = effect && isEnough && Math.abs(effect.value) > 0.02 ? Math.abs(effect.value) : worthSeeing;
  const spread = spreadOf(withheld) / share + spreadOf(shown) / (1 - share);
  const needed = Math.ceil(((zAlpha + zBeta) ** 2 * spread) / toSee ** 2);
  return { shown, withheld, effect, isClear, needed, toSee };
}

/** p (1 − p); a half of a few is as good as any guess. */
function spreadOf({ of, n }: Counted): number {
  const share = n < leastPerSide ? 0.5 : of / n;
  return Math.max(0.01, share * (1 - share));
}
