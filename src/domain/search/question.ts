import { analyse, maxQuestionLength, type Word } from './analyse.ts';
import { titleGramCounts } from './articles.ts';
import { unitLength, weighByRarity } from './features.ts';
import { languageOf } from './languages.ts';
import { questionFeatures, type View } from './questions.ts';
import { rarityOf } from './rarities.ts';
import type { Segment } from './segment.ts';
import type { Features } from './sparse.ts';
import { withConcepts } from './synonyms.ts';
import { beginnings, corrections, isKnown, type Speller } from './typos.ts';

/** Most words of a question that are looked at, and that count: of a long one the rarest, which are also the cheapest. */
const maxWords = 64;
const maxTelling = 32;
/** What a word put in place of a mistyped one counts beside a word that was typed. */
const correctedShare = 0.8;

/** A question ready to be scored: the features of each signal, weighed. */
export interface Question {
  words: Word[];
  /** Stem → weight of the words about the subject, corrections included. */
  terms: Map<string, number>;
  /** The same with the groups of words of the same meaning. */
  meanings: Features;
  titleGrams: Features;
  learnt: Record<View, Features>;
  /** What the words about the subject say, in nats: the sum of their rarities. */
  information: number;
  /** What was probably meant, when a word was corrected to a published one. */
  didYouMean: string | null;
}

/** Reads a question in the light of what the segments know; the first one says how rare a word is. `isTyping`: it may end within a word. */
export function readQuestion(segments: readonly Segment[], text: string, isTyping = false): Question {
  const base = segments[0]!;
  const cut = text.slice(0, maxQuestionLength);
  const spellers = segments.map((segment) => segment.speller);
  const whole = analyse(cut, base.locale).slice(0, maxWords);
  const typed = isTyping ? withEndings(whole, spellers, base.locale) : whole;
  const { corrected, didYouMean, ...read } = correct(base.locale, spellers, typed, cut);
  const words = withConcepts(mostTelling(read.words, base), base.thesaurus);
  const terms = new Map<string, number>();
  const concepts = new Map<string, number>();
  words.forEach((word) => {
    if (!word.isFunction) terms.set(word.stem, corrected.has(word.start) ? correctedShare : 1);
    for (const concept of word.concepts ?? []) concepts.set(concept, 1);
  });
  let information = 0;
  for (const [stem, weight] of terms) information += weight * rarityOf(base.articles.wordRarities, stem);
  const features = questionFeatures(words);
  const weigh = (view: View) => unitLength(weighByRarity(features[view], base.learnt.rarities[view]));
  return {
    words,
    terms,
    meanings: new Map([...terms, ...concepts]),
    titleGrams: unitLength(weighByRarity(titleGramCounts(words), base.articles.titleGramRarities)),
    learnt: { words: weigh('words'), pairs: weigh('pairs'), grams: weigh('grams') },
    information,
    didYouMean,
  };
}

/** The same words, an unfinished and unknown last one replaced by what it may become. */
function withEndings(words: readonly Word[], spellers: readonly Speller[], locale: string): Word[] {
  const last = words.at(-1);
  if (!last || spellers.some((speller) => isKnown(speller, last.text))) return [...words];
  const endings = new Set(spellers.flatMap((speller) => beginnings(speller, last.text)));
  if (endings.size === 0) return [...words];
  const language = languageOf(locale);
  const guessed = [...endings].map((text) => ({
    ...last,
    text,
    stem: language.stem(text),
    isFunction: false,
  }));
  return [...words.slice(0, -1), ...guessed];
}

function mostTelling(words: readonly Word[], { articles }: Segment): readonly Word[] {
  if (words.length <= maxTelling) return words;
  const worth = (word: Word) => (word.isFunction ? 0 : rarityOf(articles.wordRarities, word.stem));
  const kept = new Set([...words].sort((a, b) => worth(b) - worth(a)).slice(0, maxTelling));
  return words.filter((word) => kept.has(word));
}

function correct(locale: string, spellers: readonly Speller[], typed: readonly Word[], text: string) {
  const language = languageOf(locale);
  /** Where the words stand that were put in place of mistyped ones. */
  const corrected = new Set<number>();
  let meant = '';
  let at = 0;
  const words = typed.map((word) => {
    if (word.isFunction || spellers.some((speller) => isKnown(speller, word.text))) return word;
    const [best] = spellers.flatMap((speller) => corrections(speller, word.text));
    if (!best) return word;
    corrected.add(word.start);
    // A word that only past questions hold helps to find, but is never shown: it may be somebody's name.
    if (spellers.some((speller) => speller.published.has(best))) {
      meant += text.slice(at, word.start) + best;
      at = word.end;
    }
    return { ...word, text: best, stem: language.stem(best), isFunction: language.functionWords.has(best) };
  });
  return { words, corrected, didYouMean: meant ? meant + text.slice(at) : null };
}
