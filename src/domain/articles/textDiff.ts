import { diffArrays, diffWordsWithSpace } from 'diff';

export interface DiffPart {
  text: string;
  changed: boolean;
}
/** One line of an inline diff; `gap` stands for equal lines left out. */
export type DiffLine =
  { kind: 'same' | 'added' | 'removed'; parts: DiffPart[] } | { kind: 'gap'; count: number };

/** Equal lines shown around each change. */
const context = 3;
/** Longest time one comparison may take, in milliseconds; beyond it the whole text counts as changed. */
const timeout = 400;

/** What changed from one text to the other, line by line, with the changed words marked inside changed lines. */
export function diffTexts(before: string, after: string): DiffLine[] {
  const [old, fresh] = [linesOf(before), linesOf(after)];
  const changes = diffArrays(old, fresh, { timeout }) ?? [
    { value: old, removed: true, added: false },
    { value: fresh, removed: false, added: true },
  ];
  const lines: DiffLine[] = [];
  for (let i = 0; i < changes.length; i += 1) {
    const { value, added, removed } = changes[i]!;
    const next = changes[i + 1];
    if (removed && next?.added) {
      lines.push(...changedLines(value, next.value));
      i += 1;
    } else lines.push(...wholeLines(value, added ? 'added' : removed ? 'removed' : 'same'));
  }
  return fold(lines);
}

/** Old and new version of the same lines: pairs are compared word by word. */
function changedLines(before: string[], after: string[]): DiffLine[] {
  const removed: DiffLine[] = [];
  const added: DiffLine[] = [];
  for (let i = 0; i < Math.max(before.length, after.length); i += 1) {
    const [old, fresh] = [before[i], after[i]];
    const words = old === undefined || fresh === undefined ? undefined : wordsOf(old, fresh);
    if (old !== undefined)
      removed.push({ kind: 'removed', parts: words?.old ?? [{ text: old, changed: true }] });
    if (fresh !== undefined)
      added.push({ kind: 'added', parts: words?.fresh ?? [{ text: fresh, changed: true }] });
  }
  return [...removed, ...added];
}

function wordsOf(before: string, after: string): { old: DiffPart[]; fresh: DiffPart[] } | undefined {
  const parts = diffWordsWithSpace(before, after, { timeout: timeout / 4 });
  return (
    parts && {
      old: parts.filter((p) => !p.added).map((p) => ({ text: p.value, changed: p.removed })),
      fresh: parts.filter((p) => !p.removed).map((p) => ({ text: p.value, changed: p.added })),
    }
  );
}

const wholeLines = (lines: string[], kind: 'same' | 'added' | 'removed'): DiffLine[] =>
  lines.map((line) => ({ kind, parts: [{ text: line, changed: kind !== 'same' }] }));

/** A text's lines; its closing line break makes no empty one. */
const linesOf = (text: string) => (text === '' ? [] : text.replace(/\n$/, '').split('\n'));

/** Long runs of equal lines become one gap. */
function fold(lines: DiffLine[]): DiffLine[] {
  const isNear = (i: number) =>
    lines.slice(Math.max(0, i - context), i + context + 1).some((line) => line.kind !== 'same');
  const folded: DiffLine[] = [];
  lines.forEach((line, i) => {
    if (isNear(i)) return folded.push(line);
    const last = folded.at(-1);
    if (last?.kind === 'gap') last.count += 1;
    else folded.push({ kind: 'gap', count: 1 });
    return undefined;
  });
  return folded;
}
