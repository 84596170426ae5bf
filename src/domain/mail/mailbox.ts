import { z } from 'zod';
import type { Context } from '#src/context.ts';
import { domainError } from '#src/errors.ts';
import { requireAdminOrSystem, requireAgent } from '#src/domain/accounts/guards.ts';
import { isUniqueViolation } from '#db/open.ts';
import { checkInput } from '#src/domain/checkInput.ts';
import { emailInput, idInput, lineInput, textInput } from '#src/domain/text.ts';
import { locales } from '#src/i18n/index.ts';
import { lockCredentials } from './credentials.ts';
import {
  deleteMailbox,
  findMailboxRow,
  insertMailbox,
  listMailboxRows,
  updateMailbox,
  type MailboxRow,
} from './mailbox.store.ts';

/** A mailbox as people see it: its credentials stay where they are. */
export type MailboxView = Omit<MailboxRow, 'credentials' | 'leasedBy' | 'leasedUntil'> & {
  hasCredentials: boolean;
  /** What is wrong with it now, if anything. */
  alarm: 'error' | 'silence' | null;
};

const host = z.string().regex(/^$|^[\w.-]{1,253}$|^\[?[\da-f:]{2,45}\]?$/i, { error: 'bad_host' });
const secret = z.string().max(4_000, { error: 'too_long' }).default('');

export const mailboxInput = z.object({
  id: idInput.optional(),
  name: lineInput({ min: 1, max: 100 }),
  address: emailInput,
  locale: z.enum(locales, { error: 'bad_choice' }),
  signature: textInput({ max: 2_000 }).default(''),
  isEnabled: z.coerce.boolean().default(false),
  imapHost: z
    .string()
    .default('')
    .transform((text) => text.trim())
    .pipe(host),
  imapPort: z.coerce
    .number()
    .int({ error: 'bad_number' })
    .min(1, { error: 'bad_number' })
    .max(65_535, { error: 'bad_number' })
    .default(993),
  imapSecurity: z.enum(['tls', 'starttls', 'none'], { error: 'bad_choice' }).default('tls'),
  imapUser: lineInput({ max: 300 }).default(''),
  imapFolder: lineInput({ max: 300 }).default('INBOX'),
  silenceHours: z.coerce
    .number()
    .int({ error: 'bad_number' })
    .min(0, { error: 'bad_number' })
    .max(8_760, { error: 'bad_number' })
    .default(0),
  /** Left empty, what was saved before stays. */
  password: secret,
  oauthTokenUrl: z.union([z.literal(''), z.url({ protocol: /^https$/, error: 'bad_url' })]).default(''),
  oauthClientId: secret,
  oauthClientSecret: secret,
  oauthRefreshToken: secret,
  /** Of a new one: take in what lies in the folder already, too. */
  takesOld: z.coerce.boolean().default(false),
});
export type MailboxInput = z.input<typeof mailboxInput>;

/** Every mailbox by address, with its health. @throws sign_in_required */
export async function listMailboxes(ctx: Context): Promise<MailboxView[]> {
  if (ctx.actor.kind !== 'system') requireAgent(ctx);
  return (await listMailboxRows(ctx.db.read)).map((row) => viewOf(row, ctx.now));
}

/** @throws not_found; not_allowed unless an admin asks */
export async function getMailbox(ctx: Context, id: number): Promise<MailboxView> {
  requireAdminOrSystem(ctx);
  return viewOf(await getMailboxRow(ctx, id), ctx.now);
}

/** Add a mailbox or change one. @returns its number @throws invalid, not_found, not_allowed, conflict at `address` */
export async function saveMailbox(ctx: Context, input: MailboxInput): Promise<number> {
  requireAdminOrSystem(ctx);
  const {
    id,
    takesOld,
    password,
    oauthTokenUrl,
    oauthClientId,
    oauthClientSecret,
    oauthRefreshToken,
    ...row
  } = checkInput(mailboxInput, input);
  const oauth = {
    tokenUrl: oauthTokenUrl,
    clientId: oauthClientId,
    clientSecret: oauthClientSecret,
    refreshToken: oauthRefreshToken,
  };
  const credentials = await lockCredentials(ctx, { password, oauth });
  const before = id === undefined ? null : await getMailboxRow(ctx, id);
  if (row.imapHost !== '' && !credentials && !before?.credentials)
    throw domainError('invalid', { fields: { password: 'required' } });
  const values = { ...row, ...(credentials && { credentials }) };
  try {
    return await ctx.db.write(async (tx) => {
      if (!before)
        return insertMailbox(tx, { ...values, lastUid: takesOld ? 0 : fromNowOn, createdAt: ctx.now });
      await updateMailbox(tx, before.id, { ...values, ...(isElsewhere(before, row) && startAgain) });
      return before.id;
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw domainError('conflict', { fields: { address: 'taken' } });
    throw error;
  }
}

/** `lastUid` of a mailbox that begins with what comes from now on. */
export const fromNowOn = -1;
const startAgain = { uidValidity: null, lastUid: fromNowOn, lastError: null, lastErrorAt: null };

/** Numbers of messages mean nothing in another folder. */
const isElsewhere = (before: MailboxRow, after: Pick<MailboxRow, 'imapHost' | 'imapUser' | 'imapFolder'>) =>
  before.imapHost !== after.imapHost ||
  before.imapUser !== after.imapUser ||
  before.imapFolder !== after.imapFolder;

/** Forget a mailbox; its tickets and messages stay. @throws not_found, not_allowed */
export async function removeMailbox(ctx: Context, id: number): Promise<void> {
  requireAdminOrSystem(ctx);
  await getMailboxRow(ctx, id);
  await ctx.db.write((tx) => deleteMailbox(tx, id));
}

export async function getMailboxRow(ctx: Context, id: number): Promise<MailboxRow> {
  const row = await findMailboxRow(ctx.db.read, id);
  if (!row) throw domainError('not_found', { mailbox: id });
  return row;
}

function viewOf(row: MailboxRow, now: Date): MailboxView {
  const { credentials, leasedBy: _, leasedUntil: __, ...shown } = row;
  return { ...shown, hasCredentials: credentials !== '', alarm: alarmOf(row, now) };
}

/** An error since the last success counts; silence from the hour on that was set. */
export function alarmOf(
  row: Pick<
    MailboxRow,
    'isEnabled' | 'lastErrorAt' | 'lastSuccessAt' | 'lastMailAt' | 'createdAt' | 'silenceHours'
  >,
  now: Date,
): MailboxView['alarm'] {
  if (!row.isEnabled) return null;
  if (row.lastErrorAt && row.lastErrorAt > (row.lastSuccessAt ?? row.createdAt)) return 'error';
  const quietMs = now.getTime() - (row.lastMailAt ?? row.createdAt).getTime();
  return row.silenceHours > 0 && quietMs > row.silenceHours * 3_600_000 ? 'silence' : null;
}
