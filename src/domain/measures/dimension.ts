import { z } from 'zod';

/** What figures can be narrowed to, one of each at a time. */
export const dimensions = ['locale', 'category', 'tier', 'agent'] as const;
export type Dimension = (typeof dimensions)[number];

/** Where a fact belongs: a language, the key of a category, a tier, the id of an agent; empty where it has none. */
export type Place = Record<Dimension, string>;
export type Filter = Partial<Place>;

export const isDimension = (name: unknown): name is Dimension => dimensions.includes(name as Dimension);

/** Stands for any value of a dimension in the kept sums. */
export const any = '*';

const value = (pattern: RegExp) => z.string().regex(pattern).optional().catch(undefined);

/** A filter as a page's address has it; what can't be one is left out. */
export const filterQuery = z.object({
  locale: value(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/),
  category: value(/^[^\s*]{1,120}$/),
  tier: value(/^[1-9]$/),
  agent: value(/^[1-9]\d{0,9}$/),
});

/** The dimensions that a filter names. */
export const named = (filter: Filter): Dimension[] =>
  dimensions.filter((dimension) => filter[dimension] !== undefined);

/** The dimensions that a kept row may name beside those that name all four. */
const kept: readonly (readonly Dimension[])[] = [
  [],
  ...dimensions.map((one) => [one]),
  ...dimensions.flatMap((one, at) => dimensions.slice(at + 1).map((other) => [one, other])),
];

/**
 * The rows in which a fact is kept: of everything, of each dimension and each pair of them, and the one that names all
 * four. A question about two at most reads few rows a day; others add up those that name all.
 */
export const keptAt = (place: Place): Place[] => [
  ...kept.map((names) => {
    const row: Place = { locale: any, category: any, tier: any, agent: any };
    for (const name of names) row[name] = place[name];
    return row;
  }),
  place,
];

/** Whether so many dimensions have rows of their own. */
export const isKept = (count: number): boolean => count <= 2;
