import { Readable } from 'node:stream';
import type { Export } from '#src/domain/privacy/export.ts';

/** A download that is written while it is read, and kept in no cache. */
export const zipResponse = ({ fileName, zip }: Export): Response =>
  new Response(Readable.toWeb(zip) as ReadableStream, {
    headers: {
      'content-type': 'application/zip',
      'content-disposition': `attachment; filename="${fileName}"`,
      'cache-control': 'private, no-store',
    },
  });
