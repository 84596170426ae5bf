import { diffArrays, diffWordsWithSpace } from 'diff';
import { alignLines } from './alignLines.ts';

export interface DiffPart {
  text: string;
  changed: boolean;
}
/** A line of one of the texts, numbered from 1. */
export interface DiffSide {
  number: number;
  parts: DiffPart[];
}
/** Lines that stand beside each other; `gap` stands for equal lines left out. */
export type DiffRow =
  | { kind: 'same' | 'changed'; before: DiffSide | null; after: DiffSide | null }
  | { kind: 'gap'; count: number };
/** One line of an inline diff. */
export type DiffLine =
  { kind: 'same' | 'added' | 'removed'; number: number; parts: DiffPart[] } | { kind: 'gap'; count: number };

/** Equal lines shown around each change. */
const context = 3;
/** Longest time one comparison may take, in milliseconds; beyond it the whole text counts as changed. */
const timeout = 400;

/** What changed from one text to the other, line by line, with the changed words marked inside changed lines. */
export const diffTexts = (before: string, after: string): DiffLine[] => inlineOf(diffRows(before, after));

/** The same, old and new beside each other; `whole`: with every equal line. */
export function diffRows(before: string, after: string, { whole = false } = {}): DiffRow[] {
  const [old, fresh] = [linesOf(before), linesOf(after)];
  const changes = diffArrays(old, fresh, { timeout }) ?? [
    { value: old, removed: true, added: false },
    { value: fresh, removed: false, added: true },
  ];
  const rows: DiffRow[] = [];
  const at = { old: 1, fresh: 1 };
  for (let i = 0; i < changes.length; i += 1) {
    const { value, added, removed } = changes[i]!;
    const next = changes[i + 1];
    const isSwap = removed && next?.added === true;
    const gone = added ? [] : value;
    const come = isSwap ? next.value : removed ? [] : value;
    rows.push(...(added || removed ? changedRows(gone, come, at) : equalRows(value, at)));
    at.old += gone.length;
    at.fresh += come.length;
    if (isSwap) i += 1;
  }
  return whole ? rows : fold(rows);
}

/** The rows of changed lines one below the other: of each run, first what went, then what came. */
export function inlineOf(rows: DiffRow[]): DiffLine[] {
  const lines: DiffLine[] = [];
  let come: DiffLine[] = [];
  for (const row of rows) {
    if (row.kind !== 'changed') {
      lines.push(...come, row.kind === 'gap' ? row : { kind: 'same', ...row.after! });
      come = [];
    } else {
      if (row.before) lines.push({ kind: 'removed', ...row.before });
      if (row.after) come.push({ kind: 'added', ...row.after });
    }
  }
  return [...lines, ...come];
}

/** Old and new version of the same lines: those that are alike stand beside each other and are compared word by word. */
function changedRows(gone: string[], come: string[], at: { old: number; fresh: number }): DiffRow[] {
  return alignLines(gone, come).map(([i, j]) => {
    const [old, fresh] = [i === null ? null : gone[i]!, j === null ? null : come[j]!];
    const words = old === null || fresh === null ? undefined : wordsOf(old, fresh);
    const whole = (text: string) => [{ text, changed: true }];
    return {
      kind: 'changed',
      before: old === null ? null : { number: at.old + i!, parts: words?.old ?? whole(old) },
      after: fresh === null ? null : { number: at.fresh + j!, parts: words?.fresh ?? whole(fresh) },
    };
  });
}

const equalRows = (lines: string[], at: { old: number; fresh: number }): DiffRow[] =>
  lines.map((text, i) => {
    const parts = [{ text, changed: false }];
    return {
      kind: 'same',
      before: { number: at.old + i, parts },
      after: { number: at.fresh + i, parts },
    };
  });

function wordsOf(before: string, after: string): { old: DiffPart[]; fresh: DiffPart[] } | undefined {
  const parts = diffWordsWithSpace(before, after, { timeout: timeout / 4 });
  return (
    parts && {
      old: parts.filter((p) => !p.added).map((p) => ({ text: p.value, changed: p.removed })),
      fresh: parts.filter((p) => !p.removed).map((p) => ({ text: p.value, changed: p.added })),
    }
  );
}

/** A text's lines; its closing line break makes no empty one. */
const linesOf = (text: string) => (text === '' ? [] : text.replace(/\n$/, '').split('\n'));

/** Long runs of equal lines become one gap. */
function fold(rows: DiffRow[]): DiffRow[] {
  const isNear = (i: number) =>
    rows.slice(Math.max(0, i - context), i + context + 1).some((row) => row.kind !== 'same');
  const folded: DiffRow[] = [];
  rows.forEach((row, i) => {
    if (isNear(i)) return folded.push(row);
    const last = folded.at(-1);
    if (last?.kind === 'gap') last.count += 1;
    else folded.push({ kind: 'gap', count: 1 });
    return undefined;
  });
  return folded;
}
