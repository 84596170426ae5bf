/** How well clusters agree with the labels that people gave. */
export interface Agreement {
  clusters: number;
  /** Share of the items that have the most frequent label of their cluster. */
  purity: number;
  /** Clusters an average label falls into. */
  fragments: number;
  /** Rand index corrected for chance (Hubert and Arabie 1985): 0 is chance, 1 the same. */
  adjustedRand: number;
  /** Harmonic mean of homogeneity and completeness (Rosenberg and Hirschberg 2007). */
  vMeasure: number;
}

/** Of items with a label and a cluster each. */
export function agreementOf(items: readonly { label: string; cluster: unknown }[]): Agreement {
  const clusters = tally(items.map(({ cluster }) => String(cluster)));
  const labels = tally(items.map(({ label }) => label));
  const cells = tally(items.map(({ label, cluster }) => JSON.stringify([String(cluster), label])));
  const best = new Map<string, number>();
  for (const [cell, n] of cells) {
    const [cluster] = JSON.parse(cell) as [string, string];
    best.set(cluster, Math.max(best.get(cluster) ?? 0, n));
  }
  const n = items.length;
  return {
    clusters: clusters.size,
    purity: sum(best.values()) / n,
    fragments: cells.size / labels.size,
    adjustedRand: adjustedRand({ cells, clusters, labels, n }),
    vMeasure: vMeasure({ cells, clusters, labels, n }),
  };
}

interface Table {
  cells: Map<string, number>;
  clusters: Map<string, number>;
  labels: Map<string, number>;
  n: number;
}

function adjustedRand({ cells, clusters, labels, n }: Table): number {
  const pairs = (counts: Map<string, number>) => sum([...counts.values()].map((k) => (k * (k - 1)) / 2));
  const [both, own, given, all] = [pairs(cells), pairs(clusters), pairs(labels), (n * (n - 1)) / 2];
  const expected = (own * given) / all;
  return (both - expected) / ((own + given) / 2 - expected);
}

function vMeasure({ cells, clusters, labels, n }: Table): number {
  const entropy = (counts: Map<string, number>) =>
    -sum([...counts.values()].map((k) => (k / n) * Math.log(k / n)));
  const [joint, own, given] = [entropy(cells), entropy(clusters), entropy(labels)];
  const homogeneity = given === 0 ? 1 : 1 - (joint - own) / given;
  const completeness = own === 0 ? 1 : 1 - (joint - given) / own;
  return (2 * homogeneity * completeness) / (homogeneity + completeness || 1);
}

function tally(values: string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);
