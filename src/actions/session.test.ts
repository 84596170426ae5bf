import { expect, test } from 'vitest';
import { localPath } from './session.ts';

test.each(['/desk', '/desk/tickets/7?tab=a#b', '/en/search?q=a%20b', '/'])('%s is a way on', (next) => {
  expect(localPath(next)).toBe(next);
});

test.each([
  undefined,
  null,
  '',
  'desk',
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  'https://evil.example/',
  'javascript:alert(1)',
  ' //evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '/%0d%0aSet-Cookie:x\r\n',
  `/${'a'.repeat(2_001)}`,
])('%j leads to the desk', (next) => expect(localPath(next)).toBe('/desk'));

test('what comes instead can be chosen', () => expect(localPath('//evil', '')).toBe(''));
