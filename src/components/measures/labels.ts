import type { Choices } from '#src/domain/measures/choices.ts';
import type { Dimension, Filter } from '#src/domain/measures/dimension.ts';
import { dimensions } from '#src/domain/measures/dimension.ts';
import { languageName, translator, type Locale } from '#src/i18n/index.ts';

/** A language, category, tier or agent as people call it. */
export function partLabel(dimension: Dimension, part: string, choices: Choices, locale: Locale): string {
  const t = translator(locale);
  if (part === '') return t('measures.filter.none');
  if (dimension === 'locale') return languageName(part);
  if (dimension === 'tier') return t('measures.tierN', { tier: part });
  const known = choices[dimension].find(({ value }) => value === part);
  return known?.label ?? (dimension === 'agent' ? t('measures.filter.unknown', { id: part }) : part);
}

/** What figures are narrowed to, in words; empty when to nothing. */
export const filterLabel = (filter: Filter, choices: Choices, locale: Locale): string =>
  dimensions
    .flatMap((dimension) =>
      filter[dimension] === undefined ? [] : [partLabel(dimension, filter[dimension], choices, locale)],
    )
    .join(' · ');
