/** Another answer brings its own likely reason why self-service failed, until the agent says one. */
const form = document.querySelector<HTMLFormElement>('[data-solution]');
const failure = form?.querySelector<HTMLSelectElement>('[name="failure"]');
let isSaid = false;

failure?.addEventListener('change', () => (isSaid = true));
form?.addEventListener('change', (event) => {
  const likely = (event.target as HTMLElement).dataset.failure;
  if (likely && failure && !isSaid) failure.value = likely;
});
