/** Say every 20 seconds that this ticket is open here, and show who else has it and whether something came. */
const everyMs = 20_000;
const root = document.querySelector<HTMLElement>('[data-presence]');
let isTold = false;
const body = document.querySelector<HTMLTextAreaElement>('[data-composer] [data-body]');

function show(selector: string, text: string | null): void {
  const box = root?.querySelector<HTMLElement>(selector);
  const words = box?.querySelector('[data-text]');
  if (!box || !words) return;
  box.hidden = text === null;
  if (text !== null && words.textContent !== text) words.textContent = text;
}

async function beat(): Promise<void> {
  if (!root || document.hidden) return;
  const isAnswering = body !== null && body.value.trim() !== '';
  const answer = await fetch(root.dataset.presence!, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ isAnswering, lastMessage: Number(root.dataset.lastMessage) }),
  }).catch(() => null);
  if (!answer?.ok) return;
  const { present, news } = (await answer.json()) as { present: string | null; news: string | null };
  show('[data-present]', present);
  show('[data-news]', news);
  if (news !== null && !isTold) document.dispatchEvent(new Event('ticket:news'));
  isTold = news !== null;
}

void beat();
setInterval(() => void beat(), everyMs);
document.addEventListener('visibilitychange', () => void beat());
// The first letter of an answer is worth telling at once.
body?.addEventListener('input', () => void beat(), { once: true });
