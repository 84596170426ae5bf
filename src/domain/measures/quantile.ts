/**
 * The value below which a share of the sorted values lies, interpolated between neighbours (Hyndman & Fan 1996, type 7:
 * what spreadsheets call PERCENTILE.INC). Null without any.
 */
export function quantile(sorted: ArrayLike<number>, share: number): number | null {
  if (sorted.length === 0) return null;
  const place = (sorted.length - 1) * share;
  const below = Math.floor(place);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return low + (high - low) * (place - below);
}
