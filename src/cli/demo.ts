import { randomBytes } from 'node:crypto';
import { hasAdmin } from '#src/domain/accounts/setup.ts';
import { pullContent } from '#src/domain/articles/content/pull.ts';
import { systemContext } from '#src/context.ts';
import { absolute, paths } from '#src/paths.ts';
import { command, usageError } from './command.ts';
import { agents } from './demo/people.ts';
import { tellRequester } from '#src/domain/mail/tellRequester.ts';
import { playDemo } from './demo/play.ts';

const dayMs = 86_400_000;

export const demo = command({
  name: 'demo',
  about: 'Fill an empty portal with a quarter of made-up visits, tickets and articles, to look at.',
  options: {
    until: {
      type: 'string',
      value: 'DATE',
      about: 'The day after the last one (YYYY-MM-DD). Default: today.',
    },
    days: { type: 'string', value: 'N', about: 'How many days, up to 366. Default: 91.' },
    visits: { type: 'string', value: 'N', about: 'Visits on an average day, up to 1000. Default: 40.' },
    seed: {
      type: 'string',
      value: 'N',
      about: 'Another number plays another quarter; the same, the same. Default: 1.',
    },
    password: {
      type: 'string',
      value: 'TEXT',
      about: 'For every agent of the demo. Default: a random one, printed.',
    },
  },
  more: 'It needs a fresh DATA_DIR, or an empty database, and never touches a portal that has an admin.',
  hasReport: true,
  async run({ app, ctx, values, progress, report }) {
    if (await hasAdmin(ctx))
      throw usageError('This portal is in use. Name a fresh folder: DATA_DIR=./demo npm run demo');
    const until = dateOf(values.until) ?? new Date(Math.floor(Date.now() / dayMs) * dayMs);
    const days = numberOf('days', values.days, 91, 366);
    const password = values.password ?? randomBytes(12).toString('base64url');
    progress('Loading the content …');
    await pullContent(systemContext(app, new Date(until.getTime() - days * dayMs)));
    // Its people don't exist: what is written to them is only kept, whatever SMTP_URL says.
    const quiet = { ...app, config: { ...app.config, smtpUrl: '' }, announce: tellRequester };
    const sum = await playDemo(quiet, {
      until,
      days,
      visitsPerDay: numberOf('visits', values.visits, 40, 1_000),
      seed: numberOf('seed', values.seed, 1, 2 ** 31),
      password,
      onDay: (day, { visits, tickets }) => {
        if (day % 7 === 0) progress(`Day ${day} of ${days}: ${visits} visits, ${tickets} tickets`);
      },
    });
    const { email } = agents[0];
    const login = absolute(ctx.config.publicUrl, paths.login());
    report(
      { ...sum, login, email, password },
      `${sum.visits} visits, ${sum.tickets} tickets, ${sum.articles} articles written from them.\n` +
        `Run npm start with the same settings and sign in at ${login} as ${email}, password: ${password}`,
    );
  },
});

function dateOf(text: string | undefined): Date | null {
  if (text === undefined) return null;
  const date = new Date(`${text}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) throw usageError(`--until ${text} is no date; write YYYY-MM-DD.`);
  return date;
}

function numberOf(name: string, text: string | undefined, byDefault: number, most: number): number {
  const number = text === undefined ? byDefault : Number(text);
  if (!Number.isInteger(number) || number < 1 || number > most)
    throw usageError(`--${name} ${text} is no whole number from 1 to ${most}.`);
  return number;
}
