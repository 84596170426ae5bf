export {};

/** The time zone that this browser lives in is the one its agent means, unless they chose one already. */
const form = document.querySelector<HTMLFormElement>('[data-schedule]');
const select = form?.querySelector<HTMLSelectElement>('select[name="zone"]');
const { timeZone } = Intl.DateTimeFormat().resolvedOptions();

if (form && select && timeZone && !form.hasAttribute('data-refused')) {
  const isThere = [...select.options].some((option) => option.value === timeZone);
  if (!isThere) select.add(new Option(timeZone, timeZone), 0);
  select.value = timeZone;
}
