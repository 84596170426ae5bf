import { expect, test } from 'vitest';
import { renderMarkdown } from './render.ts';

const html = async (source: string, locale: 'en' | 'it' = 'en') =>
  (await renderMarkdown(source, { locale })).html;

test.each([
  ['## Problem\n\nIt jams.', 'problem'],
  ['# Solution\n\nPull.', 'solution'],
  ['## Soluzione\n\nTira.', 'solution'],
  ['## Causa\n\nPolvere.', 'cause'],
  ['## ENVIRONMENT\n\nA10.', 'environment'],
])('%s is shown as the part it is', async (source, part) =>
  expect(await html(source)).toContain(`class="part part-${part}"`),
);

test('other headings are headings', async () => {
  expect(await html('## Problems with paper\n\n### Solution\n\nPull.')).not.toContain('class="part');
});

test.each([
  ['## Cause\n\n## Solution\n\nPull.'],
  ['## Cause\n\n<!-- Why it happens. -->\n\n## Solution\n\nPull.'],
  ['## Solution\n\nPull.\n\n## Cause\n\n<!-- a --> <!-- b -->\n'],
  ['## Solution\n\nPull.\n\n:::cause\n:::'],
  ['## Solution\n\nPull.\n\n## After that\n\n<!-- What the reader sees. -->'],
])('a section that nobody filled in is not shown: %j', async (source) => {
  const page = await renderMarkdown(source);
  expect(page.html).toContain('Pull.');
  expect(page.headings.map(({ text }) => text)).toEqual(['Solution']);
});

test('a part with headings of its own is filled in, and other headings stay though nothing follows', async () => {
  const page = await renderMarkdown('## Cause\n\n### Dust\n\nMuch.\n\n## Later\n\n## More\n');
  expect(page.headings.map(({ text }) => text)).toEqual(['Cause', 'Dust', 'Later', 'More']);
});

test('a directive is the heading and what it holds, in the language of the article', async () => {
  const page = await renderMarkdown(':::solution\nPull **gently**.\n:::\n', { locale: 'it' });
  expect(page.html).toMatch(/<h2 [^>]*class="part part-solution"[^>]*>Soluzione/);
  expect(page.html).toContain('<p>Pull <strong>gently</strong>.</p>');
  expect(page.headings).toMatchObject([{ depth: 2, text: 'Soluzione' }]);
  expect(page.sections.at(-1)).toMatchObject({ heading: 'Soluzione', text: 'Pull gently.' });
  expect(await html('::: cause\nDust.\n:::\n')).toContain('part-cause');
});
