import type { Query } from '#db/open.ts';
import { countByGap, deleteOfEmail, listOfEmail } from './wish.store.ts';

/** What somebody waits to hear, for the export of everything about them. */
export const exportWishes = (q: Query, email: string) => listOfEmail(q, email);

/** Forget what somebody waits to hear, in the write that erases them. */
export const forgetWishesOf = (tx: Query, email: string): Promise<void> => deleteOfEmail(tx, email);

/** How many wait for an answer to each of these gaps. */
export const waitingOfGaps = (q: Query, gapIds: number[]): Promise<Map<number, number>> =>
  countByGap(q, gapIds);
