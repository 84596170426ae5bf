import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { markdown, markdownLanguage } from '@codemirror/lang-markdown';
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorState, StateEffect, StateField, type Range } from '@codemirror/state';
import { Decoration, drawSelection, EditorView, keymap, type DecorationSet } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { runCommand, type Words } from './commands.ts';

/** Text that the personal-data gate asks about. */
export const markFindings = StateEffect.define<{ from: number; to: number }[]>();

const findings = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    let next = marks.map(transaction.changes);
    for (const effect of transaction.effects) if (effect.is(markFindings)) next = decorate(effect.value);
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

const decorate = (ranges: { from: number; to: number }[]) => {
  const marks: Range<Decoration>[] = ranges.map(({ from, to }) =>
    Decoration.mark({ class: 'cm-finding' }).range(from, to),
  );
  return Decoration.set(marks, true);
};

/**
 * CodeMirror in place of a textarea, which keeps the text for the form. It lives in a shadow root: there its styles are
 * adopted style sheets, which the content policy allows, instead of style elements, which it doesn't.
 */
export function mountSource(
  sheet: HTMLElement,
  { label, words, onFiles }: { label: string; words: Words; onFiles: (files: File[]) => void },
): EditorView {
  const textarea = sheet.querySelector('textarea')!;
  const host = document.createElement('div');
  const root = host.attachShadow({ mode: 'open' });
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: textarea.value,
      extensions: [
        history(),
        drawSelection(),
        EditorView.lineWrapping,
        EditorState.tabSize.of(4),
        markdown({ base: markdownLanguage }),
        syntaxHighlighting(colours),
        theme,
        findings,
        keymap.of([
          { key: 'Mod-b', run: (v) => (runCommand(v, 'bold', words), true) },
          { key: 'Mod-i', run: (v) => (runCommand(v, 'italic', words), true) },
          ...defaultKeymap,
          ...historyKeymap,
        ]),
        EditorView.contentAttributes.of({
          'aria-label': label,
          // Focusable anyway; said for those who look for it in the markup.
          tabindex: '0',
          lang: textarea.lang,
          spellcheck: 'true',
          autocorrect: 'on',
          autocapitalize: 'sentences',
        }),
        EditorView.domEventHandlers({
          paste: (event) => takeFiles(event, event.clipboardData, onFiles),
          drop: (event) => takeFiles(event, event.dataTransfer, onFiles),
        }),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged) return;
          textarea.value = update.state.doc.toString();
          textarea.dispatchEvent(new Event('input', { bubbles: true }));
        }),
      ],
    }),
  });
  textarea.hidden = true;
  sheet.append(host);
  sheet.dataset.ready = '';
  return view;
}

/** Files that were pasted or dropped; text goes its usual way. */
function takeFiles(event: Event, data: DataTransfer | null, onFiles: (files: File[]) => void): boolean {
  const files = [...(data?.files ?? [])];
  if (files.length === 0 || data?.types.includes('text/html')) return false;
  event.preventDefault();
  onFiles(files);
  return true;
}

const theme = EditorView.theme({
  '&': {
    border: 'var(--border) solid var(--line-strong)',
    borderRadius: '0 0 var(--radius) var(--radius)',
    background: 'var(--surface)',
    color: 'var(--ink)',
    fontSize: 'var(--text-m)',
  },
  '&.cm-focused': { outline: 'var(--ring) solid var(--focus)', outlineOffset: 'calc(-1 * var(--border))' },
  '.cm-scroller': {
    minHeight: 'var(--results-tall)',
    maxHeight: '75vh',
    overflow: 'auto',
    fontFamily: 'var(--font-code)',
    lineHeight: 'var(--leading)',
  },
  '.cm-content': { padding: 'var(--space-3)', caretColor: 'var(--ink)' },
  '.cm-line': { padding: '0' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    background: 'var(--accent-soft)',
  },
  '.cm-finding': {
    background: 'var(--mark)',
    color: 'var(--on-mark)',
    borderRadius: 'var(--radius-s)',
  },
});

const colours = HighlightStyle.define([
  { tag: tags.heading, fontWeight: 'var(--weight-bold)', color: 'var(--accent-strong)' },
  { tag: tags.strong, fontWeight: 'var(--weight-bold)' },
  { tag: tags.emphasis, fontStyle: 'italic' },
  { tag: tags.strikethrough, textDecoration: 'line-through' },
  { tag: [tags.link, tags.url], color: 'var(--code-token-link)' },
  { tag: tags.monospace, color: 'var(--code-token-string)' },
  { tag: [tags.processingInstruction, tags.meta, tags.contentSeparator], color: 'var(--ink-faint)' },
  { tag: tags.quote, color: 'var(--ink-soft)' },
]);
