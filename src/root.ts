import { existsSync } from 'node:fs';

/**
 * The folder of package.json. The server runs from its sources (src/) or from what was built of them (dist/server/), so
 * files beside the code are found from here.
 */
export const root: URL = above(new URL('.', import.meta.url));

/** Whether this is the built server. */
export const isBuilt = !import.meta.url.endsWith('.ts');

function above(folder: URL): URL {
  if (existsSync(new URL('package.json', folder)) || folder.pathname === '/') return folder;
  return above(new URL('..', folder));
}
