import { expect, test } from 'vitest';
import { workingMs, workingTimeAfter, workingTimeBefore, type Calendar } from './calendar.ts';
import { instantAt } from './day.ts';
import { readHolidays, readHours, writeHolidays, writeHours } from './typed.ts';

const hour = 3_600_000;
const at = (text: string) => new Date(text);
const lunch = readHours('9-13, 14-18')!;
const rome: Calendar = {
  timeZone: 'Europe/Rome',
  week: [lunch, lunch, lunch, lunch, readHours('9-13')!, [], []],
  holidays: [
    { day: '12-25', name: 'Natale' },
    { day: '2026-06-05', name: 'Ponte' },
  ],
};

test.each([
  ['within a morning', '2026-06-01T07:30:00Z', '2026-06-01T09:00:00Z', 1.5],
  ['over lunch', '2026-06-01T10:30:00Z', '2026-06-01T12:30:00Z', 1],
  ['over the night', '2026-06-01T15:00:00Z', '2026-06-02T08:00:00Z', 2],
  ['from Thursday over a holiday to Monday', '2026-06-04T15:00:00Z', '2026-06-08T08:00:00Z', 2],
  ['a week', '2026-06-08T00:00:00Z', '2026-06-15T00:00:00Z', 36],
  ['a Christmas that returns', '2025-12-24T23:00:00Z', '2025-12-25T23:00:00Z', 0],
  ['backwards', '2026-06-02T08:00:00Z', '2026-06-01T15:00:00Z', 0],
])('working time: %s', (_, from, to, hours) => {
  expect(workingMs(rome, at(from), at(to)) / hour).toBe(hours);
});

test('without a calendar all time counts', () => {
  const [from, to] = [at('2026-06-06T00:00:00Z'), at('2026-06-08T01:00:00Z')];
  expect(workingMs(null, from, to)).toBe(49 * hour);
  expect(workingTimeAfter(null, from, 49 * hour)).toEqual(to);
  expect(workingTimeBefore(null, to, 49 * hour)).toEqual(from);
});

test('forwards and backwards undo each other, whatever the time asked for', () => {
  const from = at('2026-03-26T10:10:00Z');
  for (const hours of [0.25, 1, 3, 8, 20, 48]) {
    const due = workingTimeAfter(rome, from, hours * hour)!;
    expect(workingMs(rome, from, due) / hour).toBe(hours);
    expect(workingMs(rome, workingTimeBefore(rome, due, hours * hour)!, due) / hour).toBe(hours);
  }
});

test('a night in which clocks change has the hours that pass, not those on the wall', () => {
  const nights: Calendar = { timeZone: 'Europe/Rome', week: Array(7).fill([[0, 360]]), holidays: [] };
  expect(workingMs(nights, at('2026-03-28T20:00:00Z'), at('2026-03-29T20:00:00Z')) / hour).toBe(5);
  expect(workingMs(nights, at('2026-10-24T20:00:00Z'), at('2026-10-25T20:00:00Z')) / hour).toBe(7);
  expect(new Date(instantAt('2026-03-29', 150, 'Europe/Rome')).toISOString()).toBe(
    '2026-03-29T01:30:00.000Z',
  );
  expect(new Date(instantAt('2026-10-25', 150, 'Europe/Rome')).toISOString()).toBe(
    '2026-10-25T00:30:00.000Z',
  );
});

test('a desk that never opens lets nothing fall due', () => {
  const never: Calendar = { timeZone: 'UTC', week: Array(7).fill([]), holidays: [] };
  expect(workingMs(never, at('2020-01-01T00:00:00Z'), at('2026-01-01T00:00:00Z'))).toBe(0);
  expect(workingTimeAfter(never, at('2026-01-01T00:00:00Z'), 1)).toBeNull();
  expect(workingTimeBefore(never, at('2026-01-01T00:00:00Z'), 1)).toBeNull();
});

test('hours are read as people type them and written one way', () => {
  expect(writeHours(readHours(' 14.30 – 18:00; 9-13 ')!)).toBe('09:00-13:00, 14:30-18:00');
  expect(readHours('')).toEqual([]);
  expect(readHours('0-24')).toEqual([[0, 1_440]]);
  for (const wrong of ['9', '18-9', '9-13, 12-18', '9-25', '9:70-10', 'morning', '9-10-11'])
    expect(readHours(wrong), wrong).toBeNull();
});

test('holidays are read line by line; the first that is none is named', () => {
  const text = '12-25 Natale\n\n2026-06-02  Festa della Repubblica \n01-06';
  expect(writeHolidays(readHolidays(text).holidays)).toBe(
    '12-25 Natale\n2026-06-02 Festa della Repubblica\n01-06',
  );
  expect(readHolidays('12-25\n2026-02-30 never').wrong).toBe('2026-02-30 never');
  expect(readHolidays('02-29 leap').wrong).toBeNull();
});
