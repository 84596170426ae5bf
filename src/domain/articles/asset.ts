import { maxNameLength } from '#src/domain/files/upload.ts';

/** A file of articles, shown or attached: in the store by its hash, with the path below CONTENT_DIR it has there, if any. */
export interface Asset {
  id: number;
  hash: string;
  name: string;
  mediaType: string;
  size: number;
  width: number | null;
  height: number | null;
  path: string | null;
  createdAt: Date;
}

/**
 * Pictures every browser shows and none executes. SVG is a document with scripts: it comes in only from the content
 * folder, which its operator keeps, and is served in a sandbox.
 */
export const pictureTypes: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/avif': 'avif',
};
export const svgType = 'image/svg+xml';

/** Whether pages show it; anything else is only ever downloaded. */
export const isPicture = ({ mediaType }: Pick<Asset, 'mediaType'>) =>
  mediaType === svgType || mediaType in pictureTypes;

/** A file's own name, as every system can keep it. */
export function attachmentName(name: string): string {
  const base = name.normalize('NFC').split(/[/\\]/).at(-1)!;
  const kept = base.replace(/[\p{Cc}\p{Cf}<>:"|?*]/gu, '').replace(/\s+/g, ' ');
  const bare = kept.trim().replace(/^\.+/, '');
  return bare.slice(-Math.min(200, maxNameLength)) || 'file';
}
