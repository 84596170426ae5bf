import { entering } from './accounts/entering.ts';
import { ownAccount } from './accounts/ownAccount.ts';
import { people } from './accounts/people.ts';

/** Everything that agents' accounts are changed by. */
export const accounts = { ...entering, ...ownAccount, ...people };
