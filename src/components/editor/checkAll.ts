/** The box in the table's head checks all rows, and shows when they are. Without a script it is not there. */
const all = document.querySelector<HTMLInputElement>('#check-all');
const boxes = [...document.querySelectorAll<HTMLInputElement>('input[name="articles"][form="many"]')];

function showChecked(box: HTMLInputElement): void {
  const checked = boxes.filter((one) => one.checked).length;
  box.checked = checked === boxes.length;
  box.indeterminate = checked > 0 && checked < boxes.length;
}

if (all) {
  all.hidden = false;
  showChecked(all);
  all.addEventListener('change', () => {
    for (const box of boxes) box.checked = all.checked;
  });
  for (const box of boxes) box.addEventListener('change', () => showChecked(all));
}
