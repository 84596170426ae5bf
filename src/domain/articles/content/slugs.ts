import { freeName } from '../article.ts';
import { placeOf } from './place.ts';
import type { Coming } from './plan.ts';

/**
 * The address each article gets: what it has, unless its file asks for another or was renamed; a new one the shortest
 * of its path that is free, so that it is the same on every machine. `taken` holds `locale/slug` and grows.
 */
export function chooseSlugs(coming: Coming[], taken: Set<string>): Map<Coming, string> {
  const chosen = new Map<Coming, string>();
  for (const one of coming) {
    const { locale } = one.draft.place;
    const slug = wantsNewSlug(one)
      ? free(one.draft.slugs, locale, taken, one.article?.slug)
      : one.article!.slug;
    taken.add(`${locale}/${slug}`);
    chosen.set(one, slug);
  }
  return chosen;
}

function wantsNewSlug({ draft, article }: Coming): boolean {
  if (!article) return true;
  if (draft.file.data.slug) return draft.slugs[0] !== article.slug;
  if (!article.filePath || article.filePath === draft.path) return false;
  // The file was renamed, and the address came from its old name.
  return placeOf(article.filePath, draft.place.locale).slugs[0] === article.slug;
}

function free(wishes: string[], locale: string, taken: Set<string>, own: string | undefined): string {
  const open = wishes.find((slug) => slug === own || !taken.has(`${locale}/${slug}`));
  return open ?? freeName(`${locale}/${wishes[0]!}`, taken).slice(locale.length + 1);
}
