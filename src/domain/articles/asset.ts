/** An image of an article: a file in the store by its hash, and the path below CONTENT_DIR it has there, if any. */
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
