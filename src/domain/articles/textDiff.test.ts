import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diffRows, diffTexts, type DiffLine, type DiffRow } from './textDiff.ts';

const text = (lines: DiffLine[]) =>
  lines.map((line) =>
    line.kind === 'gap'
      ? `… ${line.count}`
      : `${{ same: ' ', added: '+', removed: '-' }[line.kind]}${line.parts.map((p) => (p.changed ? `[${p.text}]` : p.text)).join('')}`,
  );

test('a changed word is marked inside its line', () => {
  expect(text(diffTexts('one\ntwo small cats\nthree', 'one\ntwo big cats\nthree'))).toEqual([
    ' one',
    '-two [small] cats',
    '+two [big] cats',
    ' three',
  ]);
});

test('added and removed lines are marked whole', () => {
  expect(text(diffTexts('a\nb\nc', 'a\nc\nd'))).toEqual([' a', '-[b]', ' c', '+[d]']);
  expect(text(diffTexts('', 'new'))).toEqual(['+[new]']);
  expect(text(diffTexts('old\n', ''))).toEqual(['-[old]']);
});

test('what is far from any change is left out', () => {
  const long = Array.from({ length: 20 }, (_, n) => `line ${n}`);
  const changed = long.with(10, 'other');
  expect(text(diffTexts(long.join('\n'), changed.join('\n')))).toEqual([
    '… 7',
    ...[7, 8, 9].map((n) => ` line ${n}`),
    '-[line 10]',
    '+[other]',
    ...[11, 12, 13].map((n) => ` line ${n}`),
    '… 6',
  ]);
  expect(diffTexts('same\ntext', 'same\ntext')).toEqual([{ kind: 'gap', count: 2 }]);
});

test('a line that changed stands beside what it was, though others came before it', () => {
  const beside = (rows: DiffRow[]) =>
    rows.map((row) =>
      row.kind === 'gap'
        ? row.count
        : [row.before, row.after].map(
            (side) => side && `${side.number} ${side.parts.map((p) => p.text).join('')}`,
          ),
    );
  const rows = diffRows('Turn it off now.\nend', 'First, save your work.\nTurn it off then.\nend');
  expect(beside(rows)).toEqual([
    [null, '1 First, save your work.'],
    ['1 Turn it off now.', '2 Turn it off then.'],
    ['2 end', '3 end'],
  ]);
  // Nothing alike: what went, then what came.
  expect(beside(diffRows('cats', 'dogs'))).toEqual([
    ['1 cats', null],
    [null, '1 dogs'],
  ]);
  expect(beside(diffRows('a\nb\nc\nd\ne', 'a\nb\nc\nd\ne', { whole: true }))).toHaveLength(5);
});

test('a rewritten page is compared in good time', () => {
  const page = (word: string) => Array.from({ length: 3_000 }, (_, n) => `${word} ${n} ${word}`).join('\n');
  expect(diffRows(page('one'), page('two')).length).toBeGreaterThan(2_999);
});

test('both texts can be read back from the diff', () => {
  const line = fc.string({ maxLength: 12 }).filter((s) => !/[\r\n]/.test(s));
  const page = fc.array(line, { maxLength: 3 }).map((lines) => lines.join('\n'));
  const side = (lines: DiffLine[], kind: 'added' | 'removed') =>
    lines
      .filter((one) => one.kind === kind || one.kind === 'same')
      .map((one) => (one.kind === 'gap' ? '' : one.parts.map((part) => part.text).join('')))
      .join('\n');
  fc.assert(
    fc.property(page, page, (before, after) => {
      const lines = diffTexts(before, after);
      if (lines.some((one) => one.kind === 'gap')) return;
      expect(side(lines, 'removed')).toBe(before.replace(/\n$/, ''));
      expect(side(lines, 'added')).toBe(after.replace(/\n$/, ''));
    }),
  );
});
