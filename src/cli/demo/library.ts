import type { Context } from '#src/context.ts';
import { categoryList } from '#src/domain/articles/categories.ts';
import { createArticle } from '#src/domain/articles/create.ts';
import { findReadableByKey } from '#src/domain/articles/read.ts';
import { linkArticle } from '#src/domain/tickets/linkArticle.ts';
import { resolveTicket } from '#src/domain/tickets/resolve.ts';
import { locales, type Locale } from '#src/i18n/index.ts';
import { paths } from '#src/paths.ts';
import type { Gap } from './gaps.ts';
import type { FiledByDemo } from './visitor.ts';

/** The article that answers, as a reply names it. */
export interface DemoAnswer {
  id: number;
  key: string;
  text: string;
}

const explains = { en: 'This article explains it', it: 'Lo spiega questo articolo' };
const solution = { en: 'Solution', it: 'Soluzione' };

/** The handbook's article of a key in the language of a ticket, or null when the content folder has none. */
export async function findAnswer(ctx: Context, key: string, locale: Locale): Promise<DemoAnswer | null> {
  const article = await findReadableByKey(ctx, locale, key);
  if (!article) return null;
  const link = `[${article.title}](${paths.article(locale, article.slug)})`;
  return { id: article.id, key, text: `${explains[locale]}: ${link}` };
}

/**
 * What an agent does when a gap has been open long enough: write the article in every language from the ticket, and link
 * the latest tickets as answered by it, so that the search learns their words. @returns how many articles came of it
 */
export async function closeGap(ctx: Context, gap: Gap, tickets: readonly FiledByDemo[]): Promise<number> {
  for (const locale of locales) {
    const article = await createArticle(
      { ...ctx, locale },
      {
        locale,
        key: keyOf(gap),
        state: 'published',
        fields: {
          ...gap.article[locale],
          categoryId: await categoryOf(ctx, locale),
          tags: gap.tags,
          source: `${gap.details[locale]}\n\n## ${solution[locale]}\n\n${gap.solution[locale]}\n`,
        },
        // As if it came from a file: a demo writes nothing into CONTENT_DIR.
        file: {},
      },
    );
    // Older ones are closed by now: what is done is not turned over again.
    const recent = tickets.filter((ticket) => ticket.locale === locale && isRecent(ticket, ctx.now));
    for (const { number } of recent.slice(-3)) {
      await linkArticle(ctx, number, article.id, 'created');
      await resolveTicket(ctx, number, { solvedByArticleId: article.id, selfServiceFailure: 'missing' });
    }
  }
  return locales.length;
}

const isRecent = ({ at }: FiledByDemo, now: Date) => now.getTime() - at.getTime() < 5 * 86_400_000;

export const keyOf = (gap: Gap): string => gap.article.en.slug;

/** The shelf that the demo's own articles stand on. */
export async function categoryOf(ctx: Context, locale: Locale): Promise<number> {
  const all = await categoryList(ctx, locale);
  const category = all.find(({ key }) => key === 'running') ?? all[0];
  if (!category) throw new Error('The portal has no category yet: pull the content first.');
  return category.id;
}
