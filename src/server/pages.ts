import type { IncomingMessage, ServerResponse } from 'node:http';
import type { App } from '#src/context.ts';
import { root } from '#src/root.ts';

/** Astro's middleware-mode handler (`@astrojs/node`): answers, or calls `next` when no route matches. */
export type Pages = (
  req: IncomingMessage,
  res: ServerResponse,
  next: (error?: unknown) => void,
  locals: { app: App; clientAddress: string },
) => Promise<void>;

/**
 * Load the built pages.
 * @throws Error that says how to build them.
 */
export async function loadPages(): Promise<Pages> {
  const entry = new URL('dist/server/entry.mjs', root).href;
  try {
    const module = (await import(entry)) as { handler: Pages };
    return module.handler;
  } catch (error) {
    if ((error as { code?: string }).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new Error(
      'The pages are not built yet: run `npm start`, or `npm run build` before `node src/server.ts`.',
      {
        cause: error,
      },
    );
  }
}
