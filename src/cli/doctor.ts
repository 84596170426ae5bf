import { access, constants, mkdir, readdir, statfs } from 'node:fs/promises';
import { settingList } from '#src/config.ts';
import type { Context } from '#src/context.ts';
import { countFiles } from '#src/domain/backup/countFiles.ts';
import { listPeople } from '#src/domain/accounts/people.ts';
import { countParked } from '#src/domain/mail/outboxView.ts';
import { countJobs } from '#src/jobs/queue.ts';
import { command } from './command.ts';

interface Finding {
  name: string;
  state: 'ok' | 'warning' | 'problem';
  text: string;
}
type Check = (ctx: Context) => Promise<Omit<Finding, 'name'>>;

const ok = (text: string) => ({ state: 'ok' as const, text });
const warning = (text: string) => ({ state: 'warning' as const, text });
const problem = (text: string) => ({ state: 'problem' as const, text });

const checks: Record<string, Check> = {
  runtime: async () =>
    Number(process.versions.node.split('.')[0]) >= 24
      ? ok(`Node ${process.versions.node}`)
      : problem(
          `Node ${process.versions.node} is too old to run the server: use npm start, which brings its own.`,
        ),

  settings: async () => {
    const set = settingList.filter(({ name }) => process.env[name]?.trim()).map(({ name }) => name);
    return ok(set.length === 0 ? 'all at their defaults' : `set: ${set.join(', ')}`);
  },

  address: async ({ config }) => {
    const isLocal = /^https?:\/\/(localhost|127\.|\[::1\])/.test(config.publicUrl);
    if (isLocal) return warning(`${config.publicUrl}: links in mail lead nowhere else. Set PUBLIC_URL.`);
    return config.isHttps
      ? ok(config.publicUrl)
      : warning(`${config.publicUrl} is not encrypted: put https in front.`);
  },

  'data folder': async ({ config }) => {
    await mkdir(config.dataDir, { recursive: true });
    await access(config.dataDir, constants.W_OK | constants.R_OK);
    const { bavail, bsize } = await statfs(config.dataDir);
    const free = Math.floor((bavail * bsize) / 1024 ** 2);
    return free < 1024
      ? warning(`${config.dataDir}: only ${free} MB free`)
      : ok(`${config.dataDir}, ${free} MB free`);
  },

  'content folder': async ({ config }) => {
    const names = await readdir(config.contentDir);
    return ok(`${config.contentDir}: ${names.length} folders`);
  },

  database: async ({ db }) => {
    await db.ping();
    const { missing } = await db.migrations();
    if (missing.length > 0)
      return warning(`${db.engine}, ${missing.length} migrations to do: npm start does them.`);
    const damage = await db.verify();
    return damage.length > 0 ? problem(`${db.engine}: ${damage.join('; ')}`) : ok(`${db.engine}, sound`);
  },
};

/** They read rows, so they come only when the database is sound and up to date. */
const rowChecks: Record<string, Check> = {
  people: async (ctx) => {
    const admins = (await listPeople(ctx)).filter(({ role, isDisabled }) => role === 'admin' && !isDisabled);
    if (admins.length === 0) return warning('no administrator yet: open the link that npm start prints.');
    const bare = admins.filter(({ hasSecondFactor }) => !hasSecondFactor).length;
    return bare > 0
      ? warning(`${bare} of ${admins.length} administrators without a second factor`)
      : ok(`${admins.length} administrators`);
  },

  files: async (ctx) => {
    const { named, missing } = await countFiles(ctx);
    return missing.length > 0
      ? problem(`${missing.length} of ${named} files are missing from the store, the first: ${missing[0]}`)
      : ok(`${named} files, all there`);
  },

  mail: async (ctx) => {
    if (!ctx.mailer) return ok('SMTP_URL is not set: mail is only kept, to be read in the outbox');
    await ctx.mailer.check();
    const parked = await countParked(ctx);
    return parked > 0
      ? warning(`the mail server answers; ${parked} mails are parked: see the outbox in the desk`)
      : ok('the mail server answers');
  },

  jobs: async (ctx) => {
    const { parked, late } = await countJobs(ctx);
    if (parked > 0) return problem(`${parked} jobs failed for good: the log of the server says why.`);
    return late > 0
      ? warning(`${late} jobs wait for longer than ten minutes: is the server running?`)
      : ok('none stuck');
  },
};

export const doctor = command({
  name: 'doctor',
  about: 'Check settings, folders, database, files and jobs, and say what to mend.',
  options: {},
  more: 'Changes nothing. Exit code 1 when there is a problem; warnings alone give 0.',
  hasReport: true,
  migrates: false,
  async run({ ctx, report }) {
    const findings = await examine(ctx);
    report(findings, findings.map(lineOf).join('\n'));
    return findings.some(({ state }) => state === 'problem') ? 1 : 0;
  },
});

async function examine(ctx: Context): Promise<Finding[]> {
  const findings = await runAll(checks, ctx);
  const { missing } = await ctx.db.migrations().catch(() => ({ missing: ['?'] }));
  return missing.length > 0 ? findings : [...findings, ...(await runAll(rowChecks, ctx))];
}

async function runAll(all: Record<string, Check>, ctx: Context): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [name, check] of Object.entries(all)) {
    const found = await check(ctx).catch((error: Error) => problem(error.message.split('\n', 1)[0]!));
    findings.push({ name, ...found });
  }
  return findings;
}

const marks = { ok: 'ok     ', warning: 'warning', problem: 'PROBLEM' };
const lineOf = ({ name, state, text }: Finding) => `${marks[state]}  ${name.padEnd(15)} ${text}`;
