import { EditorSelection, type ChangeSpec, type EditorState, type TransactionSpec } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';

export type Command = 'bold' | 'italic' | 'link' | 'heading' | 'list' | 'steps' | 'code' | 'callout';

/** What stands in for what the author has not written yet. */
export interface Words {
  text: string;
  callout: string;
}

/** Do what a button of the toolbar says to the selection, and give the text the focus back. */
export function runCommand(view: EditorView, command: Command, words: Words): void {
  view.dispatch(
    view.state.update({
      ...commandSpec(view.state, command, words),
      scrollIntoView: true,
      userEvent: 'input',
    }),
  );
  view.focus();
}

/** What a command changes; all of them are undone by the same command or by undo. */
export function commandSpec(state: EditorState, command: Command, words: Words): TransactionSpec {
  switch (command) {
    case 'bold':
      return wrap(state, '**', '**', words.text);
    case 'italic':
      // Not `*`: inside bold it would be taken for half of that.
      return wrap(state, '_', '_', words.text);
    case 'link':
      return link(state, words.text);
    case 'code':
      return isManyLines(state)
        ? wrapBlock(state, '```', '```', words.text)
        : wrap(state, '`', '`', words.text);
    case 'callout':
      return wrapBlock(state, ':::note', ':::', words.callout);
    case 'heading':
      return prefix(state, () => '## ', /^#{1,6} /);
    case 'list':
      return prefix(state, () => '- ', /^[-*+] /);
    case 'steps':
      return prefix(state, (i) => `${i + 1}. `, /^\d+[.)] /);
  }
}

/** Marks around the selection; around marks already there, they go away. */
function wrap(state: EditorState, before: string, after: string, sample: string): TransactionSpec {
  return state.changeByRange((range) => {
    const { from, to } = range;
    const isWrapped =
      state.sliceDoc(from - before.length, from) === before &&
      state.sliceDoc(to, to + after.length) === after;
    if (isWrapped) {
      const changes = [
        { from: from - before.length, to: from },
        { from: to, to: to + after.length },
      ];
      return { changes, range: EditorSelection.range(from - before.length, to - before.length) };
    }
    const text = state.sliceDoc(from, to) || sample;
    const start = from + before.length;
    return {
      changes: { from, to, insert: before + text + after },
      range: EditorSelection.range(start, start + text.length),
    };
  });
}

/** `[selection](https://)`, with the address selected, ready to be pasted over. */
function link(state: EditorState, sample: string): TransactionSpec {
  return state.changeByRange(({ from, to }) => {
    const text = state.sliceDoc(from, to) || sample;
    const start = from + text.length + 3;
    return {
      changes: { from, to, insert: `[${text}](https://)` },
      range: EditorSelection.range(start, start + 'https://'.length),
    };
  });
}

/** Fences on lines of their own around the selected lines. */
function wrapBlock(state: EditorState, before: string, after: string, sample: string): TransactionSpec {
  const { from, to } = state.selection.main;
  const text = state.sliceDoc(from, to) || sample;
  const lead = from === state.doc.lineAt(from).from ? '' : '\n\n';
  const start = from + lead.length + before.length + 1;
  return {
    changes: { from, to, insert: `${lead}${before}\n${text}\n${after}\n` },
    selection: EditorSelection.range(start, start + text.length),
  };
}

/** The same beginning for every selected line; when all have it, it goes away. */
function prefix(state: EditorState, of: (i: number) => string, present: RegExp): TransactionSpec {
  const { from, to } = state.selection.main;
  const lines = Array.from(
    { length: state.doc.lineAt(to).number - state.doc.lineAt(from).number + 1 },
    (_, i) => state.doc.line(state.doc.lineAt(from).number + i),
  );
  const hasAll = lines.every((line) => present.test(line.text));
  const changes: ChangeSpec[] = lines.map((line, i) => {
    const old = present.exec(line.text)?.[0].length ?? 0;
    return { from: line.from, to: line.from + old, insert: hasAll ? '' : of(i) };
  });
  return { changes };
}

const isManyLines = ({ doc, selection }: EditorState) =>
  doc.lineAt(selection.main.from).number !== doc.lineAt(selection.main.to).number;
