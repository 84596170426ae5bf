import type { Query } from '#db/open.ts';
import type { Context } from '#src/context.ts';
import { requireAdmin } from '#src/domain/accounts/guards.ts';
import { domainError } from '#src/errors.ts';
import { translatorOf, type Locale } from '#src/i18n/index.ts';
import { layOut } from './layout.ts';
import { fieldsOf, kindOf, mailKindNames, type MailKind } from './mail.ts';
import { checkTemplate, compileTemplate, fillTemplate, mailHtml, type TemplateProblem } from './template.ts';
import {
  deleteTemplateRow,
  findKindsOff,
  findTemplateRow,
  keepKindsOff,
  keepTemplateRow,
  listTemplateRows,
} from './templates.store.ts';

export interface Source {
  subject: string;
  /** Markdown with fields such as `{{ticket.number}}`. */
  body: string;
}

/** The text that ships with Portico. */
export function shippedTemplate(kind: MailKind, locale: Locale): Source {
  const t = translatorOf(locale);
  return { subject: t(`mail.templates.${kind}.subject`), body: t(`mail.templates.${kind}.body`) };
}

/** A mail of a kind, written: its subject, plain text, and the whole HTML document. */
export async function renderMail(
  q: Query,
  ctx: Context,
  mail: { kind: MailKind; locale: Locale; fields: Record<string, string>; html?: Record<string, string> },
) {
  const source =
    (await findTemplateRow(q, mail.kind, mail.locale)) ?? shippedTemplate(mail.kind, mail.locale);
  return renderSource(ctx, source, mail);
}

function renderSource(
  ctx: Context,
  source: Source,
  mail: { kind: MailKind; locale: Locale; fields: Record<string, string>; html?: Record<string, string> },
) {
  const { kind, locale, fields } = mail;
  const template = compileTemplate(source);
  const used = Object.entries(mail.html ?? {}).filter(([name]) =>
    template.blocks.some((b) => b.fields.includes(name)),
  );
  const rich = Object.fromEntries(used.map(([name, html]) => [name, mailHtml(html, ctx.config.publicUrl)]));
  const { subject, text, html } = fillTemplate(template, fields, rich);
  const note = translatorOf(locale)(`mail.note.${kindOf(kind).to}`, { site: ctx.config.siteName });
  return {
    subject,
    text: `${text}\n\n-- \n${note}\n`,
    html: layOut({ locale, siteName: ctx.config.siteName, subject, html, note }),
  };
}

/** Whether an admin switched a kind off. */
export async function isSwitchedOff(q: Query, kind: MailKind): Promise<boolean> {
  return kindOf(kind).isOptional === true && (await findKindsOff(q)).includes(kind);
}

export interface TemplateState {
  kind: MailKind;
  /** The languages in which an admin changed it. */
  changedIn: string[];
  isOff: boolean;
}

/** Every kind of mail, with what an admin did to it. @throws not_allowed unless an admin asks */
export async function listTemplates(ctx: Context): Promise<TemplateState[]> {
  requireAdmin(ctx);
  const rows = await listTemplateRows(ctx.db.read);
  const off = await findKindsOff(ctx.db.read);
  return mailKindNames.map((kind) => ({
    kind,
    changedIn: rows.filter((row) => row.kind === kind).map(({ locale }) => locale),
    isOff: off.includes(kind),
  }));
}

/** The template in use, and whether an admin wrote it. @throws not_allowed unless an admin asks */
export async function getTemplate(
  ctx: Context,
  kind: MailKind,
  locale: Locale,
): Promise<Source & { isChanged: boolean; isOff: boolean }> {
  requireAdmin(ctx);
  const row = await findTemplateRow(ctx.db.read, kind, locale);
  const { subject, body } = row ?? shippedTemplate(kind, locale);
  return { subject, body, isChanged: row !== null, isOff: await isSwitchedOff(ctx.db.read, kind) };
}

/** Use another text for a kind in one language. @throws not_allowed; invalid, naming what is wrong and which field */
export async function saveTemplate(
  ctx: Context,
  kind: MailKind,
  locale: Locale,
  source: Source,
): Promise<void> {
  const admin = requireAdmin(ctx);
  const { subject, body } = checked(kind, source);
  await ctx.db.write((tx) =>
    keepTemplateRow(tx, { kind, locale, subject, body, updatedById: admin.id, updatedAt: ctx.now }),
  );
}

/** Go back to the text that ships. @throws not_allowed unless an admin asks */
export async function resetTemplate(ctx: Context, kind: MailKind, locale: Locale): Promise<void> {
  requireAdmin(ctx);
  await ctx.db.write((tx) => deleteTemplateRow(tx, kind, locale));
}

/** Send a kind no more, or again. @throws not_allowed; invalid for a kind that can't be done without */
export async function switchMail(ctx: Context, kind: MailKind, isOn: boolean): Promise<void> {
  requireAdmin(ctx);
  if (!kindOf(kind).isOptional) throw domainError('invalid', { fields: { kind: 'bad_choice' } });
  await ctx.db.write(async (tx) => {
    const others = (await findKindsOff(tx)).filter((off) => off !== kind);
    await keepKindsOff(tx, isOn ? others : [...others, kind]);
  });
}

/** What a template makes of example values, without keeping it. @throws not_allowed; invalid like `saveTemplate` */
export function previewTemplate(ctx: Context, kind: MailKind, locale: Locale, source: Source) {
  requireAdmin(ctx);
  return renderSource(ctx, checked(kind, source), { kind, locale, fields: exampleValues(ctx, kind, locale) });
}

/** A value for every field of a kind. */
export function exampleValues(ctx: Context, kind: MailKind, locale: Locale): Record<string, string> {
  const t = translatorOf(locale);
  const value = (name: string) =>
    name.endsWith('.url')
      ? ctx.config.publicUrl
      : t(`mail.example.${name === 'reason.text' ? 'reason_text' : name}`);
  return {
    ...Object.fromEntries(fieldsOf(kind).map((name) => [name, value(name)])),
    'site.name': ctx.config.siteName,
  };
}

function checked(kind: MailKind, source: Source): Source {
  const subject = source.subject.replace(/\s+/g, ' ').trim();
  const body = source.body.replace(/\r\n?/g, '\n').replaceAll('\0', '').trim();
  const problems = checkTemplate(
    { subject, body },
    { fields: fieldsOf(kind), required: kindOf(kind).required },
  );
  if (problems.length > 0) throw domainError('invalid', detailsOf(problems));
  return { subject, body };
}

function detailsOf(problems: TemplateProblem[]) {
  const fields: Record<string, string> = {};
  for (const { at, code } of problems) fields[at] ??= code;
  return { fields, field: problems.find(({ field }) => field)?.field ?? '', problems };
}
