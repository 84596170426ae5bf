import { describe, expect, it } from 'vitest';
import { renderMarkdown, type RenderOptions } from './render.ts';

const html = async (source: string, options?: RenderOptions) => (await renderMarkdown(source, options)).html;

describe('renderMarkdown', () => {
  it('drops a leading h1 that repeats the title and lets the outline start at h2 without gaps', async () => {
    const { html, headings } = await renderMarkdown('# My  title\n\n## A\n\n#### B\n\n# C\n', {
      title: 'my title',
    });
    expect(headings.map(({ depth, text }) => [depth, text])).toEqual([
      [2, 'A'],
      [3, 'B'],
      [2, 'C'],
    ]);
    expect(html).not.toContain('<h1');
    expect(html).not.toContain('title');
  });

  it('keeps a leading h1 that says something else, as h2', async () => {
    expect(await html('# Other', { title: 'Title' })).toContain('<h2 id="other">Other');
  });

  it('gives ids that are unique, can be written by hand, and shadow nothing of the page', async () => {
    const { headings } = await renderMarkdown(
      '## A\n\n## A\n\n## Install {#setup}\n\n## Search\n\n## 安装\n\n## !!!',
    );
    expect(headings.map(({ id }) => id)).toEqual(['a', 'a-1', 'setup', 'search-1', '安装', 'section']);
    expect(headings[2]!.text).toBe('Install');
  });

  it('leads fragment links to headings, prefixed ids and footnotes, and reports those that lead nowhere', async () => {
    const source =
      '## Search\n\n<a name="old"></a> [s](#search) [o](#old) [no](#none) note[^1]\n\n[^1]: Note.';
    const { html, problems } = await renderMarkdown(source, { firstLine: 10 });
    expect(html).toContain('href="#search-1"');
    expect(html).toContain('id="old"');
    expect(html).toContain('href="#old"');
    expect(html).toMatch(/href="#user-content-fn-1"[\s\S]*id="user-content-fn-1"/);
    expect(problems).toMatchObject([{ line: 12, code: 'brokenLink', values: { address: '#none' } }]);
  });

  it('writes callouts as Starlight, Docusaurus, VitePress and GitHub do', async () => {
    expect(await html(':::note\nx\n:::')).toContain('<p class="callout-title">Note</p>');
    expect(await html(':::tip[Read *this*]\nx\n:::')).toContain(
      'callout-tip" role="note"><p class="callout-title">Read <em>',
    );
    expect(await html('::: warning Mind [it]\nx\n:::')).toContain('<p class="callout-title">Mind [it]</p>');
    expect(await html('::: details More\nx\n:::')).toContain('<details><summary>More</summary>');
    expect(await html('> [!CAUTION]\n> x', { locale: 'it' })).toMatch(
      /callout-caution[\s\S]*Cautela[\s\S]*<p>x<\/p>/,
    );
    expect(await html('> [!NOTE] x')).toContain('<blockquote>');
    expect(await html('```\n::: tip Title\n```')).toContain('::: tip Title');
  });

  it('leaves every other colon as the text it was', async () => {
    for (const text of [
      'on :8080',
      ':smile:',
      'a::b',
      'foo:bar[baz]{x}',
      '::leaf[x]',
      ':::unknown\ntext\n:::',
    ])
      expect(await html(text)).toBe(`<p>${text}</p>`);
  });

  it('says what a task is', async () => {
    const out = await html('- [x] a\n- [ ] b', { locale: 'it' });
    expect(out).toContain('<span class="task-box task-done" role="img" aria-label="Fatto:"></span> a');
    expect(out).toContain('aria-label="Da fare:"></span> b');
    expect(out).not.toContain('<input');
  });

  it('puts tables into named boxes that scroll', async () => {
    const out = await html('| Name | Size |\n|---|--:|\n| a | 1 |');
    expect(out).toContain(
      '<div class="table-scroll" role="region" tabindex="0" aria-label="Table 1: Name, Size"><table>',
    );
    expect(out).toContain('<td align="right">1</td>');
  });

  it('colours code with classes and no style', async () => {
    const out = await html(
      '```js title="a.js"\nconst a = "</script>"; // c\n```\n\n```unknownish\nx <y>\n```',
    );
    expect(out).toContain('<span class="tok-keyword">const</span>');
    expect(out).toContain('<span class="tok-comment">// c</span>');
    expect(out).toContain('x &#x3C;y>');
    expect(out).not.toContain('style=');
  });

  it('leaves huge code blocks plain', async () => {
    expect(await html('```js\n' + 'const a = 1;\n'.repeat(2000) + '```')).not.toContain('tok-');
  });

  it('passes the safe part of HTML and strips the rest', async () => {
    const out = await html(
      'a<br>b <kbd>Ctrl</kbd> H<sub>2</sub>O\n\n<details open><summary>More</summary>\n\n**in**\n\n</details>\n\n' +
        '<p align="center" style="color:red" onclick="x()">mid</p><script>alert(1)</script><form><input name="x"></form>',
    );
    expect(out).toContain('a<br>b <kbd>Ctrl</kbd> H<sub>2</sub>O');
    expect(out).toContain('<details open><summary>More</summary>\n<p><strong>in</strong></p>\n</details>');
    expect(out).toContain('<p align="center">mid</p>');
    expect(out).not.toMatch(/script|alert|style|onclick|form|input/);
  });

  it('resolves links and images, once per address, and says what is broken', async () => {
    const asked: string[] = [];
    const { html, links, images, problems } = await renderMarkdown(
      '[a](b.md#c) [a](b.md#c) [gone](gone.md) ![p](p.png) ![lost *x*](lost.png) <img src="p.png" width="50">',
      {
        resolveLink: async (href) => (
          asked.push(href),
          href === 'gone.md' ? null : { href: '/en/articles/b#c' }
        ),
        resolveImage: (src) => (src === 'p.png' ? { src: '/files/1.png', width: 100, height: 40 } : null),
      },
    );
    expect(asked).toEqual(['b.md#c', 'gone.md']);
    expect(links).toHaveLength(2);
    expect(links[0]).toEqual({ href: '/en/articles/b#c', written: 'b.md#c', line: 1 });
    expect(images[0]).toMatchObject({ src: '/files/1.png', written: 'p.png', alt: 'p' });
    expect(html).toContain(
      '<img src="/files/1.png" alt="p" width="100" height="40" loading="lazy" decoding="async">',
    );
    expect(html).toContain('width="50" alt="" height="20"');
    expect(html).toMatch(/ gone .* lost x /);
    expect(problems.map(({ code }) => code)).toEqual(['brokenLink', 'brokenImage', 'imageWithoutWords']);
  });

  it('marks external links and never loads an external image', async () => {
    const out = await html(
      '[x](https://e.com) [y](//e.com) [z](/here) ![badge](https://e.com/b.svg) [![i](http://e.com/i)](/j)',
    );
    expect(out.match(/rel="noopener noreferrer"/g)).toHaveLength(3);
    expect(out).not.toContain('<img');
    expect(out).toContain(
      '<a href="https://e.com/b.svg" rel="noopener noreferrer">badge</a> <a href="/j">i</a>',
    );
  });

  it('makes no link of an unsafe address, wherever it comes from', async () => {
    for (const address of [
      'javascript:alert(1)',
      'JaVa&#x73;cript:x',
      'data:text/html,x',
      'vbscript:x',
      '&#1;javascript:x',
    ])
      expect(await html(`[a](${address}) <a href="${address}">b</a>`)).toBe('<p>a b</p>');
    expect(await html('[a](b)', { resolveLink: () => ({ href: 'javascript:alert(1)' }) })).toBe('<p>a</p>');
  });

  it('keeps text for the search by section, without marks, and a summary of prose', async () => {
    const source =
      '[![b](https://e.com/b.svg)](https://e.com)\n\nFirst *words* of it.\n\n## Run\n\n- one\n- two\n\n| a | b |\n|-|-|\n| c | d |\n\n```sh\nnpm start\n```';
    const { sections, summary, text } = await renderMarkdown(source);
    expect(summary).toBe('First words of it.');
    expect(sections[1]).toEqual({
      heading: 'Run',
      anchor: 'run',
      text: 'one\ntwo\na b\nc d\nnpm start',
      code: [[16, 25]],
    });
    expect(text).toContain('Run\n\none\ntwo');
  });

  it('cuts the summary at a word', async () => {
    const { summary } = await renderMarkdown('word '.repeat(100));
    expect(summary.length).toBeLessThanOrEqual(200);
    expect(summary).toMatch(/word…$/);
  });

  it('says so when the source is too large', async () => {
    const { problems, html } = await renderMarkdown('a'.repeat(600_000), { locale: 'it' });
    expect(problems).toMatchObject([
      { code: 'tooLarge', line: 1, message: expect.stringContaining('512 KiB') },
    ]);
    expect(html.length).toBeLessThan(530_000);
  });

  it('survives nothing at all', async () => {
    expect(await renderMarkdown('')).toMatchObject({
      html: '',
      headings: [],
      sections: [],
      summary: '',
      problems: [],
    });
  });
});

describe('MDX', () => {
  it('leaves its code out and keeps its words and lines', async () => {
    const source =
      "import Tabs from '@theme/Tabs';\nexport const a = {\n  b: 1,\n};\n\n# A\n\n{/* no\nno */}\n<Tabs>\n\nimport me\n\n</Tabs>\n\n```js\nimport x from 'y';\n```\n\n[no](#no)";
    const { text, problems } = await renderMarkdown(source, { isMdx: true });
    expect(text).toBe("A\n\nimport me\nimport x from 'y';\nno");
    expect(problems[0]!.line).toBe(20);
  });
});

it('an image says something or decorates', async () => {
  const source = '![](a.png)\n\n![ ](b.png)\n\n![](c.png "decorative")\n\n![D](d.png "T")';
  const { html, problems } = await renderMarkdown(source);
  expect(problems.map(({ line, code }) => `${line} ${code}`)).toEqual([
    '1 imageWithoutWords',
    '3 imageWithoutWords',
  ]);
  expect(html).toContain('<img src="c.png" alt="" loading');
  expect(html).toContain('alt="D" title="T"');
});

describe('links to files', () => {
  const name = 'price-list.pdf';
  const file = { href: '/assets/x/price-list.pdf', file: { name, facts: 'PDF, 12 kB' } };
  const render = (source: string) =>
    renderMarkdown(source, { resolveLink: (href) => (href === 'bad.exe' ? 'refused' : file) });

  it.each([
    '',
    name,
    'prices.pdf',
    'https://example.org/prices.pdf',
    '/assets/x/price-list.pdf',
    'files/a.zip',
  ])('have words of their own, not “%s”', async (words) => {
    const { problems } = await render(`One\n\n[${words.replace('://', '\\://')}](files/price-list.pdf)`);
    expect(problems.map(({ line, code }) => `${line} ${code}`)).toEqual(['3 fileWithoutWords']);
  });

  it('may say it with words or with an image that has some', async () => {
    const { problems } = await render('[Prices](a) [The price-list.pdf of May](a) [![Prices](p.png)](a)');
    expect(problems).toEqual([]);
  });

  it('say to readers what they get, and to the search what it is called', async () => {
    const { html, sections } = await render('See the [price list](a).');
    expect(html).toBe(
      '<p>See the <a href="/assets/x/price-list.pdf">price list<span class="file-facts"> (PDF, 12 kB)</span></a>.</p>',
    );
    expect(sections.map(({ text }) => text)).toEqual(['See the price list (price-list.pdf).']);
  });

  it('to a file of a kind that is not offered leave their words', async () => {
    const { html, problems } = await render('[Program](bad.exe)');
    expect(html).toBe('<p>Program</p>');
    expect(problems.map(({ code }) => code)).toEqual(['fileRefused']);
  });
});
