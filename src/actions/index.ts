import { accounts } from './accounts.ts';
import { tickets } from './tickets.ts';
import { visits } from './visits.ts';

/** Every form of the portal, one file a module. */
export const server = { accounts, tickets, visits };
