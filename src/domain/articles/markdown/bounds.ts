import vm from 'node:vm';

/** Source bytes (as UTF-16 units) one article may have: 512 Ki. */
export const maxSource = 512 * 1024;

const sandbox = vm.createContext(Object.create(null) as { run: () => unknown });
const script = new vm.Script('run()');

/**
 * Runs synchronous work, or returns null when it takes longer than `ms` or nests deeper than the stack. Some short
 * Markdown takes a parser minutes (delimiter runs, brackets), and only V8's own watchdog can interrupt that. The work
 * must be pure: when the machine was busy with something else meanwhile, it is tried again with more patience.
 */
export function withinBounds<T>(ms: number, work: () => T): T | null {
  for (let patience = 1; ; patience *= 3) {
    const before = threadMs();
    const result = interrupted(ms * patience, work);
    if (result.isDone) return result.value;
    if (patience > 3 || result.isTooDeep || threadMs() - before > ms * 0.7) return null;
  }
}

type Result<T> = { isDone: true; value: T } | { isDone: false; isTooDeep: boolean };

function interrupted<T>(ms: number, work: () => T): Result<T> {
  sandbox.run = work;
  try {
    return { isDone: true, value: script.runInContext(sandbox, { timeout: Math.round(ms) }) as T };
  } catch (error) {
    if (!isOutOfBounds(error)) throw error;
    return { isDone: false, isTooDeep: (error as Error).name === 'RangeError' };
  }
}

function threadMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
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
