/** Of a normal distribution, for 95 %. */
const z = 1.959963984540054;

/**
 * The 95 % confidence interval of a share (Wilson, 1927: "Probable inference, the law of succession, and statistical
 * inference", JASA 22), which stays honest for few observations and for shares near 0 and 1. Null without any.
 */
export function wilsonInterval(yes: number, n: number): { low: number; high: number } | null {
  if (n <= 0) return null;
  const share = yes / n;
  const middle = share + (z * z) / (2 * n);
  const spread = z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  const scale = 1 + (z * z) / n;
  return { low: Math.max(0, (middle - spread) / scale), high: Math.min(1, (middle + spread) / scale) };
}
