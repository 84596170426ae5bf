import type { APIRoute } from 'astro';
import { Readable } from 'node:stream';
import { openPreviewAsset } from '#src/domain/articles/previewLink.ts';
import { assetHeaders } from '#src/server/fileHeaders.ts';

/** A file of an article that is being written, for who holds the link to it. */
export const GET: APIRoute = async ({ params, locals: { ctx } }) => {
  const asset = await openPreviewAsset(ctx, params.token!, { hash: params.hash!, name: params.name! });
  return new Response(Readable.toWeb(ctx.files.read(asset.hash)) as ReadableStream<Uint8Array>, {
    headers: { ...assetHeaders(asset), 'cache-control': 'private, no-store' },
  });
};
