import { expect, test } from 'vitest';
import { queueQuery, queueRequest } from './filter.ts';
import {
  canChangeState,
  isReopening,
  levels,
  statesByHand,
  priorityOf,
  stateAfterAgentReply,
  stateAfterRequesterReply,
  ticketStates,
} from './ticket.ts';

test('the table of states: from the left to the top', () => {
  const table = Object.fromEntries(
    ticketStates.map((from) => [
      from,
      ticketStates.map((to) => (canChangeState(from, to) ? 'x' : '.')).join(''),
    ]),
  );
  //               new open waiting resolved closed
  expect(table).toEqual({
    new: 'xxxxx',
    open: '.xxxx',
    waiting: '.xxxx',
    resolved: '.x.xx',
    closed: '.x..x',
  });
});

test('what an agent can choose begins with the present state and is in the table', () => {
  for (const from of ticketStates) {
    expect(statesByHand(from)[0]).toBe(from);
    expect(statesByHand(from).every((to) => canChangeState(from, to))).toBe(true);
  }
});

test.each([
  ['new', 'waiting', 'new'],
  ['open', 'waiting', 'open'],
  ['waiting', 'waiting', 'open'],
  ['resolved', 'resolved', 'open'],
  ['closed', 'closed', null],
] as const)('%s: an agent’s reply makes it %s, the requester’s %s', (from, afterAgent, afterRequester) => {
  expect(stateAfterAgentReply(from)).toBe(afterAgent);
  expect(stateAfterRequesterReply(from)).toBe(afterRequester);
});

test('reopening is the way from finished to not finished', () => {
  expect(isReopening('resolved', 'open')).toBe(true);
  expect(isReopening('closed', 'open')).toBe(true);
  expect(isReopening('resolved', 'closed')).toBe(false);
  expect(isReopening('waiting', 'open')).toBe(false);
});

test('impact by urgency', () => {
  expect(levels.map((impact) => levels.map((urgency) => priorityOf(impact, urgency)))).toEqual([
    [1, 2, 3],
    [2, 3, 4],
    [3, 4, 5],
  ]);
});

test('a queue’s address is read with care', () => {
  const read = (query: string) => queueRequest(new URLSearchParams(query), 7);
  expect(read('').filter).toMatchObject({ states: ['new', 'open'], snoozed: 'hidden', assignee: undefined });
  expect(read('view=mine').filter.assignee).toBe(7);
  expect(read('view=all&assignee=me').filter.assignee).toBe(7);
  expect(read('view=unassigned').filter.assignee).toBe('none');
  expect(read('view=waiting&state=closed').filter.states).toEqual(['closed']);
  expect(read('priority=9&tier=0&state=x&sort=y&view=z&assignee=-1')).toMatchObject({
    view: 'open',
    sort: 'updated',
    filter: { priority: undefined, tier: undefined, states: ['new', 'open'], assignee: undefined },
  });
  expect(read('tag=%20Paper%20Jam%20&q=%00%20').filter).toMatchObject({ tag: 'paper jam', text: undefined });
});

test('an address is rebuilt from what was asked, with changes', () => {
  const { params } = queueRequest(new URLSearchParams('view=all&state=open&q=a%26b&evil=1'), 7);
  expect(queueQuery(params)).toBe('view=all&state=open&q=a%26b');
  expect(queueQuery(params, { state: '', after: '1.2' })).toBe('view=all&q=a%26b&after=1.2');
});
