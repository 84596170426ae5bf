import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const [lightCss = '', darkCss = ''] = css.split(/@media [^{]*/);
const read = (part: string) =>
  Object.fromEntries([...part.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map((m) => [m[1]!, m[2]!]));
const light = read(lightCss);
const dark = { ...light, ...read(darkCss) };

/** WCAG 2.2 contrast ratio of two sRGB colours. */
const luminance = (hex: string) => {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const c = parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const ratio = (a: string, b: string) => {
  const [hi, lo] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (hi + 0.05) / (lo + 0.05);
};

const grounds = ['paper', 'surface', 'sunken', 'hover'];
const texts = ['ink', 'ink-soft', 'ink-faint', 'accent', 'accent-strong', 'danger'];
const code = Object.keys(light).filter((name) => /^code-(token|foreground)/.test(name));
const pairs: [string, string, number][] = [
  ...grounds.flatMap((ground) => texts.map((text) => [text, ground, 4.5] as [string, string, number])),
  ...code.map((name) => [name, 'code-background', 4.5] as [string, string, number]),
  ...['info', 'success', 'warning', 'danger', 'accent'].flatMap((tone) => [
    [tone, `${tone}-soft`, 4.5] as [string, string, number],
    ['ink', `${tone}-soft`, 4.5] as [string, string, number],
    ['ink-soft', `${tone}-soft`, 4.5] as [string, string, number],
    ['accent', `${tone}-soft`, 4.5] as [string, string, number],
  ]),
  ['on-accent', 'accent', 4.5],
  ['on-accent', 'accent-strong', 4.5],
  ['on-accent', 'danger', 4.5],
  ['on-accent', 'danger-strong', 4.5],
  ['on-mark', 'mark', 4.5],
  ...grounds.flatMap((ground) => [
    ['line-strong', ground, 3] as [string, string, number],
    ['focus', ground, 3] as [string, string, number],
  ]),
  ...[1, 2, 3, 4].map((n) => [`series-${n}`, 'surface', 3] as [string, string, number]),
];

test.each([
  ['light', light],
  ['dark', dark],
])('%s: text reads at 4.5:1, controls and focus stand out at 3:1', (_name, colours) => {
  const weak = pairs
    .map(([a, b, least]) => ({ pair: `${a} on ${b}`, ratio: ratio(colours[a]!, colours[b]!), least }))
    .filter((pair) => !(pair.ratio >= pair.least))
    .map((pair) => `${pair.pair}: ${pair.ratio.toFixed(2)} < ${pair.least}`);
  expect(weak).toEqual([]);
});

test('dark names every colour that light names', () => {
  expect(Object.keys(read(darkCss)).sort()).toEqual(Object.keys(light).sort());
});
