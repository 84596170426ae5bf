import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { z } from 'zod';
import type { Folder } from '../content/folder.ts';
import { templateFields } from '../template/template.ts';

export const manifestName = 'portico.json';
export const exportFormat = 2;

/** What an export says of itself and of the house: what belongs to an article is in a file of its own (history.ts). */
export const manifestSchema = z.object({
  format: z.literal(exportFormat),
  portal: z.string(),
  exportedAt: z.iso.datetime(),
  /** Addresses of the colleagues that are named anywhere in it. */
  people: z.array(z.string().max(320)).max(10_000),
  /** The house's own. */
  templates: z.array(templateFields.omit({ id: true })).max(1_000),
});
export type Manifest = z.infer<typeof manifestSchema>;

/** The manifest of a portal's own export, at its top or in the archive's only folder; null for anything else. */
export async function readManifest(
  folder: Folder,
): Promise<{ manifest: Manifest; path: string; prefix: string } | null> {
  const found = folder.others.find(
    ({ path, size }) =>
      posix.basename(path) === manifestName && path.split('/').length <= 2 && size < maxJsonBytes,
  );
  if (!found) return null;
  const parsed = manifestSchema.safeParse(await readJson(join(folder.root, found.path)));
  const prefix = found.path.slice(0, -manifestName.length);
  return parsed.success ? { manifest: parsed.data, path: found.path, prefix } : null;
}

/** One file of JSON of an export, in bytes: hundreds of revisions of a long article. */
export const maxJsonBytes = 64 * 1024 ** 2;

/** What a file of JSON holds, null when it is none. */
export async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    return null;
  }
}
