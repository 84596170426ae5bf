/** The names that other tools give to callouts, by the six of Portico. */
const names: Record<string, string> = {
  ...of(
    'note',
    'note info information abstract summary tldr question help faq example quote cite seealso todo neutral blue grey gray',
  ),
  ...of('tip', 'tip hint success check done green'),
  ...of('important', 'important attention'),
  ...of('warning', 'warning warn yellow orange'),
  ...of('caution', 'caution'),
  ...of('danger', 'danger error failure fail missing bug red'),
};

function of(kind: string, words: string): Record<string, string> {
  return Object.fromEntries(words.split(' ').map((word) => [word, kind]));
}

/** Which of Portico's callouts a foreign name means, if any. */
export const kindOfName = (name: string): string | undefined => names[name.toLowerCase()];

/** The line with which a callout begins. */
export const calloutMark = (kind: string, title = ''): string => {
  const words = title.replace(/\s+/g, ' ').trim();
  return `:::${kind}${words ? `[${words.replace(/(?<!\\)[[\]]/g, '\\$&')}]` : ''}`;
};

const boxClass = /^(?:callout|alert|admonition|notice|note|message|box|panel|hint)s?$/;
const partClass = /^(?:callout|alert|admonition|notice|note|message|box|panel|hint)s?[-_]+(\w+)$/;

/** Which callout the classes of a box mean (`alert alert-warning`, `callout-blue`, `note`), if any. */
export function kindOfClasses(classes: string[]): string | undefined {
  const lower = classes.map((name) => name.toLowerCase());
  const parts = lower.map((name) => partClass.exec(name)?.[1]).filter((part) => part !== undefined);
  const isBox = lower.some((name) => boxClass.test(name)) || parts.length > 0;
  const named = [...parts, ...lower].map(kindOfName).find((kind) => kind !== undefined);
  const isAlone = lower.length === 1 && /^(note|tip|info|warning|caution|danger|important)$/.test(lower[0]!);
  if (isAlone) return kindOfName(lower[0]!);
  return isBox ? (named ?? (lower.some((name) => boxClass.test(name)) ? 'note' : undefined)) : undefined;
}
