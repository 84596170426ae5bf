/** What a day, or the days of a period, say of an article. */
export interface ArticleFacts {
  id: number;
  /** Settled visits that read it, and those of them that filed a ticket all the same. */
  readers: number;
  escalated: number;
  /** Votes. */
  yes: number;
  no: number;
}

/** One after the other, as they are kept. */
const kept = ['id', 'readers', 'escalated', 'yes', 'no'] as const;

/** As a row of numbers. */
export const packArticles = (facts: readonly ArticleFacts[]): number[] =>
  facts.flatMap((fact) => kept.map((name) => fact[name]));

/** Days added up, by article. */
export function addUpArticles(days: readonly (readonly number[])[]): Map<number, ArticleFacts> {
  const sums = new Map<number, ArticleFacts>();
  for (const day of days)
    for (let at = 0; at < day.length; at += kept.length) {
      const sum = factsOf(sums, day[at]!);
      sum.readers += day[at + 1]!;
      sum.escalated += day[at + 2]!;
      sum.yes += day[at + 3]!;
      sum.no += day[at + 4]!;
    }
  return sums;
}

/** Those of an article among others; nothing yet the first time. */
export function factsOf(all: Map<number, ArticleFacts>, id: number): ArticleFacts {
  const known = all.get(id) ?? { id, readers: 0, escalated: 0, yes: 0, no: 0 };
  all.set(id, known);
  return known;
}
