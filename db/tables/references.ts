import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core';
import type { ColumnKit } from '../columns.sqlite.ts';

type WithId = { id: AnySQLiteColumn };

/** A column that names an agent, and nobody once the agent is gone. */
export const agentRef = (k: ColumnKit, agents: WithId) => () =>
  k.int().references(() => agents.id, { onDelete: 'set null' });

/** A column of a row that goes with its requester. */
export const requesterRef = (k: ColumnKit, requesters: WithId) => () =>
  k.int().references(() => requesters.id, { onDelete: 'cascade' });

/** A column of a row that goes with its article. */
export const articleRef = (k: ColumnKit, articles: WithId) => () =>
  k
    .int()
    .notNull()
    .references(() => articles.id, { onDelete: 'cascade' });
