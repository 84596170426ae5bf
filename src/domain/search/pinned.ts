import { analyse, maxQuestionLength } from './analyse.ts';

/** A question's words about the subject, in one order: what a pinned answer is known by. Empty without any. */
export const pinnedWords = (query: string, locale: string): string =>
  analyse(query.slice(0, maxQuestionLength), locale)
    .filter((word) => !word.isFunction)
    .map((word) => word.stem)
    .sort()
    .join(' ');
