/** Print buttons: without a script they are not there, and the browser's own menu prints. */
for (const box of document.querySelectorAll<HTMLElement>('[data-print]')) {
  box.hidden = false;
  box.querySelector('button')?.addEventListener('click', () => window.print());
}

export {};
