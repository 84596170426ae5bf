import { focusSearch, onKeys, showKeys } from './keys.ts';

/** The queue's keys, and the line that says what came since. Nothing moves under the pointer: rows change on request. */
const links = () => [...document.querySelectorAll<HTMLAnchorElement>('[data-queue-row] a[data-open]')];
let current = -1;

function move(step: number): void {
  const all = links();
  const focused = all.indexOf(document.activeElement as HTMLAnchorElement);
  current = Math.max(0, Math.min(all.length - 1, (focused === -1 ? current : focused) + step));
  all[current]?.focus();
}

onKeys({
  j: () => move(1),
  k: () => move(-1),
  o: () => (links()[current] ?? links()[0])?.click(),
  '/': focusSearch,
  '?': showKeys,
});

const everyMs = 10_000;
const banner = document.querySelector<HTMLElement>('[data-changes]');

async function look(): Promise<void> {
  if (!banner || document.hidden) return;
  const answer = await fetch(banner.dataset.changes!, { headers: { accept: 'application/json' } }).catch(
    () => null,
  );
  if (!answer?.ok) return;
  const { text } = (await answer.json()) as { text: string | null };
  banner.hidden = text === null;
  const words = banner.querySelector('[data-text]');
  if (words && text && words.textContent !== text) words.textContent = text;
}

setInterval(() => void look(), everyMs);
document.addEventListener('visibilitychange', () => void look());
