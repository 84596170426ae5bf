import { postgresKit } from './columns.postgres.ts';
import { sqliteKit, type ColumnKit } from './columns.sqlite.ts';
import { accountsTables } from './tables/accounts.ts';
import { articlesTables } from './tables/articles.ts';
import { assetsTables } from './tables/assets.ts';
import { editingTables } from './tables/editing.ts';
import { deskTables } from './tables/desk.ts';
import { gapsTables } from './tables/gaps.ts';
import { houseTables } from './tables/house.ts';
import { issuesTables } from './tables/issues.ts';
import { mailTables } from './tables/mail.ts';
import { mailboxesTables } from './tables/mailboxes.ts';
import { measuresTables } from './tables/measures.ts';
import { peopleTables } from './tables/people.ts';
import { revisionsTables } from './tables/revisions.ts';
import { searchTables } from './tables/search.ts';
import { ticketsTables } from './tables/tickets.ts';
import { visitsTables } from './tables/visits.ts';

/** The only schema: every table of Portico, for whichever dialect the kit speaks. Migrations: `npm run db:generate`. */
function defineSchema(k: ColumnKit) {
  const house = houseTables(k);
  const accounts = accountsTables(k);
  const articles = articlesTables(k, accounts);
  const revisions = revisionsTables(k, { ...accounts, ...articles });
  const assets = assetsTables(k, articles);
  const editing = editingTables(k, { ...accounts, ...articles });
  const search = searchTables(k, articles);
  const visits = visitsTables(k);
  const mailboxes = mailboxesTables(k);
  const tickets = ticketsTables(k, { ...accounts, ...articles, ...mailboxes });
  const people = peopleTables(k, { ...accounts, ...tickets });
  const desk = deskTables(k, { ...accounts, ...tickets });
  const issues = issuesTables(k, { ...accounts, ...tickets });
  const mail = mailTables(k, { ...accounts, ...tickets, ...mailboxes });
  const gaps = gapsTables(k, { ...accounts, ...articles });
  const measures = measuresTables(k);
  return {
    ...house,
    ...accounts,
    ...articles,
    ...revisions,
    ...assets,
    ...editing,
    ...search,
    ...visits,
    ...mailboxes,
    ...tickets,
    ...people,
    ...desk,
    ...issues,
    ...mail,
    ...gaps,
    ...measures,
  };
}

export type Tables = ReturnType<typeof defineSchema>;
export const sqliteTables = defineSchema(sqliteKit);
export const postgresTables = defineSchema(postgresKit);
