import { expect, test } from 'vitest';
import { isOurs, readTranscript } from './transcript.ts';

test('a transcript becomes turns; lines without a name belong to the turn before', () => {
  const text =
    'Ada: Hello\nIt prints blank.\n\nBo Lindqvist: Is it sealed?\r\n[12:03] Ada: Yes: it is.\n12:04 - Bo: Good';
  expect(readTranscript(text)).toEqual([
    { name: 'Ada', text: 'Hello\nIt prints blank.' },
    { name: 'Bo Lindqvist', text: 'Is it sealed?' },
    { name: 'Ada', text: 'Yes: it is.' },
    { name: 'Bo', text: 'Good' },
  ]);
});

test.each([
  ['', 'nothing'],
  ['It prints blank pages.', 'no name'],
  ['Note: it prints blank pages.', 'one speaker only'],
  ['Hello\nAda: hi\nBo: hi', 'it does not begin with a turn'],
  ['http://a.example: x\nBo: y', 'an address is no name'],
])('%j is none: %s', (text) => expect(readTranscript(text)).toBeNull());

test('who of us speaks', () => {
  const names = ['Bo Lindqvist', 'Cy'];
  for (const name of ['bo lindqvist', 'Bo', 'CY', 'Support', 'Operatore'])
    expect(isOurs(name, names)).toBe(true);
  for (const name of ['Ada', 'Lindqvist B', 'Bob']) expect(isOurs(name, names)).toBe(false);
});
