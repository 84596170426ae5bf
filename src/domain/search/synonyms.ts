import type { Word } from './analyse.ts';
import type { Feature } from './sparse.ts';
import { fold, languageOf } from './languages.ts';
import { english } from './synonyms.en.ts';
import { italian } from './synonyms.it.ts';

const shipped: Readonly<Record<string, string>> = { en: english, it: italian };

/** What a word or two neighbouring words stand for, besides themselves: the names of their groups. */
export interface Thesaurus {
  byStem: ReadonlyMap<string, readonly string[]>;
  /** Stems of several words joined by a space. */
  byPhrase: ReadonlyMap<string, readonly string[]>;
}

export const isConcept = (feature: Feature): boolean =>
  typeof feature === 'string' && feature.startsWith('§');

/** The shipped groups of a locale and those an admin added, each a list of words or phrases that mean the same. */
export function thesaurusOf(locale: string, added: readonly (readonly string[])[] = []): Thesaurus {
  const language = languageOf(locale);
  const byStem = new Map<string, string[]>();
  const byPhrase = new Map<string, string[]>();
  const own = (shipped[language.code] ?? '').split('\n').map((line) => line.split(','));
  [...own, ...added].forEach((group, at) => {
    for (const entry of group) {
      const stems = fold(entry)
        .split(/[^\p{L}\p{N}]+/u)
        .filter(Boolean)
        .map(language.stem);
      if (stems.length === 0) continue;
      const map = stems.length === 1 ? byStem : byPhrase;
      const key = stems.join(' ');
      map.set(key, [...new Set([...(map.get(key) ?? []), `§${at}`])]);
    }
  });
  return { byStem, byPhrase };
}

/** Longest phrase of a group, in words. */
const maxPhrase = 4;

/** The same words with the groups that each belongs to, alone or as the beginning of a phrase. */
export function withConcepts(words: readonly Word[], thesaurus: Thesaurus): Word[] {
  return words.map((word, at) => {
    const found = word.isFunction ? [] : [...(thesaurus.byStem.get(word.stem) ?? [])];
    let phrase = word.stem;
    for (const next of words.slice(at + 1, at + maxPhrase)) {
      phrase += ` ${next.stem}`;
      found.push(...(thesaurus.byPhrase.get(phrase) ?? []));
    }
    return found.length > 0 ? { ...word, concepts: [...new Set(found)] } : word;
  });
}
