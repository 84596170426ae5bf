import { translator, type Locale, type MessageKey } from '#src/i18n/index.ts';

export type ProblemCode =
  | 'tooLarge'
  | 'tooComplex'
  | 'brokenLink'
  | 'brokenImage'
  | 'imageWithoutWords'
  | 'cellsLost'
  | 'fileWithoutWords'
  | 'fileRefused'
  | 'frontMatterUnclosed'
  | 'frontMatterSyntax'
  | 'frontMatterShape'
  | 'badEncoding'
  | 'nulRemoved'
  | 'unreadable'
  | 'fileTooLarge'
  | 'noText'
  | 'emptyFile'
  | 'leavesFolder'
  | 'tooMany'
  | 'notTaken'
  | 'unknownOwner'
  | 'unknownPerson'
  | 'sameId'
  | 'refused'
  | 'folderMissing'
  | 'folderEmptied'
  | 'alreadyThere'
  | 'notWritten'
  // An import: what an archive holds, and what nobody here understands of it.
  | 'zipLink'
  | 'zipEncrypted'
  | 'zipMethod'
  | 'zipTwice'
  | 'zipName'
  | 'otherFile'
  | 'otherLanguage'
  | 'listPage'
  | 'changedHere'
  | 'oldSite'
  | 'brokenAnchor'
  | 'embedded'
  | 'elementLost'
  | 'shortcode'
  | 'component'
  | 'mdxCode'
  | 'directive'
  | 'include'
  | 'wikiLink'
  | 'attribute';

/** Something in a Markdown source its author should know: where, what, and a sentence saying how to mend it. */
export interface Problem {
  /** 1-based line in the file or source. */
  line: number;
  code: ProblemCode;
  values: Record<string, string | number>;
  /** `code` with `values` as a sentence in the locale it was made for. */
  message: string;
}

/** Makes a problem with its sentence in `locale`; `code` and `values` let another locale say it again. */
export function problem(
  code: ProblemCode,
  line: number,
  locale: Locale,
  values: Problem['values'] = {},
): Problem {
  return { line, code, values, message: problemMessage({ code, values }, locale) };
}

/** The sentence of a problem in a locale. */
export function problemMessage({ code, values }: Pick<Problem, 'code' | 'values'>, locale: Locale): string {
  return translator(locale)(`markdown.problem.${code}` as MessageKey, values);
}
