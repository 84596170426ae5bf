import { expect, test } from 'vitest';
import { mayBeCounted } from './visit.ts';

const chrome =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

test.each([
  [{ 'user-agent': chrome }, true],
  [{}, true],
  [
    { 'user-agent': 'Mozilla/5.0 (Linux; Android 13; CUBOT X70) AppleWebKit/537.36 Mobile Safari/537.36' },
    true,
  ],
  [{ 'user-agent': chrome, 'sec-gpc': '1' }, false],
  [{ 'user-agent': chrome, dnt: '1' }, false],
  [{ 'user-agent': chrome, dnt: '0' }, true],
  [{ 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' }, false],
  [{ 'user-agent': 'Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)' }, false],
  [{ 'user-agent': 'Mozilla/5.0 (compatible; Baiduspider/2.0)' }, false],
  [{ 'user-agent': 'facebookexternalhit/1.1' }, false],
  [{ 'user-agent': `${chrome} (compatible; bingbot/2.0)` }, false],
] as [Record<string, string>, boolean][])('%j may be counted: %s', (headers, expected) => {
  expect(mayBeCounted(new Headers(headers))).toBe(expected);
});
