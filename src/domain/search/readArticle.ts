import { analyse, type Word } from './analyse.ts';
import type { SearchDocument } from './document.ts';
import { add } from './features.ts';
import { passagesOf, type Passage } from './passages.ts';
import { withConcepts, type Thesaurus } from './synonyms.ts';

/** Words that were seen, for the speller: how often, and those that a stranger may be shown. */
export interface Vocabulary {
  known: Map<string, number>;
  published: Set<string>;
}

/** The words of an article, by where they stand. */
export interface ReadArticle {
  title: Word[];
  plainTitle: Word[];
  tags: Word[];
  passages: { passage: Passage; heading: Word[]; text: Word[]; code: Word[] }[];
}

interface Reader {
  locale: string;
  vocabulary: Vocabulary;
  thesaurus: Thesaurus;
}

/** Splits an article into words by where they stand, and counts them for the speller. */
export function readArticle(
  document: SearchDocument,
  { locale, vocabulary, thesaurus }: Reader,
): ReadArticle {
  const read = (raw: string) => {
    const words = analyseAndCount(raw, locale, vocabulary.known);
    if (document.audience === 'public') for (const word of words) vocabulary.published.add(word.text);
    return words;
  };
  const plainTitle = read(document.title);
  return {
    title: withConcepts(plainTitle, thesaurus),
    plainTitle,
    tags: read(document.tags.join(', ')),
    passages: passagesOf(document).map((passage) => ({
      passage,
      heading: read(passage.heading),
      ...splitCode(passage, read(passage.text)),
    })),
  };
}

function splitCode({ code }: Passage, words: Word[]): { text: Word[]; code: Word[] } {
  if (code.length === 0) return { text: words, code: [] };
  const isCode = ({ start }: Word) => code.some(([from, to]) => start >= from && start < to);
  return { text: words.filter((word) => !isCode(word)), code: words.filter(isCode) };
}

/** The words of a text, each counted for the speller. */
export function analyseAndCount(text: string, locale: string, known: Map<string, number>): Word[] {
  const words = analyse(text, locale);
  for (const word of words) add(known, word.text, 1);
  return words;
}
