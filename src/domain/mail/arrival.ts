import type { Query } from '#db/open.ts';
import type { Context } from '#src/context.ts';
import type { IncomingMail } from './incoming/incoming.ts';
import type { NewReceivedRow } from './received.store.ts';
import type { ReceivedMail } from './received.ts';

/** A kept message with what was read in it, inside the write that settles it. */
export interface Arrival {
  tx: Query;
  ctx: Context;
  kept: ReceivedMail;
  mail: IncomingMail;
}

/** What an arrival became; the row is changed in the same write. */
export type Settled = Partial<
  Pick<NewReceivedRow, 'state' | 'reason' | 'ticketId' | 'messageId' | 'sentMailId' | 'report'>
>;

/** `help+t12.…@x.test` is `help@x.test`. */
export const withoutToken = (address: string): string => address.replace(/\+[^@]*(?=@)/, '');
