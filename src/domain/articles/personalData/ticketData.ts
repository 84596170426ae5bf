import { findPersonalData } from './find.ts';
import type { Known, People } from './finding.ts';

/** At most so many pieces of a ticket's data are looked for in its article. */
const most = 200;

/**
 * What the texts of a ticket give away, for the article written from it: said once next to a word that betrays it ("my
 * order is 48213"), it is looked for everywhere. Each piece once, in the order of appearance.
 */
export function dataInTexts(texts: string[], people: People): Known[] {
  const found = texts.flatMap((source) =>
    findPersonalData({ title: '', summary: '', slug: '', tags: [], source }, people),
  );
  const pieces = new Map(
    found
      .filter(({ text }) => text.trim().length >= 3)
      .map(({ kind, text, key }) => [key, { kind, text: text.trim() }]),
  );
  return [...pieces.values()].slice(0, most);
}
