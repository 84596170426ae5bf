import { z } from 'zod';
import { idInput, lineInput, textInput } from '#src/domain/text.ts';
import { locales, translator, type Locale } from '#src/i18n/index.ts';
import { articleKinds, type ArticleKind } from '../article.ts';
import { parts } from '../markdown/parts.ts';

/** What a new article can begin as. */
export interface Template {
  /** Of one that ships with Portico, its name in code. */
  id: number | ShippedTemplate;
  locale: string;
  name: string;
  kind: ArticleKind;
  source: string;
}

export const templateFields = z.object({
  id: idInput.optional(),
  name: lineInput({ min: 1, max: 80 }),
  locale: z.enum(locales, { error: 'bad_choice' }),
  kind: z.enum(articleKinds, { error: 'bad_choice' }).default('article'),
  source: textInput({ min: 1, max: 20_000 }),
});

const shipped = ['problem', 'howto'] as const;
export type ShippedTemplate = (typeof shipped)[number];

/** Those that ship: the parts of an answer, and the steps to something. A section left with only its hint is dropped at publishing. */
export const shippedTemplates = (locale: Locale): Template[] =>
  shipped.map((id) => ({
    ...{ id, locale, kind: 'article' },
    name: translator(locale)(`templates.shipped.${id}`),
    source: { problem: problemSource, howto: howToSource }[id](locale),
  }));

function problemSource(locale: Locale): string {
  const t = translator(locale);
  const hints = { environment: t('editor.draft.environmentHint'), cause: t('editor.draft.causeHint') };
  return sections(
    parts.map((part) => [t(`editor.draft.${part}`), part in hints ? hints[part as 'cause'] : '']),
  );
}

function howToSource(locale: Locale): string {
  const t = translator(locale);
  return sections([
    [t('templates.howto.before'), t('templates.howto.beforeHint')],
    [t('templates.howto.steps'), t('templates.howto.stepsHint')],
    [t('templates.howto.after'), ''],
  ]);
}

const sections = (all: (readonly [title: string, hint: string])[]): string =>
  all.map(([title, hint]) => `## ${title}\n\n${hint && `<!-- ${hint} -->\n`}`).join('\n');
