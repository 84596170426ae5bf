import type { Context } from '#src/context.ts';
import { periodOf, presets, readPeriod, type Period } from '#src/domain/measures/period.ts';
import { isDomainError } from '#src/errors.ts';
import { translatorOf } from '#src/i18n/index.ts';

export interface AskedPeriod {
  period: Period;
  preset: string | null;
  /** What is wrong with a day that was asked for, in the reader's words; the last 30 days are shown instead. */
  errors: Record<string, string>;
  /** The same period as a query string, for links. */
  query: string;
}

/** The period of a page's query string. */
export function askedPeriod(ctx: Context, params: URLSearchParams): AskedPeriod {
  const clock = { now: ctx.now, timeZone: ctx.config.timeZone };
  const [from, to, asked] = ['from', 'to', 'preset'].map((name) => params.get(name));
  const preset = presets.find((name) => name === asked) ?? (from || to ? null : '30d');
  try {
    const period = readPeriod({ from: from ?? null, to: to ?? null, preset }, clock);
    return { period, preset, errors: {}, query: queryOf(period, preset) };
  } catch (error) {
    if (!isDomainError(error, 'invalid')) throw error;
    const period = readPeriod({}, clock);
    return { period, preset: null, errors: wordsOf(ctx, error.details), query: queryOf(period, '30d') };
  }
}

/** Whether the days that were asked for could not be read. */
export const hasErrors = ({ errors }: AskedPeriod): boolean => Object.keys(errors).length > 0;

/** The period, or the refusal itself: for downloads. */
export const strictPeriod = (ctx: Context, params: URLSearchParams): Period =>
  readPeriod(
    { from: params.get('from'), to: params.get('to'), preset: params.get('preset') },
    { now: ctx.now, timeZone: ctx.config.timeZone },
  );

const queryOf = ({ firstDay, lastDay }: ReturnType<typeof periodOf>, preset: string | null) =>
  preset ? `preset=${preset}` : `from=${firstDay}&to=${lastDay}`;

function wordsOf(ctx: Context, details: Record<string, unknown>): Record<string, string> {
  const t = translatorOf(ctx.locale);
  const fields = (details.fields ?? {}) as Record<string, string>;
  return Object.fromEntries(Object.entries(fields).map(([name, code]) => [name, t(`errors.fields.${code}`)]));
}
