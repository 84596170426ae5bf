import { describe, expect, test } from 'vitest';
import { addressesIn, withAddresses } from '../markdown/addresses.ts';
import { translateDialect } from './dialects.ts';

const translated = (source: string, isMdx = false) => translateDialect(source, { isMdx });

describe('callouts of other tools', () => {
  test.each([
    ['MkDocs', '!!! warning "Mind"\n    One\n\n    Two\nAfter', ':::warning[Mind]\nOne\n\nTwo\n:::\nAfter'],
    ['MkDocs, folded', '??? note "More"\n    One', ':::details[More]\nOne\n:::'],
    ['MkDocs, a kind of its own', '!!! recipe\n    One', ':::note[recipe]\nOne\n:::'],
    [
      'MkDocs, one in the other',
      '!!! tip\n    A\n    !!! note\n        B',
      '::::tip\nA\n:::note\nB\n:::\n::::',
    ],
    ['MkDocs, tabs', '=== "Linux"\n    One', '**Linux**\n\nOne'],
    ['GitBook', '{% hint style="danger" %}\nOne\n{% endhint %}', ':::danger\nOne\n:::'],
    ['Hugo', '{{% notice tip %}}\nOne\n{{% /notice %}}', ':::tip\nOne\n:::'],
    [
      'Hugo, named',
      '{{< alert title="T" color="warning" >}}\nOne\n{{< /alert >}}',
      ':::warning[T]\nOne\n:::',
    ],
    ['Docusaurus', '<Admonition type="info" title="T">\nOne\n</Admonition>', ':::note[T]\nOne\n:::'],
    ['Mintlify', '<Warning>\nOne\n</Warning>', ':::warning\nOne\n:::'],
    ['Obsidian', '> [!faq]- Why\n> One', '> [!NOTE]\n> **Why**\n>\n> One'],
  ])('%s', (_tool, source, expected) => expect(translated(source).text).toBe(expected));

  test('code stays as it is', () => {
    const code = '```md\n!!! note\n    x\n{% hint %}\n<Tip>\n```';
    expect(translated(code)).toMatchObject({ text: code, foreign: [] });
  });

  test('each line knows where it comes from', () =>
    expect(translated('a\n!!! note\n    b\nc').lines).toEqual([1, 2, 3, 3, 4]));
});

test('addresses in shortcodes become addresses', () => {
  expect(translated('[a]({{< ref "b.md" >}}) [c]({% link d.md %})').text).toBe('[a](b.md) [c](d.md)');
  expect(translated('{{< figure src="a.png" alt="A" >}}').text).toBe('![A](a.png)');
});

test('what nobody understands is named with its line, and stays', () => {
  const source = [
    'import X from "x";',
    '',
    '<Tabs>',
    '{{< gallery 3 >}} and `{{< quoted >}}`',
    ':::columns',
    '[[Wiki page]]',
    '{: .lead}',
    '<iframe src="x"></iframe>',
    '{#include a.md}',
    '::video[x]{id=1}',
  ].join('\n');
  const { text, foreign } = translated(source, true);
  expect(text).toBe(source);
  expect(foreign.map(({ line, code, values }) => `${line} ${code} ${values.name}`)).toEqual([
    '1 mdxCode import X from "x";',
    '3 component <Tabs>',
    '4 shortcode {{< gallery 3 >}}',
    '5 directive :::columns',
    '6 wikiLink [[Wiki page]]',
    '7 attribute {: .lead}',
    '8 elementLost <iframe>',
    '9 mdxCode {#include a.md}',
    '10 directive ::video[x]{id=1}',
  ]);
});

test('addresses are found where they stand, whatever stands around them, and change alone', () => {
  const source =
    '[a](x.md "T") ![b](<y z.png>) [c][r] https://e.com/q `[no](x.md)` [d](u(v).md)\n\n<a href="h&amp;i">j</a>\n\n[r]: w.md \'T\'\n';
  const found = addressesIn(source);
  expect(found.map(({ kind, url, line }) => `${kind} ${url} ${line}`)).toEqual([
    'link x.md 1',
    'image y z.png 1',
    'link https://e.com/q 1',
    'link u(v).md 1',
    'link h&i 3',
    'link w.md 5',
  ]);
  expect(withAddresses(source, found, () => 'N')).toBe(
    '[a](N "T") ![b](N) [c][r] [https://e.com/q](N) `[no](x.md)` [d](N)\n\n<a href="N">j</a>\n\n[r]: N \'T\'\n',
  );
});
