/**
 * Keep what is being typed in this browser until the server has it: a crash, a lost connection or a closed tab costs
 * nothing. A sent form lands on its own message (`#message-…`), which is the sign to forget the draft.
 */
export function keepDraft(form: HTMLFormElement, field: HTMLTextAreaElement, name: string): void {
  const key = `portico-draft-${name}`;
  const sentKey = `${key}-sent`;
  const kept = form.querySelector<HTMLElement>('[data-kept]');
  if (localStorage.getItem(sentKey) !== null && location.hash.startsWith('#message-'))
    localStorage.removeItem(key);
  localStorage.removeItem(sentKey);
  const draft = localStorage.getItem(key);
  if (draft !== null && field.value === '') field.value = draft;
  if (kept && draft !== null) kept.hidden = false;

  field.addEventListener('input', () => {
    if (field.value === '') localStorage.removeItem(key);
    else localStorage.setItem(key, field.value);
    if (kept) kept.hidden = field.value === '';
  });
  form.addEventListener('submit', () => localStorage.setItem(sentKey, '1'));
}
