import { z } from 'zod';
import type { Upload } from '#src/domain/tickets/attachment.ts';

/** The file inputs of a form; an empty one is no file. */
export const filesInput = z.array(z.instanceof(File));

export const uploadsOf = (files: File[]): Promise<Upload[]> =>
  Promise.all(
    files.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })),
  );
