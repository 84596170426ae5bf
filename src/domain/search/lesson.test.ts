import { describe, expect, it } from 'vitest';
import { lessonsOfVisit, ticketQuestion, type VisitSignal } from './lesson.ts';

describe('ticketQuestion', () => {
  it.each([
    ['Can’t pay', 'My card is refused.', 'Can’t pay. My card is refused.'],
    ['Re: Fwd: Can’t pay', '', 'Can’t pay'],
    ['Can’t pay', '> old words\nNew words', 'Can’t pay. New words'],
    ['', 'Only a body', 'Only a body'],
    ['Recap: totals', '', 'Recap: totals'],
  ])('%s / %s', (subject, body, expected) => expect(ticketQuestion(subject, body)).toBe(expected));
  it('keeps the first words only', () => {
    expect(ticketQuestion('Help', 'word '.repeat(1_000)).split(' ')).toHaveLength(26);
    expect(ticketQuestion('x'.repeat(1_000), '').length).toBe(300);
  });
});

describe('lessonsOfVisit', () => {
  let next = 0;
  const signal = (kind: string, more: Partial<VisitSignal> = {}): VisitSignal => ({
    id: ++next,
    kind,
    query: null,
    searchId: null,
    articleId: null,
    helpful: null,
    ...more,
  });
  const search = (query: string) => signal('search', { query });
  const read = (articleId: number) => signal('article_read', { articleId });
  const vote = (articleId: number, helpful: boolean) => signal('vote', { articleId, helpful });

  it.each([
    [
      'a helpful vote',
      [search('late parcel'), read(1), vote(1, true)],
      [{ articleId: 1, text: 'late parcel' }],
    ],
    ['a negative vote', [search('late parcel'), read(1), vote(1, false)], []],
    ['a vote taken back', [search('late parcel'), vote(1, true), vote(1, false)], []],
    ['reading alone', [search('late parcel'), read(1)], []],
    ['a vote without a search', [read(1), vote(1, true)], []],
    [
      'solved after reading',
      [search('a'), read(1), read(2), signal('solved')],
      [{ articleId: 2, text: 'a' }],
    ],
    ['the last search counts', [search('a'), search('b'), vote(1, true)], [{ articleId: 1, text: 'b' }]],
    ['nothing was read', [search('a'), signal('solved')], []],
  ])('%s', (_, signals, lessons) => expect(lessonsOfVisit(signals)).toEqual(lessons));

  it('follows the search that the article was opened from', () => {
    const first = search('first words');
    const signals = [first, search('other words'), signal('solved', { articleId: 3, searchId: first.id })];
    expect(lessonsOfVisit(signals)).toEqual([{ articleId: 3, text: 'first words' }]);
  });
});
