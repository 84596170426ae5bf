import { dateFormat } from '#src/i18n/intl.ts';

const dayMs = 86_400_000;

/**
 * The instant at which clocks of a time zone show `2026-10-25T02:30`. A time that comes twice when clocks go back is its
 * first; one that is left out when they go forward is as much later as is left out (as RFC 5545 §3.3.5 and Temporal's
 * `compatible` have it). Null for what is no date.
 */
export function instantOf(wall: string, zone: string): Date | null {
  const asUtc = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(wall) ? Date.parse(`${wall}:00Z`) : NaN;
  if (Number.isNaN(asUtc)) return null;
  const [before, after] = [-dayMs, dayMs].map((ms) => asUtc - offsetAt(asUtc + ms, zone)) as [number, number];
  const shown = [before, after].filter((instant) => instant + offsetAt(instant, zone) === asUtc);
  return new Date(shown.length > 0 ? Math.min(...shown) : before);
}

/** What clocks of a time zone show at an instant, as a field of a form takes it. */
export const wallTimeOf = (instant: Date, zone: string): string =>
  new Date(instant.getTime() + offsetAt(instant.getTime(), zone)).toISOString().slice(0, 16);

/** How far clocks are ahead of UTC, in milliseconds. */
function offsetAt(instant: number, zone: string): number {
  const parts = dateFormat('en-US', {
    ...{ timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
  } as const).formatToParts(instant);
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const shown = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
  return shown - Math.floor(instant / 1_000) * 1_000;
}
