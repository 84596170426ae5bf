import { accounts } from './accounts.ts';
import { articles } from './articles.ts';

/** Every form of the portal, one file a module. */
export const server = { accounts, articles };
