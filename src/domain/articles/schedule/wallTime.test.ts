import { expect, test } from 'vitest';
import { instantOf, wallTimeOf } from './wallTime.ts';

test.each([
  ['2026-07-01T09:00', 'Europe/Rome', '2026-07-01T07:00:00.000Z'],
  ['2026-01-01T09:00', 'Europe/Rome', '2026-01-01T08:00:00.000Z'],
  // Clocks go forward from 2:00 to 3:00: half past two is left out, and means half past three.
  ['2026-03-29T01:59', 'Europe/Rome', '2026-03-29T00:59:00.000Z'],
  ['2026-03-29T02:30', 'Europe/Rome', '2026-03-29T01:30:00.000Z'],
  ['2026-03-29T03:00', 'Europe/Rome', '2026-03-29T01:00:00.000Z'],
  // Clocks go back from 3:00 to 2:00: half past two comes twice, and means the first.
  ['2026-10-25T02:30', 'Europe/Rome', '2026-10-25T00:30:00.000Z'],
  ['2026-10-25T03:00', 'Europe/Rome', '2026-10-25T02:00:00.000Z'],
  ['2026-11-01T01:30', 'America/New_York', '2026-11-01T05:30:00.000Z'],
  ['2026-03-08T02:30', 'America/New_York', '2026-03-08T07:30:00.000Z'],
  ['2026-06-01T00:00', 'Asia/Kolkata', '2026-05-31T18:30:00.000Z'],
  ['2026-04-05T01:45', 'Australia/Lord_Howe', '2026-04-04T14:45:00.000Z'],
  ['2026-06-01T00:00', 'UTC', '2026-06-01T00:00:00.000Z'],
])('%s in %s is %s', (wall, zone, instant) => expect(instantOf(wall, zone)?.toISOString()).toBe(instant));

test.each(['', 'tomorrow', '2026-13-01T00:00', '2026-02-01', '2026-02-01T25:00'])('%s is no time', (wall) =>
  expect(instantOf(wall, 'UTC')).toBeNull(),
);

test('back and forth, every half hour of a year, wherever clocks show a time once', () => {
  for (let at = Date.UTC(2026, 0, 1); at < Date.UTC(2027, 0, 1); at += 1_800_000) {
    const again = instantOf(wallTimeOf(new Date(at), 'Europe/Rome'), 'Europe/Rome')!.getTime();
    const isSecond = at >= Date.UTC(2026, 9, 25, 1) && at < Date.UTC(2026, 9, 25, 2);
    expect(at - again).toBe(isSecond ? 3_600_000 : 0);
  }
});
