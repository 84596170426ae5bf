/** What a file says to who can't see it, or can't open it. */
export interface Description {
  words: string;
  /** It only decorates: nothing needs to be said. */
  isDecorative: boolean;
}

/**
 * Ask what an image shows, or what a file is, with words to begin with. Closed without an answer, an image has none and a
 * file keeps those: publishing asks again where something is missing.
 */
export function describeFile(
  kind: 'image' | 'file',
  { name, words: suggested }: { name: string; words: string },
): Promise<Description> {
  const dialog = document.querySelector<HTMLDialogElement>(`#describe-${kind}`)!;
  const form = dialog.querySelector<HTMLFormElement>('[data-describe]')!;
  const words = form.querySelector<HTMLInputElement>('[name="words"]')!;
  const decorative = form.querySelector<HTMLInputElement>('[name="decorative"]');
  form.querySelector('[data-file]')!.textContent = name;
  form.reset();
  words.value = suggested;
  words.required = true;
  if (decorative) decorative.onchange = () => (words.required = !decorative.checked);
  dialog.returnValue = '';
  dialog.showModal();
  words.focus();
  words.select();
  return new Promise((resolve) => {
    dialog.addEventListener(
      'close',
      () => {
        const isAnswered = dialog.returnValue === 'done';
        const text = (isAnswered ? words.value : suggested).trim().replace(/[[\]\\]/g, '\\$&');
        const isDecorative = isAnswered && decorative?.checked === true && !text;
        resolve({ words: text, isDecorative });
      },
      { once: true },
    );
  });
}
