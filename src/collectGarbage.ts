import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Collect this thread's garbage now, and give its room back. V8 waits until the heap has grown by a share of what it held
 * the last time, which after a start is far more than is needed from then on.
 */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as (how: object) => void)({ type: 'major', flavor: 'last-resort' });
}
