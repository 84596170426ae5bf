import { expect, test } from 'vitest';
import { sectionSource } from './section.ts';

const article = `Before.

## Problem

It fails.

## Solution

1. Open [the settings](../run/settings.md), or [this page](https://example.org).

\`\`\`sh
## no heading
\`\`\`

### Then

Restart.

## Cause

The clock.`;

test.each([
  ['', 'Before.'],
  ['Problem', 'It fails.'],
  [
    'solution',
    '1. Open the settings, or [this page](https://example.org).\n\n```sh\n## no heading\n```\n\n### Then\n\nRestart.',
  ],
  ['Cause', 'The clock.'],
])('the part below “%s”', (heading, part) => expect(sectionSource(article, heading)).toBe(part));

test('a part may stand in a directive of its name', () => {
  const source = 'Before.\n\n:::problem\nIt fails.\n:::\n\n:::soluzione\nRestart.\n\nTwice.\n:::\n\nAfter.';
  expect(sectionSource(source, 'Solution')).toBe('Restart.\n\nTwice.');
});

test('without such a part it is the whole, without comments and the fences of callouts', () => {
  expect(sectionSource('## A\n\none <!-- hint -->', 'B')).toBe('## A\n\none');
  expect(sectionSource('## A\n\n:::note\nMind it.\n:::', 'A')).toBe('Mind it.');
  expect(sectionSource('## A\n\ntwo', '')).toBe('## A\n\ntwo');
});
