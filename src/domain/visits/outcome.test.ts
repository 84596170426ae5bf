import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { outcomeOf } from './outcome.ts';
import { isStillTyping, type EventKind, type VisitEvent } from './visit.ts';

type Signal = Pick<VisitEvent, 'kind' | 'helpful'>;
const it = (kind: EventKind, helpful: boolean | null = null): Signal => ({ kind, helpful });
const yes = it('vote', true);
const no = it('vote', false);
const read = it('article_read');
const solved = it('solved');
const ticket = it('ticket_filed');
const searched = it('search');

describe('outcome', () => {
  test.each<[string, Signal[], string]>([
    ['only searched', [searched], 'abandoned'],
    ['searched and opened, did not read', [searched, it('result_opened')], 'abandoned'],
    ['read', [searched, read], 'potential'],
    ['read, found it helpful', [searched, read, yes], 'confirmed'],
    ['read, not helpful', [searched, read, no], 'abandoned'],
    ['not helpful, then another was', [read, no, read, yes], 'confirmed'],
    ['helpful, then another was not', [read, yes, read, no], 'abandoned'],
    ['solved in the ask flow', [searched, it('ask_opened'), it('suggestions_shown'), solved], 'confirmed'],
    ['not helpful, but solved later', [read, no, solved], 'confirmed'],
    ['solved, then voted no', [read, solved, no], 'abandoned'],
    ['helpful, and a ticket all the same', [read, yes, ticket], 'escalated'],
    ['a ticket at once', [ticket], 'escalated'],
    ['a ticket, then helpful', [ticket, read, yes, solved], 'escalated'],
    ['looked at the ask form and left', [it('ask_opened')], 'abandoned'],
    ['nothing', [], 'abandoned'],
  ])('%s', (_, events, outcome) => expect(outcomeOf(events)).toBe(outcome));

  const anyEvent = fc.oneof(
    ...(
      [
        'search',
        'result_opened',
        'article_read',
        'ask_opened',
        'suggestions_shown',
        'suggestion_opened',
      ] as const
    ).map((kind) => fc.constant(it(kind))),
    fc.constantFrom(yes, no, solved, ticket),
  );

  test('every visit has exactly one outcome, the one whose condition holds first', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 30 }), (events) => {
        const has = (signal: Signal) =>
          events.some((e) => e.kind === signal.kind && e.helpful === signal.helpful);
        const signals = events.filter((e) => e === yes || e === no || e === solved);
        const votes = events.filter((e) => e === yes || e === no);
        const isConfirmed = signals.length > 0 && signals.at(-1) !== no;
        const isPotential = has(read) && votes.at(-1) !== no;
        const holds = {
          escalated: has(ticket),
          confirmed: isConfirmed,
          potential: isPotential,
          abandoned: true,
        };
        const first = Object.entries(holds).find(([, h]) => h)![0];
        expect(outcomeOf(events)).toBe(first);
      }),
      { numRuns: 2_000 },
    );
  });

  test('a ticket always escalates, and neither searching more nor leaving ever makes a success', () => {
    fc.assert(
      fc.property(fc.array(anyEvent), fc.nat(), (events, at) => {
        const withTicket = events.toSpliced(at % (events.length + 1), 0, ticket);
        expect(outcomeOf(withTicket)).toBe('escalated');
        expect(outcomeOf([...events, searched])).toBe(outcomeOf(events));
      }),
    );
  });
});

test.each([
  ['pass', 'password', 2, true],
  ['password', 'pass', 2, true],
  ['pasword', 'password', 2, true],
  ['Password', 'password reset', 7, true],
  ['password', 'password reset', 9, false],
  ['printer', 'refund', 1, false],
  ['how do i reset', 'how do i refund', 1, true],
])('%j then %j after %i s is the same search: %s', (before, after, seconds, same) => {
  const at = new Date(0);
  const event = { kind: 'search', query: before, at } as VisitEvent;
  expect(isStillTyping(event, after, new Date(seconds * 1000))).toBe(same);
});
