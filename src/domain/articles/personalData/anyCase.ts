/**
 * A pattern that matches in small letters or capitals, as a group. Instead of `(?i:…)`: on Node 24 (V8 13.6) a pattern
 * with that modifier stops to match the other case once a process has compiled enough of them.
 */
export const anyCase = (pattern: string): string =>
  `(?:${pattern.replace(/\\p\{[^}]*\}|\\.|\[[^\]]*\]|\p{L}/giu, (part) => {
    if (part.startsWith('\\')) return part;
    return part.startsWith('[') ? inClass(part) : bothOf(part, (small, large) => `[${small}${large}]`);
  })})`;

const inClass = (set: string): string =>
  set.replace(/\\p\{[^}]*\}|\\.|\p{L}-\p{L}|\p{L}/giu, (part) =>
    part.startsWith('\\') ? part : bothOf(part, (small, large) => small + large),
  );

function bothOf(part: string, join: (small: string, large: string) => string): string {
  const [small, large] = [part.toLowerCase(), part.toUpperCase()];
  return small === large || large.length !== part.length ? part : join(small, large);
}
