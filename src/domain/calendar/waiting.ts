import { z } from 'zod';
import type { Context } from '#src/context.ts';
import { requireAdmin } from '#src/domain/accounts/guards.ts';
import { checkInput } from '#src/domain/checkInput.ts';
import { textInput } from '#src/domain/text.ts';
import { domainError } from '#src/errors.ts';
import { bumpCounter } from '#src/jobs/queue.ts';
import { isTimeZone } from '#src/i18n/intl.ts';
import type { Calendar, Span } from './calendar.ts';
import { readHolidays, readHours } from './typed.ts';
import { findSettings, keepSettings } from './waiting.store.ts';

/** How long customers may wait: when the desk works, and within how many of its hours each priority is answered. */
export interface WaitingRule {
  /** Null: the desk always works. */
  calendar: Calendar | null;
  /** Working hours by priority, 1 (low) to 5 (critical). */
  hours: Readonly<Record<number, number>>;
}

/** What admins set: the calendar is kept while it is switched off. */
export interface WaitingSettings {
  isOn: boolean;
  calendar: Calendar;
  hours: WaitingRule['hours'];
}

export const weekdays = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;
export type Weekday = (typeof weekdays)[number];

const office: Span[] = [[540, 1_080]];
/** Round the clock; once switched on, Monday to Friday from 9 to 18. */
const standard = ({ config }: Context): WaitingSettings => ({
  isOn: false,
  calendar: {
    timeZone: config.timeZone,
    week: [office, office, office, office, office, [], []],
    holidays: [],
  },
  hours: { 1: 48, 2: 24, 3: 8, 4: 4, 5: 2 },
});

const dayInput = textInput({ max: 200 })
  .default('')
  .transform((text, issue) => {
    const spans = readHours(text);
    if (!spans) issue.addIssue({ code: 'custom', message: 'bad_hours' });
    return spans ?? [];
  });
const hoursInput = z.coerce
  .number({ error: 'bad_number' })
  .min(0.25, { error: 'bad_number' })
  .max(1_000, { error: 'bad_number' });
/** As the form says it: each day such as `9-13, 14-18`, holidays one a line. */
export const waitingInput = z.object({
  isOn: z.boolean(),
  timeZone: z.string().trim().refine(isTimeZone, { error: 'bad_time_zone' }),
  ...(Object.fromEntries(weekdays.map((day) => [day, dayInput])) as Record<Weekday, typeof dayInput>),
  holidays: textInput({ max: 20_000 }).default(''),
  hours1: hoursInput,
  hours2: hoursInput,
  hours3: hoursInput,
  hours4: hoursInput,
  hours5: hoursInput,
});
export type WaitingInput = z.input<typeof waitingInput>;

/** What admins set; else round the clock, with 48, 24, 8, 4 and 2 hours by priority. */
export const waitingSettings = async (ctx: Context): Promise<WaitingSettings> =>
  (await findSettings(ctx.db.read)) ?? standard(ctx);

/** The rule in force. */
export async function waitingRule(ctx: Context): Promise<WaitingRule> {
  const { isOn, calendar, hours } = await waitingSettings(ctx);
  return { calendar: isOn ? calendar : null, hours };
}

/** When the desk works; null where no calendar is set. For `workingMs`. */
export const findCalendar = async (ctx: Context): Promise<Calendar | null> =>
  (await waitingRule(ctx)).calendar;

/**
 * Set when the desk works and how long customers may wait. Grows the counter `calendar`: what was measured with the old
 * one can be told by it.
 * @throws invalid, sign_in_required, not_allowed
 */
export async function saveWaiting(ctx: Context, input: WaitingInput): Promise<void> {
  requireAdmin(ctx);
  const settings = settingsOf(checkInput(waitingInput, input));
  await ctx.db.write(async (tx) => {
    await keepSettings(tx, settings);
    await bumpCounter(tx, 'calendar');
  });
}

function settingsOf({ isOn, timeZone, holidays, ...typed }: z.output<typeof waitingInput>): WaitingSettings {
  const { hours1, hours2, hours3, hours4, hours5 } = typed;
  const closed = readHolidays(holidays);
  if (closed.wrong !== null)
    throw domainError('invalid', { fields: { holidays: 'bad_holiday' }, line: closed.wrong });
  const week = weekdays.map((day) => typed[day]);
  if (isOn && week.every((spans) => spans.length === 0))
    throw domainError('invalid', { fields: { monday: 'never_open' } });
  return {
    isOn,
    calendar: { timeZone, week, holidays: closed.holidays },
    hours: { 1: hours1, 2: hours2, 3: hours3, 4: hours4, 5: hours5 },
  };
}
