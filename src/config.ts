import { resolve } from 'node:path';
import { z } from 'zod';
import { defaultLocale, locales } from './i18n/index.ts';
import { isTimeZone } from './i18n/intl.ts';

/** One setting: its environment variable, how to read it, its default, and the line README prints of it. */
const settings = {
  HOST: setting(z.string().min(1), '127.0.0.1', 'Address to listen on; `0.0.0.0` for every interface.'),
  PORT: setting(z.coerce.number().int().min(0).max(65535), 4321, 'Port to listen on; `0` takes a free one.'),
  PUBLIC_URL: setting(
    z.url({ protocol: /^https?$/ }),
    '',
    'Address people type. Links and cookies are made from it. Default: `http://localhost:PORT`.',
  ),
  DATA_DIR: setting(z.string().min(1), './data', 'Folder for the embedded database and uploaded files.'),
  DATABASE_URL: setting(
    z.string().regex(/^postgres(ql)?:\/\//),
    '',
    '`postgres://…` to use PostgreSQL; empty for SQLite in `DATA_DIR`.',
  ),
  CONTENT_DIR: setting(z.string().min(1), './content', 'Folder with the knowledge base as Markdown.'),
  SITE_NAME: setting(z.string().min(1).max(60), 'Portico', 'Name of the portal in titles and the header.'),
  DEFAULT_LOCALE: setting(
    z.enum(locales),
    defaultLocale,
    'Language of visitors whose browser asks for none that Portico speaks.',
  ),
  ALLOWED_HOSTS: setting(
    z.string(),
    '',
    'More host names to answer to, with commas between; others get 421.',
  ),
  TRUSTED_PROXIES: setting(
    z.coerce.number().int().min(0).max(10),
    0,
    'How many reverse proxies of yours stand in front; client addresses are counted from the right.',
  ),
  VISIT_WINDOW_HOURS: setting(
    z.coerce.number().min(0.01).max(720),
    24,
    'Hours after its last sign of life until a visit settles into its outcome.',
  ),
  SESSION_DAYS: setting(
    z.coerce.number().int().min(1).max(365),
    30,
    'Days until somebody who signed in, agent or requester, must do so again.',
  ),
  REOPEN_DAYS: setting(
    z.coerce.number().int().min(1).max(365),
    14,
    'Days in which a resolved ticket can be reopened; then it closes, and a reply becomes a new ticket.',
  ),
  SPAM_DAYS: setting(
    z.coerce.number().int().min(1).max(3_650),
    30,
    'Days until a ticket marked as spam is deleted for good, with its mail and files.',
  ),
  UPLOAD_MAX_MB: setting(z.coerce.number().min(1).max(100), 10, 'Largest attachment, in megabytes.'),
  UPLOAD_MAX_FILES: setting(z.coerce.number().int().min(0).max(20), 5, 'Attachments of one message.'),
  IMPORT_MAX_MB: setting(
    z.coerce.number().min(1).max(2_000),
    200,
    'Largest archive of articles that an admin may upload, in megabytes.',
  ),
  SMTP_URL: setting(
    z.string().regex(/^smtps?:\/\/[^/?#\s]+/, { error: 'must begin with smtp:// or smtps://' }),
    '',
    '`smtp://user:password@host:587` (or `smtps://…:465`) to send mail through; empty to only keep it in the desk’s outbox.',
  ),
  MAIL_FROM: setting(
    z
      .string()
      .refine((text) => readMailbox(text) !== null, 'is no address such as `Support <help@example.com>`'),
    '',
    'Sender of mail that belongs to no mailbox, as `Name <address>`. Default: `support@host`, the host of `PUBLIC_URL`.',
  ),
  MAIL_REPLY_TOKENS: setting(
    z.enum(['on', 'off']),
    'on',
    'Answers go to `name+token@…`, which finds its ticket in any mail program; `off` when your mail server knows no `+`.',
  ),
  TRUSTED_AUTHSERV: setting(
    z.string().regex(/^[\w.-]+$/, { error: 'is no name such as mx.example.com' }),
    '',
    'Name by which your mail server signs `Authentication-Results`; with it agents can answer by mail, and forged senders are held.',
  ),
  SMTP_LISTEN: setting(
    z.string().regex(/^(\[[\da-f:]+\]|[\w.-]+):\d{1,5}$/i, { error: 'is no address such as 127.0.0.1:2525' }),
    '',
    '`host:port` to take mail at from a mail server of yours; empty for none.',
  ),
  MAIL_MAX_MB: setting(z.coerce.number().min(1).max(200), 50, 'Largest message that is read, in megabytes.'),
  TICKET_COST: setting(
    z.coerce.number().min(0).max(100_000),
    0,
    'What answering one ticket costs, in your currency: what gaps cost is shown by it; 0 shows none.',
  ),
  CONFIRM_AFTER: setting(
    z.coerce.number().int().min(1).max(20),
    2,
    'Agents who must have linked an article as the answer, without a flag on it, until it counts as confirmed.',
  ),
  TIME_ZONE: setting(
    z.string().refine(isTimeZone, 'is no IANA time zone'),
    'UTC',
    'IANA time zone in which measures cut days and months.',
  ),
} as const;

export type SettingName = keyof typeof settings;
export type Config = Readonly<ReturnType<typeof shape>>;

/** Every setting with its default and its explanation, for README, `portico doctor` and their tests. */
export const settingList = Object.entries(settings).map(([name, s]) => ({
  name,
  default: s.default,
  about: s.about,
}));

/**
 * Read and check the environment into one frozen object.
 * @throws Error that names every bad setting, what it holds and how to mend it.
 */
export function readConfig(env: Record<string, string | undefined> = process.env): Config {
  const bad: string[] = [];
  const read = <N extends SettingName>(name: N): z.output<(typeof settings)[N]['schema']> | '' => {
    const raw = env[name]?.trim() ?? '';
    if (raw === '') return settings[name].default as never;
    const parsed = settings[name].schema.safeParse(raw);
    if (!parsed.success)
      bad.push(`${name}=${raw}: ${parsed.error.issues[0]?.message}. ${settings[name].about}`);
    return parsed.data as never;
  };
  const values = Object.fromEntries(
    (Object.keys(settings) as SettingName[]).map((name) => [name, read(name)]),
  );
  if (bad.length > 0) throw new Error(`These settings can't be used:\n  ${bad.join('\n  ')}`);
  return Object.freeze(shape(values as Values));
}

type Values = { [N in SettingName]: z.output<(typeof settings)[N]['schema']> };

function shape(values: Values) {
  const publicUrl = new URL(values.PUBLIC_URL || `http://localhost:${values.PORT}`);
  return {
    host: values.HOST,
    port: values.PORT,
    /** Without a slash at the end. */
    publicUrl: publicUrl.href.replace(/\/+$/, ''),
    isHttps: publicUrl.protocol === 'https:',
    allowedHosts: [publicUrl.hostname, 'localhost', '127.0.0.1', '[::1]', ...values.ALLOWED_HOSTS.split(',')]
      .map((host) => host.trim().toLowerCase())
      .filter(Boolean),
    dataDir: resolve(values.DATA_DIR),
    databaseUrl: values.DATABASE_URL,
    contentDir: resolve(values.CONTENT_DIR),
    siteName: values.SITE_NAME,
    defaultLocale: values.DEFAULT_LOCALE,
    trustedProxies: values.TRUSTED_PROXIES,
    visitWindowMs: values.VISIT_WINDOW_HOURS * 3_600_000,
    sessionMs: values.SESSION_DAYS * 86_400_000,
    reopenDays: values.REOPEN_DAYS,
    spamDays: values.SPAM_DAYS,
    uploadMaxBytes: Math.round(values.UPLOAD_MAX_MB * 1024 * 1024),
    uploadMaxFiles: values.UPLOAD_MAX_FILES,
    importMaxBytes: Math.round(values.IMPORT_MAX_MB * 1024 * 1024),
    timeZone: values.TIME_ZONE,
    ticketCost: values.TICKET_COST,
    confirmAfter: values.CONFIRM_AFTER,
    smtpUrl: values.SMTP_URL,
    mailFrom: readMailbox(values.MAIL_FROM) ?? {
      name: values.SITE_NAME,
      address: `support@${publicUrl.hostname}`,
    },
    trustedAuthserv: values.TRUSTED_AUTHSERV,
    smtpListen: listenAddress(values.SMTP_LISTEN),
    mailMaxBytes: Math.round(values.MAIL_MAX_MB * 1024 * 1024),
    hasReplyTokens: values.MAIL_REPLY_TOKENS === 'on',
  };
}

/** `host:port` in its parts; null for none. */
function listenAddress(text: string): { host: string; port: number } | null {
  const at = text.lastIndexOf(':');
  return at < 0
    ? null
    : { host: text.slice(0, at).replace(/^\[|\]$/g, ''), port: Number(text.slice(at + 1)) };
}

/** `Name <address>` or a bare address; null when it is neither. */
function readMailbox(text: string): { name: string; address: string } | null {
  const [, name = '', address = ''] = /^\s*(?:"?([^"<>]*?)"?\s*<)?([^<>\s]+@[^<>\s]+)>?\s*$/.exec(text) ?? [];
  return address ? { name, address: address.toLowerCase() } : null;
}

function setting<S extends z.ZodType, D>(schema: S, defaultValue: D, about: string) {
  return { schema, default: defaultValue, about };
}
