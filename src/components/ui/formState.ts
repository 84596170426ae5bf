import { translatorOf, type Locale, type MessageValues } from '#src/i18n/index.ts';

/** What a page reads of `Astro.locals.form`. */
interface RefusedForm {
  action: string;
  values: Record<string, string | string[]>;
  error: { code: string; fields: Record<string, string>; details: Record<string, unknown> };
}

/**
 * One form's state after it was refused: `state.value('email')` is what was typed, `state.error('email')` what is
 * wrong with it, `state.errors` the list for ErrorSummary. Of a form that was not sent, all are empty.
 * `state.field('email')` is all that a field takes of it.
 * @param action such as `accounts.login`; `key` tells apart several forms of one action on a page (`id` = `7`), and
 * `prefix` the ids of their fields from those of other forms.
 */
export function formState(
  form: RefusedForm | null,
  {
    action,
    locale,
    key,
    prefix = 'field',
  }: { action: string; locale: Locale; key?: { name: string; value: string }; prefix?: string },
) {
  const isMine = form?.action === action && (!key || form.values[key.name] === key.value);
  const mine = isMine ? form : null;
  const t = translatorOf(locale);
  const facts = mine ? plainFacts(mine.error.details) : {};
  const texts = Object.entries(mine?.error.fields ?? {}).map(([field, code]) => ({
    field,
    id: `${prefix}-${field}`,
    text: t(`errors.fields.${code}`, facts),
  }));
  const general = mine && texts.length === 0 ? [{ text: t(`errors.${mine.error.code}`, facts) }] : [];
  /** What was typed, or the fallback when the form was not sent. Never a password: those are not kept. */
  const value = (name: string, fallback = ''): string => {
    const typed = mine?.values[name];
    return mine ? ((Array.isArray(typed) ? typed[0] : typed) ?? '') : fallback;
  };
  const error = (name: string): string | undefined => texts.find(({ field }) => field === name)?.text;
  return {
    isRefused: mine !== null,
    value,
    values: (name: string, fallback: string[] = []): string[] =>
      mine ? [mine.values[name] ?? []].flat() : fallback,
    /** Files that came with it: the form brings them along. */
    kept: (mine?.error.details.kept ?? []) as { name: string; size: number; token: string }[],
    error,
    field: (name: string, fallback = '') => ({
      name,
      id: `${prefix}-${name}`,
      value: value(name, fallback),
      error: error(name),
    }),
    errors: [...general, ...texts] as { field?: string; id?: string; text: string }[],
  };
}

export type FormState = ReturnType<typeof formState>;

function plainFacts(details: Record<string, unknown>): MessageValues {
  const isPlain = ([, value]: [string, unknown]) => typeof value === 'string' || typeof value === 'number';
  return Object.fromEntries(Object.entries(details).filter(isPlain)) as MessageValues;
}
