import type { Query } from '#db/open.ts';
import { blankRequester } from './requester.store.ts';
import { deleteRequesterSessionsOf } from './requesterSession.store.ts';
import { deleteSignInLinksOf } from './signInLink.store.ts';

/** Forget who a requester was: name, address, sessions, links. In the write that erases them. */
export async function forgetRequester(
  tx: Query,
  { id, email }: { id: number; email: string },
  now: Date,
): Promise<void> {
  await deleteRequesterSessionsOf(tx, id);
  await deleteSignInLinksOf(tx, email);
  await blankRequester(tx, id, now);
}
