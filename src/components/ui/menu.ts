/** Menus close like menus: on Escape (back to their button), on a click elsewhere. Without this they still open and close. */
const opened = () => document.querySelectorAll<HTMLDetailsElement>('details[name="menu"][open]');

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  for (const menu of opened()) {
    menu.open = false;
    menu.querySelector('summary')?.focus();
  }
});
document.addEventListener('pointerdown', (event) => {
  for (const menu of opened()) if (!menu.contains(event.target as Node)) menu.open = false;
});
