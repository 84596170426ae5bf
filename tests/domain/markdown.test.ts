import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { parseFragment, serialize, type DefaultTreeAdapterTypes } from 'parse5';
import { describe, expect, it } from 'vitest';
import { renderMarkdown } from '#src/domain/articles/markdown/render.ts';
import { pathological } from '../fixtures/pathological.ts';
import { sampleOf } from '../sweep.ts';

const corpora = resolve(import.meta.dirname, '../../../shared/corpora');
const read = (path: string) =>
  readFileSync(resolve(corpora, path), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, string>);
const missing = !existsSync(corpora);
if (missing) console.warn('../shared/corpora is absent: the XSS and CommonMark corpora are not tested');

const tags = new Set(
  (
    'a abbr b blockquote br caption center cite code col colgroup dd del details dfn div dl dt em figcaption figure h2 ' +
    'h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp section small span strong strike sub summary ' +
    'sup table tbody td tfoot th thead time tr tt u ul var wbr'
  ).split(' '),
);
const attributes =
  /^(href|src|alt|title|id|class|lang|dir|rel|role|tabindex|aria-(hidden|label|labelledby|describedby)|loading|decoding|width|height|align|start|reversed|value|open|colspan|rowspan|span|headers|scope|abbr|datetime|data-footnotes|data-footnote-(back)?ref)$/;

/** What a browser would see in the HTML that isn't on the lists above. */
function dangers(html: string): string[] {
  const found: string[] = [];
  const walk = (node: DefaultTreeAdapterTypes.Node) => {
    if (node.nodeName === '#comment') found.push('comment');
    if ('tagName' in node) {
      if (!tags.has(node.tagName) || !node.namespaceURI.endsWith('/xhtml')) found.push(`<${node.tagName}>`);
      for (const { name, value } of node.attrs) {
        if (!attributes.test(name)) found.push(`${node.tagName}[${name}]`);
        // What a browser strips before it reads the scheme.
        const address = value.replace(/[\u0000-\u0020]/g, '');
        if (/^(href|src)$/.test(name) && /^[^/?#]*:/.test(address) && !/^(https?|mailto|tel):/i.test(address))
          found.push(`${name}=${value}`);
        if (name === 'src' && /^(https?:)?[\\/]{2}/i.test(address)) found.push(`third party ${value}`);
      }
    }
    if ('childNodes' in node) node.childNodes.forEach(walk);
  };
  walk(parseFragment(html));
  return found;
}

describe('hostile sources', () => {
  it('would be noticed by this test', () => {
    expect(
      dangers('<img src=x onerror=alert(1)><svg><script>1</script></svg><a href="java\nscript:x">'),
    ).toEqual(['img[onerror]', '<svg>', '<script>', 'href=java\nscript:x']);
  });

  it.skipIf(missing)(
    'no XSS payload leaves anything dangerous, bare or inside Markdown',
    async () => {
      const rows = [...read('xss/cases.jsonl'), ...read('xss/fires_raw.jsonl')];
      expect(rows.length).toBeGreaterThan(3000);
      const failures: string[] = [];
      const sources = rows.map(({ payload }) => payload!);
      const tried = sampleOf([...sources, ...sources.slice(0, 800).flatMap(inMarkdown)], 4);
      for (const source of tried) {
        const { html } = await renderMarkdown(source);
        const bad = dangers(html);
        // What a browser parses is what was meant: no mutation between the two.
        const again = serialize(parseFragment(html));
        if (bad.length || dangers(again).length) failures.push(`${bad.join()} from ${source.slice(0, 200)}`);
      }
      expect(failures).toEqual([]);
    },
    120_000,
  );

  it('nothing random leaves anything dangerous', async () => {
    const piece = fc.constantFrom(
      ...[
        '<',
        '>',
        '"',
        "'",
        '`',
        '\n',
        '\n\n',
        ' ',
        '[a](',
        ')',
        '![',
        ']',
        ':::note',
        '> [!NOTE]',
        '|',
        '-',
        '#',
        '&',
      ],
      ...[
        '<svg>',
        '<math>',
        '<style>',
        '</style>',
        '<!--',
        '-->',
        '<img src=x onerror=alert(1)>',
        '<table>',
        '<td>',
      ],
      ...[
        'javascript:alert(1)',
        '<a href=',
        '<details open ontoggle=alert(1)>',
        '<template>',
        '<noscript>',
        '```',
        '1',
      ],
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 25 }), async (pieces) => {
        const source = pieces.join('');
        expect(dangers((await renderMarkdown(source)).html), source).toEqual([]);
      }),
      { numRuns: 400 },
    );
  }, 60_000);
});

const inMarkdown = (payload: string) => [
  `[link](${payload})`,
  `![image](${payload} "${payload}")`,
  `:::note[${payload}]\n${payload}\n:::`,
  `| a |\n|---|\n| ${payload} |`,
  `## ${payload}`,
  '```' + payload.replace(/[`\n]/g, '') + '\n' + payload + '\n```',
];

describe('pathological sources', () => {
  // Without its bounds the renderer takes minutes over some of these; how fast it is with them is no test's business.
  it.each(sampleOf(Object.entries(pathological), 3))(
    '%s come to an end and lose no word',
    { timeout: 30_000 },
    async (_, source) => {
      const { html } = await renderMarkdown(source);
      expect(dangers(html)).toEqual([]);
      expect(html.length).toBeGreaterThan(0);
    },
  );
});

describe('CommonMark', () => {
  /** GFM reads these otherwise, on purpose: bare addresses become links. */
  const gfm = new Set(['cm_604', 'cm_608', 'cm_610', 'cm_613', 'cm_614']);

  it.skipIf(missing)(
    'differs from the specification only where HTML is stripped or GFM says otherwise',
    async () => {
      const differing: string[] = [];
      for (const { id, markdown, html } of read('markdown/cases.jsonl')) {
        if (gfm.has(id!)) continue;
        // What the specification gives is put through the same safety as an HTML block of its own.
        const expected = (await renderMarkdown(asBlock(html!))).html;
        const actual = (await renderMarkdown(markdown!)).html;
        if (actual !== expected) differing.push(`${id}\n${markdown}\n--\n${actual}\n--\n${expected}`);
      }
      expect(differing).toEqual([]);
    },
    60_000,
  );

  /** Without blank lines, at which an HTML block ends. */
  const asBlock = (html: string) => html.replace(/\n(?=\n)/g, '&#10;');
});
