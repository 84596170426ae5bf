import { describe, expect, it } from 'vitest';
import { analyse } from './analyse.ts';
import { bm25Weight, rarity } from './bm25.ts';
import { centroidOf } from './centroid.ts';
import { confidenceOf, verdictOf, type Evidence } from './confidence.ts';
import { mix, ownScore } from './mix.ts';
import { nearestOne, nearestSums } from './neighbours.ts';
import { excerptOf } from './passages.ts';
import { highest } from './signals.ts';
import { addUnit, createSparse, dotProducts, hasFeature, packSparse } from './sparse.ts';
import { thesaurusOf, withConcepts } from './synonyms.ts';

const none = {
  title: 0,
  text: 0,
  passage: 0,
  titleGrams: 0,
  words: 0,
  pairs: 0,
  grams: 0,
  nearest: 0,
  nearestOne: 0,
};

describe('bm25', () => {
  it('is Lucene’s rarity, in nats', () => {
    expect(rarity(100, 1)).toBeCloseTo(Math.log(1 + 99.5 / 1.5), 10);
    expect(rarity(10, 10)).toBeGreaterThan(0);
  });
  it('saturates at k1 + 1 times the rarity', () => {
    const weight = (frequency: number) =>
      bm25Weight({ rarity: 2, frequency }, { own: 10, average: 10 }, { k1: 1.2, b: 0.75 });
    expect(weight(1)).toBeCloseTo(2, 10);
    expect(weight(1e9)).toBeCloseTo(2 * 2.2, 5);
  });
});

describe('sparse', () => {
  const builder = createSparse();
  addUnit(
    builder,
    new Map([
      ['a', 3],
      ['b', 4],
    ]),
  );
  addUnit(builder, new Map([['b', 2]]));
  it('gives dot products, cosines when units have length 1', () => {
    expect([
      ...dotProducts(
        packSparse(builder),
        new Map([
          ['b', 1],
          ['zzz', 9],
        ]),
      ),
    ]).toEqual([4, 2]);
    const unit = [...dotProducts(packSparse(builder, { unitLength: true }), new Map([['a', 1]]))];
    expect(unit[0]).toBeCloseTo(0.6, 6);
    expect(unit[1]).toBe(0);
  });
  it('knows which unit has a feature', () => {
    const index = packSparse(builder);
    expect([0, 1].map((unit) => hasFeature(index, 'a', unit))).toEqual([true, false]);
    expect(hasFeature(index, 'zzz', 0)).toBe(false);
  });
});

describe('neighbours', () => {
  it('adds the nearest of each article only', () => {
    const similarities = Float32Array.from([0.5, 0.25, 0.75, 1, 0.125]);
    const owners = Uint32Array.from([0, 0, 0, 1, 0]);
    expect([...nearestSums(similarities, owners, 3, 2)]).toEqual([1.25, 1, 0]);
    expect([...nearestOne(similarities, owners, 3)]).toEqual([0.75, 1, 0]);
  });
});

describe('centroid', () => {
  it('has length 1 and takes the root of what repeats', () => {
    const only = (id: number) => ({ ids: Uint32Array.of(id), values: Float32Array.of(1) });
    const sums = new Float64Array(2);
    const { ids, values } = centroidOf([only(1), only(1), only(1), only(0)], Float32Array.of(1, 1), sums);
    expect([...ids]).toEqual([1, 0]);
    expect(values[0]! / values[1]!).toBeCloseTo(Math.sqrt(3), 6);
    expect(Math.hypot(...values)).toBeCloseTo(1, 6);
    expect([...sums]).toEqual([0, 0]);
  });
});

describe('mix', () => {
  const scales = { own: 10, words: 0.5, pairs: 0.5, grams: 0.5, nearest: 1.5 };
  it('gives an article that nobody asked about its own text alone', () => {
    expect(mix(none, 10, 0, scales)).toBeCloseTo(0.85, 10);
    expect(mix({ ...none, words: 0.5, grams: 0.5 }, 10, 0, scales)).toBeCloseTo(0.85, 10);
  });
  it('trusts what was learnt more with every question', () => {
    const learnt = { ...none, words: 0.5, pairs: 0.5, grams: 0.5, nearest: 1.5 };
    const scores = [0, 1, 5, 50].map((asked) => mix(learnt, 0, asked, scales));
    expect(scores).toEqual(scores.toSorted((a, b) => a - b));
    expect(scores.at(-1)).toBeGreaterThan(0.98);
  });
  it('never buries a page whose text answers under what else was asked about it', () => {
    expect(mix({ ...none, text: 5 }, 10, 100, scales)).toBeCloseTo(0.7, 10);
  });
  it('counts title, text and passage in nats', () => {
    expect(ownScore({ ...none, title: 2, text: 1, passage: 3 }, 0, 8)).toBeCloseTo(5.3, 10);
  });
});

describe('confidence', () => {
  const evidence: Evidence = {
    coverage: 1,
    titleCoverage: 0,
    own: 2,
    words: 0,
    grams: 0,
    asked: 0,
    inText: true,
  };
  it('grows with every kind of evidence and stays a chance', () => {
    const sure = { ...evidence, words: 1, grams: 1, asked: 20 };
    for (const key of ['coverage', 'words', 'grams'] as const)
      expect(confidenceOf({ ...sure, [key]: 0 })).toBeLessThan(confidenceOf(sure));
    expect(confidenceOf(sure)).toBeLessThan(1);
    expect(confidenceOf({ ...evidence, coverage: 0, own: 0 })).toBeGreaterThan(0);
  });
  it('believes a long question that holds a whole title, where nothing but the title could answer', () => {
    const long = { ...evidence, coverage: 0.3, own: 0.2 };
    const held = { ...long, titleCoverage: 1 };
    expect(confidenceOf({ ...held, inText: false })).toBeGreaterThan(0.5);
    expect(confidenceOf({ ...long, inText: false })).toBeLessThan(0.2);
    expect(confidenceOf(held)).toBe(confidenceOf(long));
  });
  it.each([
    [0.9, 'answered'],
    [0.5, 'answered'],
    [0.49, 'uncertain'],
    [0.19, 'nothing'],
    [0, 'nothing'],
  ])('%d is %s', (confidence, verdict) => expect(verdictOf(confidence)).toBe(verdict));
});

describe('synonyms', () => {
  const conceptsOf = (text: string, locale: string, added?: string[][]) =>
    withConcepts(analyse(text, locale), thesaurusOf(locale, added)).flatMap((word) => word.concepts ?? []);
  const shares = (a: string, b: string, locale: string, added?: string[][]) =>
    conceptsOf(a, locale, added).some((concept) => conceptsOf(b, locale, added).includes(concept));
  it.each([
    ['erase', 'delete', 'en', true],
    ['signing in', 'login', 'en', true],
    ['money back', 'refund', 'en', true],
    ['cancellare', 'elimina', 'it', true],
    ['posta elettronica', 'email', 'it', true],
    ['delete', 'invoice', 'en', false],
    ['erase', 'delete', 'fi', false],
  ])('%s / %s in %s: %s', (a, b, locale, expected) => expect(shares(a, b, locale)).toBe(expected));
  it('takes an admin’s groups, phrases too', () => {
    expect(shares('gribble', 'sales slip', 'en', [['gribble', 'sales slip']])).toBe(true);
  });
});

describe('excerptOf', () => {
  const wanted = new Map([['refund', 1]]);
  const long = `${'Nothing to see here. '.repeat(60)}Refunds take three days. ${'More of nothing. '.repeat(60)}`;
  it('shows the place with the hits, marked, and never more than asked for', () => {
    const parts = excerptOf(long, wanted, 'en');
    expect(parts.filter((part) => part.hit)).toEqual([{ text: 'Refunds', hit: true }]);
    expect(parts.map((part) => part.text).join('').length).toBeLessThan(300);
  });
  it('keeps markup as text', () => {
    const text = excerptOf('<b>Refunds</b> & <script>', wanted, 'en')
      .map((part) => part.text)
      .join('');
    expect(text).toBe('<b>Refunds</b> & <script>');
  });
  it('begins at the beginning when nothing was hit', () => {
    expect(excerptOf('Hello there', wanted, 'en')).toEqual([{ text: 'Hello there', hit: false }]);
  });
});

describe('highest', () => {
  it('takes the best above zero, in order of position', () => {
    expect(highest(Float32Array.from([0, 3, 1, 2, 0]), 2)).toEqual([1, 3]);
    expect(highest(Float32Array.from([0, 0]), 2)).toEqual([]);
  });
  it.each([1, 3, 9])('agrees with sorting all of them, however they are spread (power %i)', (power) => {
    const values = Float32Array.from({ length: 5_000 }, (_, n) => (((n * 7_919) % 5_003) / 5_003) ** power);
    const best = [...values.keys()].sort((a, b) => values[b]! - values[a]!).slice(0, 100);
    expect(highest(values, 100)).toEqual(best.sort((a, b) => a - b));
  });
});
