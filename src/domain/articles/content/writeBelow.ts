import { mkdir, realpath, stat } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { writeDurably } from '#src/domain/files/fileStore.ts';

/** Writes a file below a folder and never, through a symbolic link, outside of it. */
export async function writeBelow(root: string, path: string, bytes: Uint8Array): Promise<void> {
  const full = join(root, path);
  await mkdir(dirname(full), { recursive: true });
  const [realRoot, folder] = await Promise.all([realpath(root), realpath(dirname(full))]);
  if (folder !== realRoot && !folder.startsWith(realRoot + sep))
    throw Object.assign(new Error(`${path} leads out of ${root}`), { code: 'ELOOP', syscall: 'open' });
  const mode = await stat(full).then(
    (stats) => stats.mode & 0o777,
    () => 0o644,
  );
  await writeDurably(full, bytes, folder, mode);
}

