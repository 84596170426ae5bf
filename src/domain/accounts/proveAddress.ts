import type { Query } from '#db/open.ts';
import { keepProof } from './requester.store.ts';

/**
 * Note, inside a write, that a requester answered what only their address was sent. Their private link proves nothing of
 * the kind: whoever filed the ticket has it from the page.
 */
export const proveAddress = (tx: Query, requesterId: number, at: Date): Promise<void> =>
  keepProof(tx, requesterId, at);
