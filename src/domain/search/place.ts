import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from '#src/root.ts';
import type { Place } from './saved.ts';

/** What makes, fills and reads the indexes of the built server. */
const code = ['search.mjs', 'server.mjs'].map((name) => fileURLToPath(new URL(`dist/server/${name}`, root)));

/** Where the built server keeps its indexes. */
export const placeIn = (dataDir: string): Place => ({ path: join(dataDir, 'search', 'indexes'), code });
