/**
 * The value below which a share of the values lies, interpolated between neighbours (Hyndman & Fan 1996, type 7: what
 * spreadsheets call PERCENTILE.INC). Null without any. Changes the order of the values, which may be any.
 */
export function quantile(values: Float64Array, share: number): number | null {
  if (values.length === 0) return null;
  const place = (values.length - 1) * share;
  const below = Math.floor(place);
  const low = selectAt(values, below);
  if (place === below) return low;
  return low + (values.subarray(below + 1).reduce(smaller) - low) * (place - below);
}

const smaller = (a: number, b: number): number => (a < b ? a : b);

/**
 * The value that would stand at a place if all were sorted; those before it are no larger afterwards, those behind it no
 * smaller (Hoare 1961, "Algorithm 65: Find", CACM 4). A tenth of the time that sorting takes.
 */
function selectAt(values: Float64Array, at: number): number {
  let [low, high] = [0, values.length - 1];
  while (low < high) {
    const [before, behind] = partition(values, values[at]!, [low, high]);
    if (behind < at) low = before;
    if (at < before) high = behind;
  }
  return values[at]!;
}

/** Smaller values to the front, larger ones to the end; between the two places that it returns lies the pivot. */
function partition(values: Float64Array, pivot: number, [low, high]: [number, number]): [number, number] {
  let [i, j] = [low, high];
  while (i <= j) {
    while (values[i]! < pivot) i += 1;
    while (pivot < values[j]!) j -= 1;
    if (i > j) break;
    [values[i], values[j]] = [values[j]!, values[i]!];
    i += 1;
    j -= 1;
  }
  return [i, j];
}
