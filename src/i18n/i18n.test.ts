import { expect, test } from 'vitest';
import en from './en.json' with { type: 'json' };
import it from './it.json' with { type: 'json' };
import { negotiateLocale, translator } from './index.ts';

const shape = (node: unknown, path = ''): string[] =>
  typeof node === 'object' && node !== null
    ? Object.entries(node).flatMap(([key, value]) => shape(value, `${path}.${key}`))
    : [path];
const places = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
const leaves = (node: unknown): string[] =>
  typeof node === 'object' && node !== null ? Object.values(node).flatMap(leaves) : [String(node)];

test('every language says everything, with the same places to fill', () => {
  expect(shape(it).sort()).toEqual(shape(en).sort());
  const italian = leaves(sortKeys(it));
  leaves(sortKeys(en)).forEach((text, i) => expect(places(italian[i]!), text).toEqual(places(text)));
});

test('a missing place stays visible, a number is written the reader’s way', () => {
  expect(translator('it')('site.name', { count: 1 })).toBe('Portico');
});

test.each([
  ['it-IT,it;q=0.9,en;q=0.8', 'it'],
  ['fr,en;q=0.5,it;q=0.4', 'en'],
  ['en;q=0, it', 'it'],
  ['', 'en'],
  [null, 'en'],
  [';;;,q=', 'en'],
])('Accept-Language %s is served in %s', (header, locale) => {
  expect(negotiateLocale(header)).toBe(locale);
});

function sortKeys(node: unknown): unknown {
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => [key, sortKeys(value)]),
  );
}
