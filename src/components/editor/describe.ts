/** What an image says to who can't see it. */
export interface Description {
  words: string;
  /** It only decorates: nothing needs to be said. */
  isDecorative: boolean;
}

/** Ask what an image shows. Closed without an answer, the words stay empty: publishing asks again. */
export function describeImage(fileName: string): Promise<Description> {
  const dialog = document.querySelector<HTMLDialogElement>('#describe-image')!;
  const form = dialog.querySelector<HTMLFormElement>('[data-describe]')!;
  const words = form.querySelector<HTMLInputElement>('[name="words"]')!;
  const decorative = form.querySelector<HTMLInputElement>('[name="decorative"]')!;
  form.querySelector('[data-file]')!.textContent = fileName;
  form.reset();
  words.required = true;
  decorative.onchange = () => (words.required = !decorative.checked);
  dialog.returnValue = '';
  dialog.showModal();
  words.focus();
  return new Promise((resolve) => {
    dialog.addEventListener(
      'close',
      () => {
        const isAnswered = dialog.returnValue === 'done';
        const text = words.value.trim().replace(/[[\]]/g, '\\$&');
        resolve({ words: isAnswered ? text : '', isDecorative: isAnswered && decorative.checked && !text });
      },
      { once: true },
    );
  });
}
