import { createHash, randomBytes } from 'node:crypto';

/** A secret for a cookie or a link: 256 random bits, safe in a URL. */
export const newToken = () => randomBytes(32).toString('base64url');

/** What the database keeps of a token, in hex: who reads the database can't use it. */
export const hashToken = (token: string) => createHash('sha256').update(token).digest('hex');
