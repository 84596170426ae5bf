import { accounts } from './accounts.ts';

/** Every form of the portal, one file a module. */
export const server = { accounts };
