import { expect, test } from 'vitest';
import { toCsv } from './csv.ts';

test.each([
  ['=1+1', "'=1+1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['+39', "'+39"],
  ['-cmd', "'-cmd"],
  ['\t=1', "'\t=1"],
  ['=HYPERLINK("http://x","y")', '"\'=HYPERLINK(""http://x"",""y"")"'],
  ['a "b", c', '"a ""b"", c"'],
  ['two\nlines', '"two\nlines"'],
  ['plain', 'plain'],
  [-3.5, '-3.5'],
  [null, ''],
  [true, 'true'],
  [new Date('2026-03-02T10:00:00Z'), '2026-03-02T10:00:00.000Z'],
])('%j becomes %j', (value, written) => {
  expect(toCsv(['a'], [[value]])).toBe(`\ufeffa\r\n${written}\r\n`);
});
