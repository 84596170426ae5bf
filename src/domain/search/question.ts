import { analyse, maxQuestionLength, type Word } from './analyse.ts';
import { languageOf } from './languages.ts';
import { questionFeatures, unitLength, weighByRarity, type View } from './questions.ts';
import { titleGramCounts, type Segment } from './segment.ts';
import type { Features } from './sparse.ts';
import { corrections } from './typos.ts';

/** Most words of a question that count, subject words first come. */
const maxWords = 64;
/** What a word put in place of a mistyped one counts beside a word that was typed. */
const correctedShare = 0.8;

/** A question ready to be scored: each signal's features, weighed. */
export interface Question {
  words: Word[];
  /** Stem → weight of the subject words, corrections included. */
  terms: Map<string, number>;
  titleGrams: Features;
  learnt: Record<View, Features>;
  /** What was probably meant, when a word was corrected. */
  didYouMean: string | null;
}

/** Reads a question in the light of what a segment knows. */
export function readQuestion(segment: Segment, text: string): Question {
  const cut = text.slice(0, maxQuestionLength);
  const typed = analyse(cut, segment.locale).slice(0, maxWords);
  const { words, corrected, didYouMean } = correct(segment, typed, cut);
  const terms = new Map<string, number>();
  words.forEach((word, at) => {
    if (!word.isFunction)
      terms.set(word.stem, (terms.get(word.stem) ?? 0) + (corrected.has(at) ? correctedShare : 1));
  });
  const features = questionFeatures(words);
  const { question, titleGram } = segment.rarities;
  return {
    words,
    terms,
    titleGrams: unitLength(weighByRarity(titleGramCounts(words), titleGram)),
    learnt: {
      words: unitLength(weighByRarity(features.words, question.words)),
      pairs: unitLength(weighByRarity(features.pairs, question.pairs)),
      grams: unitLength(weighByRarity(features.grams, question.grams)),
    },
    didYouMean,
  };
}

function correct(segment: Segment, typed: readonly Word[], text: string) {
  const language = languageOf(segment.locale);
  const corrected = new Set<number>();
  let meant = '';
  let at = 0;
  const words = typed.map((word, index) => {
    const [best] = word.isFunction ? [] : corrections(segment.speller, word.text);
    if (!best) return word;
    corrected.add(index);
    meant += text.slice(at, word.start) + best;
    at = word.end;
    return { ...word, text: best, stem: language.stem(best), isFunction: language.functionWords.has(best) };
  });
  return { words, corrected, didYouMean: corrected.size > 0 ? meant + text.slice(at) : null };
}
