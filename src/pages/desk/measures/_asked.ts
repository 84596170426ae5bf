import type { Context } from '#src/context.ts';
import {
  dimensions,
  filterQuery,
  isDimension,
  type Dimension,
  type Filter,
} from '#src/domain/measures/dimension.ts';
import type { Asked } from '#src/domain/measures/load.ts';
import { presets, readPeriod, type Period } from '#src/domain/measures/period.ts';
import { isDomainError } from '#src/errors.ts';
import { translatorOf } from '#src/i18n/index.ts';

export interface AskedFor extends Asked {
  preset: string | null;
  /** What is wrong with a day that was asked for, in the reader's words; the last 30 days are shown instead. */
  errors: Record<string, string>;
  /** The same as a query string, for links. */
  query: string;
}

/** What a page's query string asks for. */
export function askedFor(ctx: Context, params: URLSearchParams): AskedFor {
  const clock = { now: ctx.now, timeZone: ctx.config.timeZone };
  const [from, to, asked] = ['from', 'to', 'preset'].map((name) => params.get(name));
  const preset = presets.find((name) => name === asked) ?? (from || to ? null : '30d');
  const filter = filterOf(params);
  try {
    const period = readPeriod({ from: from ?? null, to: to ?? null, preset }, clock);
    return { period, filter, preset, errors: {}, query: queryOf(preset ?? period, filter) };
  } catch (error) {
    if (!isDomainError(error, 'invalid')) throw error;
    const period = readPeriod({}, clock);
    const errors = wordsOf(ctx, error.details);
    return { period, filter, preset: null, errors, query: queryOf('30d', filter) };
  }
}

/** Whether the days that were asked for could not be read. */
export const hasErrors = ({ errors }: AskedFor): boolean => Object.keys(errors).length > 0;

/** The same, or the refusal itself: for downloads and programs. */
export const strictlyAsked = (ctx: Context, params: URLSearchParams): Asked => ({
  period: readPeriod(
    { from: params.get('from'), to: params.get('to'), preset: params.get('preset') },
    { now: ctx.now, timeZone: ctx.config.timeZone },
  ),
  filter: filterOf(params),
});

/** By what a measure is to be told apart. */
export function byOf(params: URLSearchParams): Dimension | undefined {
  const by = params.get('by');
  return isDimension(by) ? by : undefined;
}

/** A query string of a period, by name or by its days, and a filter. */
export function queryOf(period: string | Pick<Period, 'firstDay' | 'lastDay'>, filter: Filter): string {
  const span: Record<string, string> =
    typeof period === 'string' ? { preset: period } : { from: period.firstDay, to: period.lastDay };
  const narrowed = dimensions.flatMap((name) => (filter[name] === undefined ? [] : [[name, filter[name]]]));
  return new URLSearchParams({ ...span, ...(Object.fromEntries(narrowed) as Filter) }).toString();
}

/** What is empty or can't be meant narrows nothing. */
function filterOf(params: URLSearchParams): Filter {
  const parsed = filterQuery.parse(Object.fromEntries([...params].filter(([, value]) => value !== '')));
  return Object.fromEntries(Object.entries(parsed).filter(([, value]) => value !== undefined));
}

function wordsOf(ctx: Context, details: Record<string, unknown>): Record<string, string> {
  const t = translatorOf(ctx.locale);
  const fields = (details.fields ?? {}) as Record<string, string>;
  return Object.fromEntries(Object.entries(fields).map(([name, code]) => [name, t(`errors.fields.${code}`)]));
}
