import vm from 'node:vm';

/** Source bytes (as UTF-16 units) one article may have: 512 Ki. */
export const maxSource = 512 * 1024;

const sandbox = vm.createContext(Object.create(null) as { run: () => unknown });
const script = new vm.Script('run()');

/**
 * Runs synchronous work, or returns null when it takes longer than `ms` or nests deeper than the stack. Some short
 * Markdown takes a parser minutes (delimiter runs, brackets), and only V8's own watchdog can interrupt that.
 */
export function withinBounds<T>(ms: number, work: () => T): T | null {
  sandbox.run = work;
  try {
    return script.runInContext(sandbox, { timeout: Math.round(ms) }) as T;
  } catch (error) {
    if (isOutOfBounds(error)) return null;
    throw error;
  }
}

/** Milliseconds one stage may take: several times what prose or reference pages of this length need. */
export function timeFor(source: string): number {
  return 700 + Math.max(0, source.length - 100_000) / 256;
}

/** By name and code: the watchdog's error belongs to the other realm, where `instanceof Error` is false. */
function isOutOfBounds(error: unknown): boolean {
  const { name, code } = (error ?? {}) as { name?: unknown; code?: unknown };
  return name === 'RangeError' || code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
}
