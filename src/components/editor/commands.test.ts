import { EditorSelection, EditorState } from '@codemirror/state';
import { expect, test } from 'vitest';
import { commandSpec, type Command } from './commands.ts';

/** `|` marks both ends of the selection, or the cursor. */
function run(marked: string, ...commands: Command[]): string {
  const [from, to] = [marked.indexOf('|'), marked.lastIndexOf('|') - 1];
  const doc = marked.replaceAll('|', '');
  const selection = EditorSelection.single(from, Math.max(from, to));
  let state = EditorState.create({ doc, selection });
  for (const command of commands)
    state = state.update(commandSpec(state, command, { text: 'text', callout: 'Good to know.' })).state;
  const { main } = state.selection;
  const after = state.doc.toString();
  return `${after.slice(0, main.from)}|${after.slice(main.from, main.to)}|${after.slice(main.to)}`;
}

test.each<[string, Command[], string]>([
  ['a |word| b', ['bold'], 'a **|word|** b'],
  ['a |word| b', ['bold', 'bold'], 'a |word| b'],
  ['a |word| b', ['bold', 'italic'], 'a **_|word|_** b'],
  ['a |word| b', ['italic', 'bold', 'bold'], 'a _|word|_ b'],
  ['a || b', ['bold'], 'a **|text|** b'],
  ['see |here|', ['link'], 'see [here](|https://|)'],
  ['|x = 1|', ['code'], '`|x = 1|`'],
  ['|a\nb|', ['code'], '```\n|a\nb|\n```\n'],
  ['Before|| ', ['callout'], 'Before\n\n:::note\n|Good to know.|\n:::\n '],
  ['|a\nb|', ['list', 'list'], '|a\nb|'],
])('%j, %j', (before, commands, after) => expect(run(before, ...commands)).toBe(after));

test('lines get the same beginning, and lose it again', () => {
  expect(run('|a\nb|', 'list').replaceAll('|', '')).toBe('- a\n- b');
  expect(run('|a\nb|', 'steps').replaceAll('|', '')).toBe('1. a\n2. b');
  expect(run('|### a|', 'heading').replaceAll('|', '')).toBe('a');
  expect(run('|- a\nb|', 'list').replaceAll('|', '')).toBe('- a\n- b');
});
