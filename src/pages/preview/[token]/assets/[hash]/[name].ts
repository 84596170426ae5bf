import type { APIRoute } from 'astro';
import { Readable } from 'node:stream';
import { openPreviewAsset } from '#src/domain/articles/previewLink.ts';

/** An image of an article that is being written, for who holds the link to it. */
export const GET: APIRoute = async ({ params, locals: { ctx } }) => {
  const asset = await openPreviewAsset(ctx, params.token!, params.hash!);
  return new Response(Readable.toWeb(ctx.files.read(asset.hash)) as ReadableStream<Uint8Array>, {
    headers: {
      'Cache-Control': 'private, no-store',
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'Content-Type': asset.mediaType,
      'Content-Length': String(asset.size),
    },
  });
};
