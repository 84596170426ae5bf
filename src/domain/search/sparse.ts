/** A word, a run of characters, or the hash of a pair of words: text would cost several times the memory there. */
export type Feature = string | number;

/** A sparse vector: features and their weights. */
export type Features = ReadonlyMap<Feature, number>;

/** An inverted index, packed: for each feature the units that have it, and the weight they have it with. */
export interface SparseIndex {
  size: number;
  features: ReadonlyMap<Feature, number>;
  offsets: Uint32Array;
  units: Uint32Array;
  weights: Float32Array;
}

/** Collects units one by one in flat columns, so that a big index never exists as a million small objects. */
export interface SparseBuilder {
  size: number;
  features: Map<Feature, number>;
  counts: number[];
  ids: Column<Uint32Array>;
  values: Column<Float32Array>;
  ends: number[];
}

/** A typed array that grows. */
export interface Column<T> {
  array: T;
  length: number;
}

/** The features of one unit by number, each once. */
export interface Numbered {
  ids: Uint32Array;
  values: Float32Array;
}

/** An empty builder; of a `vocabulary` that holds every feature there will be, it makes no second one. */
export function createSparse(vocabulary: Map<Feature, number> = new Map()): SparseBuilder {
  return {
    size: 0,
    features: vocabulary,
    counts: Array.from({ length: vocabulary.size }, () => 0),
    ids: wholeNumbers(),
    values: { array: new Float32Array(1024), length: 0 },
    ends: [],
  };
}

export const wholeNumbers = (): Column<Uint32Array> => ({ array: new Uint32Array(1024), length: 0 });

/** Adds the next unit. */
export function addUnit(builder: SparseBuilder, unit: Features): void {
  for (const [feature, value] of unit) put(builder, numberOf(builder, feature), value);
  endUnit(builder);
}

/** Counts the features of the next unit without keeping it: enough to know how rare they are. */
export function countUnit(builder: SparseBuilder, unit: ReadonlySet<Feature>): void {
  for (const feature of unit) builder.counts[numberOf(builder, feature)]!++;
  builder.size++;
}

function numberOf({ features, counts }: SparseBuilder, feature: Feature): number {
  let id = features.get(feature);
  if (id === undefined) features.set(feature, (id = counts.push(0) - 1));
  return id;
}

/** Adds the next unit of a builder that knows all its features. */
export function addNumbered(builder: SparseBuilder, { ids, values }: Numbered): void {
  ids.forEach((id, at) => put(builder, id, values[at]!));
  endUnit(builder);
}

function put(builder: SparseBuilder, id: number, value: number): void {
  builder.counts[id]!++;
  push(builder.ids, id);
  push(builder.values, value);
}

function endUnit(builder: SparseBuilder): void {
  builder.ends.push(builder.ids.length);
  builder.size++;
}

/** One of the units collected so far; a view, good until the next is added. */
export function unitAt({ ids, values, ends }: SparseBuilder, unit: number): Numbered {
  const [start, end] = [ends[unit - 1] ?? 0, ends[unit]];
  return { ids: ids.array.subarray(start, end), values: values.array.subarray(start, end) };
}

/** Adds a number at the end. */
export function push<T extends Uint32Array | Float32Array>(column: Column<T>, value: number): void {
  if (column.length === column.array.length) {
    const larger = new (column.array.constructor as new (length: number) => T)(column.length * 2);
    larger.set(column.array);
    column.array = larger;
  }
  column.array[column.length++] = value;
}

export interface Packing {
  /** The weight of a feature that a unit has with this value; `factor` belongs to the feature. Default: their product. */
  weigh?: (value: number, factor: number, unit: number) => number;
  factorOf?: (feature: Feature) => number;
  /** Scale each unit's weights to length 1 (Euclidean), so that dot products are cosines. */
  unitLength?: boolean;
}

/** Turns what was collected into an index by feature. Memory: 8 bytes a pair, 4 a feature, and the features' names once. */
export function packSparse(builder: SparseBuilder, packing: Packing = {}): SparseIndex {
  const { weigh = (value, factor) => value * factor, factorOf = () => 1 } = packing;
  const factors = Float64Array.from(builder.features.keys(), factorOf);
  const offsets = new Uint32Array(builder.counts.length + 1);
  builder.counts.forEach((count, id) => (offsets[id + 1] = offsets[id]! + count));
  const next = offsets.slice();
  const units = new Uint32Array(builder.ids.length);
  const weights = new Float32Array(builder.ids.length);
  let at = 0;
  builder.ends.forEach((end, unit) => {
    const start = at;
    let squares = 0;
    const own = new Float64Array(end - start);
    for (; at < end; at++) {
      const weight = weigh(builder.values.array[at]!, factors[builder.ids.array[at]!]!, unit);
      own[at - start] = weight;
      squares += weight * weight;
    }
    const scale = packing.unitLength ? 1 / (Math.sqrt(squares) || 1) : 1;
    own.forEach((weight, offset) => {
      const place = next[builder.ids.array[start + offset]!]!++;
      units[place] = unit;
      weights[place] = weight * scale;
    });
  });
  return { size: builder.size, features: builder.features, offsets, units, weights };
}

/** The dot product of a query with every unit, one pass over the query's columns. */
export function dotProducts(index: SparseIndex, query: Features): Float32Array {
  const products = new Float32Array(index.size);
  for (const [feature, weight] of query) {
    const id = index.features.get(feature);
    if (id === undefined) continue;
    for (let at = index.offsets[id]!, end = index.offsets[id + 1]!; at < end; at++)
      products[index.units[at]!]! += weight * index.weights[at]!;
  }
  return products;
}

/** Whether a unit has a feature. A feature's units are in ascending order. */
export function hasFeature(index: SparseIndex, feature: Feature, unit: number): boolean {
  const id = index.features.get(feature);
  if (id === undefined) return false;
  let low = index.offsets[id]!;
  let high = index.offsets[id + 1]!;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (index.units[middle]! < unit) low = middle + 1;
    else high = middle;
  }
  return low < index.offsets[id + 1]! && index.units[low] === unit;
}
