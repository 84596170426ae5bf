import { fold, languageOf, type Language } from './languages.ts';

/** One word of a text. `start` and `end` are UTF-16 offsets into the text that was analysed. */
export interface Word {
  text: string;
  stem: string;
  isFunction: boolean;
  /** Groups of words of the same meaning that it belongs to, alone or with the words after it; see synonyms.ts. */
  concepts?: readonly string[];
  start: number;
  end: number;
}

/** Longest text of a question that is looked at, in UTF-16 units; a pasted page does not make a search slow. */
export const maxQuestionLength = 1_000;
const maxWordLength = 40;

/** Scripts without spaces between words: Intl.Segmenter finds the words with ICU's dictionaries. */
const unspaced = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}]+/u;
const wordPattern = /[\p{L}\p{N}\p{M}]+(?:['’ʼ`´][\p{L}\p{N}\p{M}]+)*/gu;
const segmenters = new Map<string, Intl.Segmenter>();

/** The words of a text in order: accents folded, apostrophes split ("l'account"), stems by language. */
export function analyse(text: string, locale: string): Word[] {
  const language = languageOf(locale);
  const words: Word[] = [];
  for (const match of text.matchAll(wordPattern)) {
    if (unspaced.test(match[0])) pushSegments(words, match[0], match.index, language);
    else pushParts(words, match[0], match.index, language);
  }
  return words;
}

function pushSegments(words: Word[], run: string, offset: number, language: Language): void {
  let segmenter = segmenters.get(language.code);
  if (!segmenter)
    segmenters.set(
      language.code,
      (segmenter = new Intl.Segmenter(language.code || 'und', { granularity: 'word' })),
    );
  for (const { segment, index, isWordLike } of segmenter.segment(run))
    if (isWordLike) pushWord(words, segment, offset + index, language);
}

/** "don't" is "do" and "not"; any other apostrophe separates two words, as in "dell'ordine". */
function pushParts(words: Word[], run: string, offset: number, language: Language): void {
  if (language.code === 'en') {
    const negated = /^(.+)n['’ʼ`´]t$/iu.exec(run);
    if (negated) {
      const verb = negated[1]!.replace(/^ca$/i, 'can').replace(/^wo$/i, 'will');
      pushWord(words, verb, offset, language, run.length);
      pushWord(words, 'not', offset, language, run.length);
      return;
    }
  }
  let start = 0;
  for (const part of run.split(/['’ʼ`´]/u)) {
    pushWord(words, part, offset + start, language);
    start += part.length + 1;
  }
}

function pushWord(words: Word[], raw: string, start: number, language: Language, length = raw.length): void {
  const text = fold(raw).slice(0, maxWordLength);
  if (text)
    words.push({
      text,
      stem: language.stem(text),
      isFunction: language.functionWords.has(text),
      start,
      end: start + length,
    });
}

/**
 * The character n-grams of a word with its borders marked, `_ca car ard rd_` for sizes 3: what survives a typing error, an
 * ending or a compound.
 */
export function gramsOf(word: string, sizes: readonly number[]): string[] {
  const marked = `_${word}_`;
  const grams: string[] = [];
  for (const size of sizes)
    for (let at = 0; at + size <= marked.length; at++) grams.push(marked.slice(at, at + size));
  return grams;
}
