import { dataInTexts } from '#src/domain/articles/personalData/ticketData.ts';
import { findPersonalData } from '#src/domain/articles/personalData/find.ts';
import type { People } from '#src/domain/articles/personalData/finding.ts';
import { cutText } from '#src/domain/text.ts';

/** Words of a question, and who said them: their own names are no sample. */
export interface Said extends People {
  text: string;
}

const mostSamples = 5;
const longest = 120;
/** A word is shown when so many questions have it, beside the small words everybody uses. */
const leastSharers = 2;

/**
 * What a gap may be called: questions without personal data, all of whose longer words at least two of its questions
 * share, so that nothing only one person said is shown; where there is none, the shared words alone.
 */
export function samplesOf(said: readonly Said[]): string[] {
  const clean = said.filter(({ text, ...people }) => !holdsData(text, people)).map(({ text }) => tidy(text));
  const sharers = new Map<string, number>();
  for (const text of clean)
    for (const word of new Set(wordsOf(text))) sharers.set(word, (sharers.get(word) ?? 0) + 1);
  const isShared = (word: string) => word.length <= 3 || (sharers.get(word) ?? 0) >= leastSharers;
  const counts = new Map<string, { text: string; count: number }>();
  for (const text of clean.filter((one) => wordsOf(one).every(isShared))) {
    const key = wordsOf(text).join(' ');
    counts.set(key, { text, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  const shown = [...counts.values()]
    .sort((a, b) => b.count - a.count || a.text.length - b.text.length)
    .map(({ text }) => cutText(text, longest));
  if (shown.length > 0) return shown.slice(0, mostSamples);
  const words = [...sharers].filter(([word, count]) => word.length > 3 && count >= leastSharers);
  const top = words.sort((a, b) => b[1] - a[1]).slice(0, mostSamples);
  return top.length > 0 ? [top.map(([word]) => word).join(' ')] : [];
}

/** A text without what looks like somebody's data, to compare it with others. */
export const withoutData = (text: string): string =>
  findIn(text, { names: [], emails: [] })
    .toReversed()
    .reduce((rest, { start, end }) => `${rest.slice(0, start)} ${rest.slice(end)}`, text);

/** As of a ticket, where also a machine inside a network and the name of a firm are somebody's. */
const holdsData = (text: string, people: People): boolean =>
  findIn(text, people).length > 0 || dataInTexts([text], people).length > 0;

const findIn = (source: string, people: People) =>
  findPersonalData({ title: '', summary: '', slug: '', tags: [], source }, people);

const tidy = (text: string) => text.replace(/\s+/g, ' ').trim();
const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
