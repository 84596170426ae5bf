import { z } from 'zod';

/**
 * A backup is `manifest.json`, `files/<sha256>` for each attachment and image, and `tables/<name>.ndjson.gz` for each
 * table: rows as JSON arrays, the same from either engine, so that it restores on either.
 */
export const backupFormat = 1;

export const manifestSchema = z.object({
  format: z.literal(backupFormat, { error: 'is of a format that this Portico does not know' }),
  portico: z.string(),
  engine: z.enum(['sqlite', 'postgres']),
  createdAt: z.iso.datetime(),
  /** Of the schema that the rows fit. */
  migrations: z.array(z.string()),
  tables: z.array(
    z.object({
      name: z.string(),
      columns: z.array(z.object({ name: z.string(), kind: z.enum(['plain', 'time', 'bool', 'json']) })),
      rows: z.number().int(),
      /** Of the compressed entry. */
      sha256: z.string(),
      bytes: z.number().int(),
    }),
  ),
  /** sha256 of each file, which is also its name. */
  files: z.array(z.object({ hash: z.string(), bytes: z.number().int() })),
  /** Files that the rows name and the store did not have, or not whole. */
  missingFiles: z.array(z.string()),
});
export type Manifest = z.infer<typeof manifestSchema>;

export const manifestEntry = 'manifest.json';
export const tableEntry = (name: string) => `tables/${name}.ndjson.gz`;
export const fileEntry = (hash: string) => `files/${hash}`;

/** Tables whose rows name files of the store, by the column that holds the hash. A test keeps it complete. */
export const fileColumns: Record<string, string> = {
  attachments: 'hash',
  assets: 'hash',
  article_assets: 'hash',
  content_imports: 'hash',
  received_mails: 'hash',
};
