/** For browsers that don't yet open a details by themselves when the address points into it. */
function openTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const details = target?.closest('details');
  if (!details || details.open) return;
  details.open = true;
  target?.scrollIntoView();
}
addEventListener('hashchange', openTarget);
openTarget();
