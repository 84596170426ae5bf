import type { FindingKind, Match } from './finding.ts';

/** Every place where a pattern matches and is meant; with `group`, only that part of it. */
export function matches(
  text: string,
  pattern: RegExp,
  kind: FindingKind,
  isMeant: (match: RegExpExecArray) => boolean = () => true,
  group = 0,
): Match[] {
  const found: Match[] = [];
  for (const match of text.matchAll(pattern)) {
    const part = match[group];
    if (!part || !isMeant(match)) continue;
    const start = match.index + (group === 0 ? 0 : match[0].lastIndexOf(part));
    found.push({ kind, start, end: start + part.length });
  }
  return found;
}
