import { expect, test } from 'vitest';
import { fieldIds } from './field.ts';
import { fileSize } from '#src/i18n/fileSize.ts';
import { initials, relativeTime } from './format.ts';

const now = new Date('2026-05-10T12:00:00Z');
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000);

test.each([
  [10, 'now', 'ora'],
  [60, '1 minute ago', '1 minuto fa'],
  [3 * 3600 + 59, '3 hours ago', '3 ore fa'],
  [86_400, 'yesterday', 'ieri'],
  [-2 * 86_400, 'in 2 days', 'dopodomani'],
  [31 * 86_400, '9 Apr 2026', '9 apr 2026'],
])('%s seconds ago', (seconds, en, it) => {
  expect(relativeTime(ago(seconds), now, 'en')).toBe(en);
  expect(relativeTime(ago(seconds), now, 'it')).toBe(it);
});

test.each([
  [0, '0 bytes', '0 byte'],
  [999, '999 bytes', '999 byte'],
  [1_536, '2 kB', '2 kB'],
  [10 * 1024 ** 2, '10 MB', '10 MB'],
  [1_468_006, '1.4 MB', '1,4 MB'],
])('%s bytes', (bytes, en, it) => {
  expect(fileSize(bytes, 'en')).toBe(en);
  expect(fileSize(bytes, 'it')).toBe(it);
});

test.each([
  ['Ada Lovelace', 'AL'],
  ['ada', 'A'],
  ['anna.bruni@example.org', 'AO'],
  ['Jean-Luc de la Tour', 'JT'],
  ['🙂', '?'],
  ['', '?'],
  ['𝒜da', '𝒜'],
])('initials of %s', (name, letters) => expect(initials(name)).toBe(letters));

test('a field is described by its error first, then its hint', () => {
  expect(fieldIds({ name: 'email', hint: 'h', error: 'e' })).toMatchObject({
    id: 'field-email',
    describedBy: 'field-email-error field-email-hint',
    invalid: 'true',
  });
  expect(fieldIds({ name: 'email' }).describedBy).toBeUndefined();
});
