/** Copy buttons (CopyButton.astro): shown where the browser lets a page write to the clipboard. */
const restMs = 2_500;

for (const box of document.querySelectorAll<HTMLElement>('[data-copy-from]')) {
  const source = document.getElementById(box.dataset.copyFrom ?? '');
  const label = box.querySelector<HTMLElement>('[data-copy-label]');
  const status = box.querySelector<HTMLElement>('[data-copy-status]');
  if (!source || !label || !status || !('clipboard' in navigator)) continue;
  const { textContent: words } = label;
  const done = box.dataset.copyDone ?? '';
  box.hidden = false;
  box.querySelector('button')?.addEventListener('click', async () => {
    await navigator.clipboard.writeText(textOf(source));
    label.textContent = done;
    status.textContent = done;
    setTimeout(() => {
      label.textContent = words;
      status.textContent = '';
    }, restMs);
  });
}

function textOf(source: HTMLElement): string {
  return source instanceof HTMLInputElement ? source.value : source.innerText.trim();
}

export {};
