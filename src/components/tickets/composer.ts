import { insertArticles } from './insertArticle.ts';
import { insertCanned } from './cannedReply.ts';
import { keepDraft } from './draft.ts';

/** The composer with a script: drafts are kept, Ctrl-Enter sends, articles are found and put in. */
const form = document.querySelector<HTMLFormElement>('[data-composer]');
const body = form?.querySelector<HTMLTextAreaElement>('[data-body]');

if (form && body) {
  keepDraft(form, body, form.dataset.composer!);
  form.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    const mode = form.querySelector<HTMLInputElement>('[name="mode"]:checked')?.value ?? 'reply';
    form.querySelector<HTMLButtonElement>(`[data-send="${mode}"]`)?.click();
  });
  const canned = form.querySelector<HTMLElement>('[data-canned]');
  if (canned) insertCanned(canned, body);
  const search = form.querySelector<HTMLElement>('[data-insert]');
  if (search) insertArticles(search, body);
}
