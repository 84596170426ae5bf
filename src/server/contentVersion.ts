import type { App } from '#src/context.ts';
import { systemContext } from '#src/context.ts';
import { readCounters } from '#src/jobs/queue.ts';

/** How soon another process's publish is seen here, in milliseconds. */
const pollMs = 500;

export interface ContentVersion {
  /** Null while the database does not answer. */
  current(): string | null;
  /** Look now: this process may just have changed it. */
  refresh(): Promise<void>;
  stop(): void;
}

/** Follow the version of the published content, which every process of the portal shares through the database. */
export async function watchContentVersion(app: App): Promise<ContentVersion> {
  let version: string | null = null;
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  const refresh = async () => {
    version = await readCounters(systemContext(app)).then(
      (counters) => String(counters['content'] ?? 0),
      () => null,
    );
  };
  const poll = async () => {
    await refresh();
    if (!isStopped) timer = setTimeout(() => void poll(), pollMs);
  };
  await poll();
  return {
    current: () => version,
    refresh,
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
