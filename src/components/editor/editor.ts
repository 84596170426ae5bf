import type { EditorView } from '@codemirror/view';
import { runCommand, type Command } from './commands.ts';
import { keepRendered } from './rendered.ts';
import { mountSource } from './source.ts';
import { describeFile, type Description } from './describe.ts';
import { uploadFile, type Uploaded } from './upload.ts';

/** The words of the page: a script has no dictionary of its own. */
export interface Options {
  words: Record<'text' | 'callout' | 'uploading' | 'uploadFailed' | 'offline' | 'previewFailed', string>;
  addresses: { rendering: string; files: string };
  isDirty: boolean;
}

const form = document.querySelector<HTMLFormElement>('form[data-editor]');
if (form) start(form, JSON.parse(form.dataset.editor!) as Options);

function start(form: HTMLFormElement, options: Options): void {
  const sheet = form.querySelector<HTMLElement>('[data-sheet]')!;
  const view: EditorView = mountSource(sheet, {
    label: sheet.dataset.label!,
    words: options.words,
    onFiles: (files) => void insertFiles(form, view, files, options),
  });
  for (const one of form.querySelectorAll<HTMLElement>('[data-without-script]')) one.hidden = true;
  form.querySelector('label[for="field-source"]')?.addEventListener('click', () => view.focus());
  useToolbar(form, view, options);
  keepRendered(form, view, options);
  guardUnsaved(form, options.isDirty);
  if (!options.isDirty) restorePlace(form, view);
}

function useToolbar(form: HTMLFormElement, view: EditorView, options: Options): void {
  const tools = form.querySelector<HTMLElement>('[data-tools]')!;
  const inputOf = (command: string) => tools.querySelector<HTMLInputElement>(`[data-files="${command}"]`);
  tools.hidden = false;
  tools.addEventListener('click', ({ target }) => {
    const command = (target as Element).closest<HTMLElement>('[data-command]')?.dataset.command;
    const files = command && inputOf(command);
    if (files) files.click();
    else if (command) runCommand(view, command as Command, options.words);
  });
  tools.addEventListener('change', ({ target }) => {
    const files = target as HTMLInputElement;
    void insertFiles(form, view, [...(files.files ?? [])], options);
    files.value = '';
  });
}

/** One after the other, each where the cursor is by then; its description is asked for. */
async function insertFiles(
  form: HTMLFormElement,
  view: EditorView,
  files: File[],
  { words, addresses }: Options,
): Promise<void> {
  const progress = form.querySelector<HTMLElement>('[data-progress]')!;
  for (const file of files) {
    const say = (percent: number) =>
      (progress.textContent = words.uploading
        .replace('{name}', file.name)
        .replace('{percent}', String(percent)));
    say(0);
    try {
      const uploaded = await uploadFile(addresses.files, file, { onProgress: say, offline: words.offline });
      progress.textContent = '';
      await insertFile(view, uploaded);
    } catch (error) {
      const reason = (error as Error).message;
      progress.textContent = words.uploadFailed.replace('{name}', file.name).replace('{reason}', reason);
      return;
    }
  }
  view.focus();
}

/** An image on lines of its own, a link to anything else in the line. */
async function insertFile(view: EditorView, { url, isPicture, ...file }: Uploaded): Promise<void> {
  const description = await describeFile(isPicture ? 'image' : 'file', file);
  if (isPicture) return insertImage(view, url, description);
  view.dispatch({ ...view.state.replaceSelection(`[${description.words}](${url})`), scrollIntoView: true });
}

/** On lines of its own where it would stick to other text; without a description the cursor waits where it belongs. */
function insertImage(view: EditorView, url: string, { words, isDecorative }: Description): void {
  const { doc, selection } = view.state;
  const { from, to } = selection.main;
  const line = doc.lineAt(from);
  const before = from > line.from && from === line.to ? '\n\n' : '';
  const after = from === line.from && to < doc.lineAt(to).to ? '\n\n' : '';
  const image = isDecorative ? `![](${url} "decorative")` : `![${words}](${url})`;
  const isOpen = !words && !isDecorative;
  view.dispatch({
    changes: { from, to, insert: before + image + after },
    selection: { anchor: from + before.length + (isOpen ? 2 : image.length) },
    scrollIntoView: true,
  });
}

/** Ctrl-S saves; leaving with unsaved words asks first. */
function guardUnsaved(form: HTMLFormElement, isDirty: boolean): void {
  const sign = form.querySelector<HTMLElement>('[data-unsaved]')!;
  let dirty = isDirty;
  sign.hidden = !dirty;
  form.addEventListener('input', () => {
    dirty = true;
    sign.hidden = false;
  });
  form.addEventListener('submit', () => (dirty = false));
  addEventListener('beforeunload', (event) => {
    if (dirty) event.preventDefault();
  });
  addEventListener('keydown', (event) => {
    if (event.key !== 's' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector<HTMLButtonElement>('[data-save]'));
  });
}

const placeKey = 'portico-editor-place';

/** After a save the page comes back with the cursor where it was. */
function restorePlace(form: HTMLFormElement, view: EditorView): void {
  form.addEventListener('submit', () => {
    const { anchor } = view.state.selection.main;
    const place = { anchor, text: view.scrollDOM.scrollTop, page: scrollY, path: location.pathname };
    if (view.hasFocus) sessionStorage.setItem(placeKey, JSON.stringify(place));
  });
  const kept = sessionStorage.getItem(placeKey);
  sessionStorage.removeItem(placeKey);
  if (!kept) return;
  const place = JSON.parse(kept) as { anchor: number; text: number; page: number; path: string };
  if (place.path !== location.pathname || place.anchor > view.state.doc.length) return;
  view.dispatch({ selection: { anchor: place.anchor } });
  view.focus();
  requestAnimationFrame(() => {
    view.scrollDOM.scrollTop = place.text;
    scrollTo(0, place.page);
  });
}
