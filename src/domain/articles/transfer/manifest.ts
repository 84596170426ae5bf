import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { z } from 'zod';
import { articleKinds, audiences } from '../article.ts';
import type { Folder } from '../content/folder.ts';

export const manifestName = 'portico.json';
export const exportFormat = 1;

/** What an export says beside its files: what Markdown and front matter have no place for. */
export const manifestSchema = z.object({
  format: z.literal(exportFormat),
  portal: z.string(),
  exportedAt: z.iso.datetime(),
  /** By path of the file. */
  articles: z.record(
    z.string(),
    z.object({
      confidence: z.enum(['unconfirmed', 'confirmed']),
      createdAt: z.iso.datetime(),
      updatedAt: z.iso.datetime(),
      publishedAt: z.iso.datetime().nullable(),
      /** What waits to be published: the same fields as in front matter. */
      copy: z
        .object({
          title: z.string(),
          summary: z.string(),
          source: z.string(),
          category: z.string(),
          kind: z.enum(articleKinds),
          audience: z.enum(audiences),
          tags: z.array(z.string()),
          related: z.array(z.string()),
          slug: z.string(),
          reviewBy: z.iso.datetime().nullable(),
        })
        .optional(),
    }),
  ),
});
export type Manifest = z.infer<typeof manifestSchema>;

/** The manifest of a portal's own export, at its top or in the archive's only folder; null for anything else. */
export async function readManifest(
  folder: Folder,
): Promise<{ manifest: Manifest; path: string; prefix: string } | null> {
  const found = folder.others.find(
    ({ path, size }) =>
      posix.basename(path) === manifestName && path.split('/').length <= 2 && size < 64 * 1024 ** 2,
  );
  if (!found) return null;
  const parsed = manifestSchema.safeParse(asJson(await readFile(join(folder.root, found.path), 'utf8')));
  const prefix = found.path.slice(0, -manifestName.length);
  return parsed.success ? { manifest: parsed.data, path: found.path, prefix } : null;
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
