import { accounts } from './accounts.ts';
import { articles } from './articles.ts';
import { ask } from './ask.ts';
import { calendar } from './calendar.ts';
import { content } from './content.ts';
import { gaps } from './gaps.ts';
import { issues } from './issues.ts';
import { mail } from './mail.ts';
import { mailIn } from './mailIn.ts';
import { measures } from './measures.ts';
import { rating } from './rating.ts';
import { requesters } from './requesters.ts';
import { reviews } from './reviews.ts';
import { schedules } from './schedules.ts';
import { search } from './search.ts';
import { templates } from './templates.ts';
import { tickets } from './tickets.ts';
import { visits } from './visits.ts';
import { wishes } from './wishes.ts';

/** Every form of the portal, one file a module. */
export const server = {
  accounts,
  articles,
  ask,
  calendar,
  content,
  gaps,
  issues,
  mail,
  mailIn,
  measures,
  rating,
  requesters,
  reviews,
  schedules,
  search,
  templates,
  tickets,
  visits,
  wishes,
};
