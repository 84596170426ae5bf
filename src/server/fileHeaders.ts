import { isPicture } from '#src/domain/articles/asset.ts';
import { contentDisposition } from '#src/domain/files/upload.ts';

interface ServedFile {
  name: string;
  mediaType: string;
  size: number;
}

/** Of a file that somebody brought: always a download, never a page. */
export const downloadHeaders = (file: ServedFile): Record<string, string> => ({
  ...sealedHeaders(file),
  'content-disposition': contentDisposition(file.name),
});

/** Of an article's file: pictures are shown, anything else is a download. */
export const assetHeaders = (file: ServedFile): Record<string, string> =>
  isPicture(file) ? sealedHeaders(file) : downloadHeaders(file);

/** Whatever the bytes are, nothing in them runs, and no other site takes them in. */
const sealedHeaders = ({ mediaType, size }: ServedFile): Record<string, string> => ({
  'content-type': mediaType,
  'content-length': String(size),
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox",
  'cross-origin-resource-policy': 'same-origin',
});
