import { setTimeout as sleep } from 'node:timers/promises';

/** Lets work that nobody waits for (incoming mail, jobs) step aside while somebody waits for a page. */
export interface Pace {
  /** A page is being made; call what it returns when it is done, however often. */
  begin(): () => void;
  /** Wait until no page is being made or just was, but not for ever: work that waits too long would never be done. */
  quiet(): Promise<void>;
  /** Rest after a step of long work that took so many milliseconds: little while nobody is there, much while pages are made. */
  rest(tookMs: number): Promise<void>;
}

/**
 * In milliseconds: how long work waits at most for its turn, how often it looks, and how long after a page the next one
 * may come: whoever sends one request after the other leaves less than that between them.
 */
const bounds = { longest: 50, look: 1, gap: 10 };
/** How many times as long as a step the rest after it takes, and for how long after a page somebody counts as there. */
const rests = { alone: 3, amongPages: 19, pageMs: 1_000 };

export function createPace({ longest, look, gap } = bounds): Pace {
  let pages = 0;
  let lastPage = -Infinity;
  let turn: Promise<void> = Promise.resolve();

  /** Those who wait go on one by one, so that a page that comes meanwhile waits for one of them. */
  async function wait(): Promise<void> {
    const end = performance.now() + longest;
    do await sleep(look);
    while (isBusy(gap) && performance.now() < end);
  }

  const isBusy = (within: number) => pages > 0 || performance.now() - lastPage < within;

  return {
    begin() {
      pages++;
      let isOver = false;
      return () => {
        if (!isOver) pages--;
        lastPage = performance.now();
        isOver = true;
      };
    },
    quiet: () => (turn = turn.then(wait)),
    rest(tookMs) {
      return sleep(tookMs * (isBusy(rests.pageMs) ? rests.amongPages : rests.alone));
    },
  };
}
