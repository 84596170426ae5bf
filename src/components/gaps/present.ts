import type { Standing } from '#src/domain/gaps/list.ts';
import type { Translate } from '#src/i18n/index.ts';

export const tones = {
  open: 'danger',
  writing: 'warning',
  watching: 'info',
  closed: 'success',
} as const satisfies Record<Standing, string>;

/** What a gap is called: by the first of its samples, by its number where all it holds is somebody's own words. */
export const gapName = ({ id, name }: { id: number; name: string | null }, t: Translate): string =>
  name ?? t('gaps.unnamed', { number: String(id) });
