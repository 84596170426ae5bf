import { createRequire } from 'node:module';
import lunr from 'lunr';
import { functionWords, negations } from './functionWords.ts';

/** What differs from language to language: the stem of a word, and the words that say nothing about the subject. */
export interface Language {
  code: string;
  /** The stem of one lower-case, accent-folded word (Snowball by lunr-languages; Porter for English). */
  stem: (word: string) => string;
  functionWords: ReadonlySet<string>;
}

type LunrFunction = (word: lunr.Token) => lunr.Token;
interface LunrWithLanguages {
  generateStopWordFilter: (words: string[]) => LunrFunction;
  [code: string]: unknown;
}

const require = createRequire(import.meta.url);
/** Codes for which lunr-languages has a stemmer. Japanese, Chinese and Thai need none. */
const stemmed = new Set('ar da de el es fi fr he hu hy it ko nl no pt ro ru sv tr'.split(' '));
const loaded = new Map<string, Language>();

/** The rules of a locale such as `it` or `pt-BR`; where no stemmer exists words stay as they are. */
export function languageOf(locale: string): Language {
  const code = locale.toLowerCase().split(/[-_]/)[0] ?? '';
  const known = loaded.get(code);
  if (known) return known;
  const language = loadLanguage(code);
  loaded.set(code, language);
  return language;
}

const plain = /^[\x20-\x7e]*$/;

/** Lower case without the accents of Latin and Greek letters (elsewhere a mark can be half of a letter). */
export function fold(text: string): string {
  if (plain.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKD')
    .replace(/(?<=[\p{sc=Latn}\p{sc=Grek}])\p{M}+/gu, '')
    .normalize('NFKC')
    .toLowerCase();
}

function loadLanguage(code: string): Language {
  const words = wordList(functionWords[code]);
  let stem = (word: string) => word;
  if (code === 'en') stem = stemmer(lunr.stemmer);
  else if (stemmed.has(code)) {
    const plugin = loadPlugin(code);
    plugin.stopWords.forEach((word) => words.add(fold(word)));
    stem = stemmer(plugin.stemmer);
  }
  for (const word of wordList(negations[code])) words.delete(word);
  return { code, stem, functionWords: words };
}

const wordList = (text = '') => new Set(text.split(/\s+/).filter(Boolean).map(fold));

/** lunr-languages hides its stop words in a closure, so they are read while it builds the filter. */
function loadPlugin(code: string): { stemmer: LunrFunction; stopWords: string[] } {
  const target = lunr as unknown as LunrWithLanguages;
  const original = target.generateStopWordFilter;
  let stopWords: string[] = [];
  target.generateStopWordFilter = (words) => original((stopWords = words));
  try {
    if (!('stemmerSupport' in target)) require('lunr-languages/lunr.stemmer.support.js')(lunr);
    require(`lunr-languages/lunr.${code}.js`)(lunr);
  } finally {
    target.generateStopWordFilter = original;
  }
  const { stemmer: found } = target[code] as { stemmer: LunrFunction };
  return { stemmer: found, stopWords };
}

function stemmer(plugin: LunrFunction): (word: string) => string {
  const stems = new Map<string, string>();
  return (word) => {
    let stem = stems.get(word);
    if (stem === undefined) {
      stem = plugin(new lunr.Token(word, {})).toString() || word;
      if (stems.size > 50_000) stems.clear();
      stems.set(word, stem);
    }
    return stem;
  };
}
