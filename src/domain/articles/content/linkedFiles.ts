import { readFile } from 'node:fs/promises';
import { setImmediate as pause } from 'node:timers/promises';
import { foldText } from '#db/sql.ts';
import { isPath, pathIn } from '../linkTargets.ts';
import { addressesIn } from '../markdown/addresses.ts';
import { decodeText } from '../markdown/decode.ts';
import { parseFile } from '../markdown/frontMatter.ts';
import { maxFileBytes } from './draft.ts';
import { fullPath, type Folder, type FolderFile } from './folder.ts';

/** The files beside the texts of a folder, no images, that a text of it links to. */
export async function linkedFiles(folder: Folder): Promise<FolderFile[]> {
  if (folder.others.length === 0) return [];
  const wanted = new Set<string>();
  for (const text of folder.texts) {
    if (text.size > maxFileBytes) continue;
    const { body } = parseFile(decodeText(await readFile(fullPath(folder, text))).text);
    for (const { url } of addressesIn(body)) {
      const path = isPath(url) ? pathIn(text.path, url) : null;
      if (path) wanted.add(foldText(path));
    }
    await pause();
  }
  return folder.others.filter(({ path }) => wanted.has(foldText(path)));
}
