import { accounts } from './accounts.ts';
import { ask } from './ask.ts';
import { tickets } from './tickets.ts';
import { visits } from './visits.ts';

/** Every form of the portal, one file a module. */
export const server = { accounts, ask, tickets, visits };
