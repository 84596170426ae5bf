/**
 * Intl's formatters, each made once: making one takes longer than a hundred uses, and what it holds is outside of the
 * JavaScript heap, where the collector sees no hurry to free it.
 */
export const dateFormat = kept(Intl.DateTimeFormat);
export const numberFormat = kept(Intl.NumberFormat);
export const relativeTimeFormat = kept(Intl.RelativeTimeFormat);
export const collator = kept(Intl.Collator);

/** Whether a name is an IANA time zone that this runtime knows. */
export function isTimeZone(name: string): boolean {
  try {
    return Boolean(dateFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}

function kept<Options, Formatter>(
  Make: new (locale: string, options?: Options) => Formatter,
): (locale: string, options?: Options) => Formatter {
  const made = new Map<string, Formatter>();
  return (locale, options) => {
    const key = options ? locale + JSON.stringify(options) : locale;
    const known = made.get(key) ?? new Make(locale, options);
    made.set(key, known);
    return known;
  };
}
