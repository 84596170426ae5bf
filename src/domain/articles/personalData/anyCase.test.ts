import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { anyCase } from './anyCase.ts';

test.each([
  ['best|sig(?:\\.ra)?', 'Best', true],
  ['best|sig(?:\\.ra)?', 'SIG.RA', true],
  ['best|sig(?:\\.ra)?', 'sigxra', false],
  ['collega|figli[ao]', 'FIGLIA', true],
  ['è|perché', 'PERCHÉ', true],
  ['flat[ ]?[\\dA-C]{1,2}', 'Flat b2', true],
  ['flat[ ]?[\\dA-C]{1,2}', 'flat D', false],
  ['x{2,3}(?<![\\p{L}]{4})', 'XxX', true],
])('%s and %s', (pattern, text, matches) =>
  expect(new RegExp(`^${anyCase(pattern)}$`, 'u').test(text)).toBe(matches),
);

test('no pattern of the sources has the modifier that this stands for', () => {
  const files = globSync('{src,db}/**/*.{ts,mjs,astro}').filter(
    (file) => !/anyCase\.(test\.)?ts$/.test(file),
  );
  expect(files.length).toBeGreaterThan(500);
  expect(files.filter((file) => readFileSync(file, 'utf8').includes('(?i:'))).toEqual([]);
});
