/** Marks the section being read in every list of contents, and shows what only works with a script. */
const links = [...document.querySelectorAll<HTMLAnchorElement>('.contents a')];
const targets = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));

function mark() {
  const line = innerHeight / 4;
  const atEnd = scrollY > 0 && scrollY + innerHeight >= document.documentElement.scrollHeight - 2;
  const passed = targets.map((target) => (target ? target.getBoundingClientRect().top : Infinity));
  const current = atEnd
    ? targets[passed.findLastIndex((top) => top < innerHeight)]
    : targets[passed.findLastIndex((top) => top < line)];
  links.forEach((link, i) =>
    current && targets[i] === current
      ? link.setAttribute('aria-current', 'true')
      : link.removeAttribute('aria-current'),
  );
}

let queued = false;
function later() {
  if (queued) return;
  queued = true;
  requestAnimationFrame(() => {
    queued = false;
    mark();
  });
}

if (links.length > 0) {
  addEventListener('scroll', later, { passive: true });
  addEventListener('resize', later);
  mark();
}
for (const button of document.querySelectorAll<HTMLElement>('[data-print]')) {
  button.hidden = false;
  button.onclick = () => print();
}
