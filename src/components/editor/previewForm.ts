import { defaultLocale, isLocale, type Locale } from '#src/i18n/index.ts';

export interface PreviewForm {
  id: number | undefined;
  ticket: number | undefined;
  locale: Locale;
  title: string;
  summary: string;
  slug: string;
  tags: string[];
  source: string;
  decisions: string[];
}

/** What the editor's form holds, for a look at it: nothing in it is trusted, the verb checks it again. */
export function previewOf(data: FormData): PreviewForm {
  const text = (name: string) => {
    const value = data.get(name);
    return typeof value === 'string' ? value : '';
  };
  const number = (name: string) => (/^\d{1,9}$/.test(text(name)) ? Number(text(name)) : undefined);
  const locale = text('locale');
  return {
    id: number('id'),
    ticket: number('ticket'),
    locale: isLocale(locale) ? locale : defaultLocale,
    title: text('title'),
    summary: text('summary'),
    slug: text('slug'),
    tags: tagsIn(text('tags')),
    source: text('source'),
    decisions: data.getAll('decision').filter((one) => typeof one === 'string'),
  };
}

/** Tags as they are typed, with commas between. */
export const tagsIn = (text: string): string[] =>
  text
    .split(',')
    .map((tag) => tag.trim())
    .filter(Boolean);
