import { expect, test } from 'vitest';
import { mentionsIn } from './mention.ts';

const people = [
  { id: 1, name: 'Bo Lindqvist' },
  { id: 2, name: 'Cy Okonkwo' },
  { id: 3, name: 'Cy Young' },
  { id: 4, name: 'Zoë' },
];

test.each([
  ['@Bo Lindqvist can you look?', [1]],
  ['please, @bo: see above', [1]],
  ['(@BO)', [1]],
  ['@Cy', []],
  ['@cy young and @zoë!', [3, 4]],
  ['write to ask@bo.example', []],
  ['@Bob is somebody else', []],
  ['@Zoëlla too', []],
  ['Bo Lindqvist', []],
  ['@bob and @bo', [1]],
])('%j mentions %j', (text, ids) => expect(mentionsIn(text, people).map(({ id }) => id)).toEqual(ids));
