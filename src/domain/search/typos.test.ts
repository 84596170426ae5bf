import { describe, expect, it } from 'vitest';
import { buildSpeller, corrections, isOneEditAway } from './typos.ts';

const speller = buildSpeller(
  new Map([
    ['password', 9],
    ['invoice', 5],
    ['invoices', 2],
    ['delivery', 4],
    ['card', 8],
  ]),
);

describe('corrections', () => {
  it.each([
    ['pasword', 'password'],
    ['passsword', 'password'],
    ['passwird', 'password'],
    ['psasword', 'password'],
    ['assword', 'password'],
    ['deliver', 'delivery'],
    ['cadr', 'card'],
  ])('%s is %s', (typed, meant) => expect(corrections(speller, typed)[0]).toBe(meant));
  it('prefers the more frequent word', () => {
    expect(corrections(speller, 'invoicee')).toEqual(['invoice', 'invoices']);
  });
  it.each(['password', 'cat', 'passwrrd1', 'entirely'])('leaves %s alone', (word) =>
    expect(corrections(speller, word)).toEqual([]),
  );
});

describe('isOneEditAway', () => {
  it.each([
    ['ab', 'ba', true],
    ['abcd', 'acbd', true],
    ['abcd', 'dbca', false],
    ['abc', 'abc', false],
    ['abc', 'abcde', false],
    ['', 'a', true],
  ])('%s and %s: %s', (a, b, expected) => expect(isOneEditAway(a, b)).toBe(expected));
});
