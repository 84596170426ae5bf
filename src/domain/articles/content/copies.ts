import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Query } from '#db/open.ts';
import type { Context } from '#src/context.ts';
import { readNote, writeNote } from './content.store.ts';
import { hashOf } from './draft.ts';

/** The hash of every file that was copied, by its path below CONTENT_DIR: only such a file is written again. */
export type Copies = Record<string, string>;
const noteKey = 'content.copies';

/**
 * What copying a file below CONTENT_DIR means: `kept` is one that changed here since and brings nothing newer, `other` one
 * that would overwrite what is not its copy of before.
 */
export type CopyState = 'new' | 'changed' | 'same' | 'kept' | 'other';

export const readCopies = async (ctx: Context): Promise<Copies> =>
  (await readNote<Copies>(ctx.db.read, noteKey)) ?? {};

export const writeCopies = (tx: Query, copies: Copies): Promise<void> => writeNote(tx, noteKey, copies);

export async function copyState(
  ctx: Context,
  { to, bytes, copies }: { to: string; bytes: Buffer; copies: Copies },
): Promise<CopyState> {
  const there = await readFile(join(ctx.config.contentDir, to)).catch(() => null);
  if (!there) return 'new';
  if (there.equals(bytes)) return 'same';
  if (copies[to] === hashOf(bytes)) return 'kept';
  return copies[to] === hashOf(there) ? 'changed' : 'other';
}
