import type { Query } from '#db/open.ts';
import { readCounter } from '#src/jobs/queue.ts';

interface Kept {
  version: number;
  value: Promise<unknown>;
}

/** By handle: what a write sees before it commits is known to that write alone. */
const kept = new WeakMap<Query, Map<string, Kept>>();

/**
 * What is the same for every reader until somebody changes what is published: made once for each content version.
 * `name` says what it is, and for whom.
 */
export async function whileUnchanged<T>(q: Query, name: string, make: () => Promise<T>): Promise<T> {
  const own = kept.get(q) ?? new Map<string, Kept>();
  kept.set(q, own);
  // Read first: what is made afterwards may be newer than this version, never older.
  const version = await readCounter(q, 'content');
  const known = own.get(name);
  if (known?.version === version) return known.value as Promise<T>;
  const value = make();
  own.set(name, { version, value });
  value.catch(() => own.delete(name));
  return value;
}
