import vm from 'node:vm';

/** Source bytes (as UTF-16 units) one article may have: 512 Ki. */
export const maxSource = 512 * 1024;

const sandbox = vm.createContext(Object.create(null) as { run: () => unknown });
const script = new vm.Script('run()');

/** How often work is begun again that the machine, not the text, held up. */
const maxTries = 5;

/**
 * Runs synchronous work, or returns null when it takes longer than `ms` or nests deeper than the stack. Some short
 * Markdown takes a parser minutes (delimiter runs, brackets), and only V8's own watchdog can interrupt that. The watchdog
 * reads the clock on the wall, so work that got less than half of its time on a busy processor is begun again: the same
 * text gives the same page whatever else the machine does.
 */
export function withinBounds<T>(ms: number, work: () => T): T | null {
  for (let tries = 0; tries < maxTries; tries++) {
    const before = process.threadCpuUsage();
    const result = attempt(ms, work);
    if (result !== 'late') return result;
    const { user, system } = process.threadCpuUsage(before);
    if ((user + system) / 1_000 > ms / 2) return null;
  }
  return null;
}

function attempt<T>(ms: number, work: () => T): T | null | 'late' {
  sandbox.run = work;
  try {
    return script.runInContext(sandbox, { timeout: Math.round(ms) }) as T;
  } catch (error) {
    // By name and code: the watchdog's error belongs to the other realm, where `instanceof Error` is false.
    const { name, code } = (error ?? {}) as { name?: unknown; code?: unknown };
    if (name === 'RangeError') return null;
    if (code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return 'late';
    throw error;
  }
}

/** Milliseconds one stage may take: several times what prose or reference pages of this length need. */
export function timeFor(source: string): number {
  return 700 + Math.max(0, source.length - 100_000) / 256;
}
