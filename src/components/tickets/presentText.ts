import type { Translate } from '#src/i18n/index.ts';

/** Who else is at a ticket, as one sentence; those who answer before those who only look. Null when nobody is. */
export function presentText(
  others: readonly { name: string; isAnswering: boolean }[],
  t: Translate,
): string | null {
  const answering = others.filter((other) => other.isAnswering);
  const named = answering.length > 0 ? answering : others;
  if (named.length === 0) return null;
  const names = named.map((other) => other.name).join(', ');
  if (answering.length > 0) return t(named.length === 1 ? 'desk.answering' : 'desk.answeringMany', { names });
  return t(named.length === 1 ? 'desk.viewing' : 'desk.viewingMany', { names });
}
