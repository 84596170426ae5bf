/**
 * A pattern that matches in small letters or capitals, as a group. Instead of `(?i:…)`: on Node 24 patterns with that
 * modifier stopped matching capitals in processes that had done other work before (why is not known), and the gate let
 * names through. A test keeps it out of the sources.
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
