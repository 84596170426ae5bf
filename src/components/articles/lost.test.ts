import { expect, test } from 'vitest';
import { wordsOfPath } from './lost.ts';

test.each([
  ['/en/articles/reset-my_password', 'reset my password'],
  ['/it/articles/perch%C3%A9-l%E2%80%99accesso', 'perché l’accesso'],
  ['/en/old/guide/install', 'old guide install'],
  ['/en/articles/articles', 'articles'],
  ['/en/%E0%A4%A', 'E0 A4 A'],
  ['/en/feed.xml', ''],
  ['/wp-login.php', ''],
  ['/desk/tickets/7', ''],
  ['/en', ''],
  ['/', ''],
])('%s is searched as “%s”', (path, words) => expect(wordsOfPath(path)).toBe(words));

test('an endless address is a bounded search', () => {
  expect(wordsOfPath(`/en/${'word-'.repeat(1000)}`).length).toBeLessThanOrEqual(200);
});
