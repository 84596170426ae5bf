import { describe, expect, it } from 'vitest';
import { complete, completionsOf } from './complete.ts';
import type { SearchDocument } from './document.ts';

const document = (
  title: string,
  headings: string[] = [],
  audience: SearchDocument['audience'] = 'public',
) => ({
  id: title,
  articleKey: title,
  locale: 'it',
  kind: 'article',
  category: '',
  title,
  tags: [],
  sections: headings.map((heading) => ({ heading, anchor: null, text: 'Testo.' })),
  audience,
});
const completions = completionsOf([
  document('Reimpostare la password', ['La password non arriva', 'Password dimenticata']),
  document('Scaricare le fatture', ['Città di fatturazione']),
  document('Password dei server', [], 'agents'),
]);
const from = (typed: string, audiences: SearchDocument['audience'][] = ['public']) =>
  complete(completions, typed, { limit: 5, audiences });

describe('complete', () => {
  it('puts beginnings first and titles before headings', () => {
    expect(from('pass')).toEqual([
      'Password dimenticata',
      'Reimpostare la password',
      'La password non arriva',
    ]);
  });
  it('folds accents and wants every word', () => {
    expect(from('citta di fa')).toEqual(['Città di fatturazione']);
    expect(from('fatture password')).toEqual([]);
  });
  it('keeps to the reader’s audience', () => {
    expect(from('password dei')).toEqual([]);
    expect(from('password dei', ['public', 'agents'])).toEqual(['Password dei server']);
  });
  it.each(['', 'p', '  ', '***', '🔥'])('says nothing to %j', (typed) => expect(from(typed)).toEqual([]));
});
