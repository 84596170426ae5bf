import type { Context } from '#src/context.ts';
import { requireAdmin } from '#src/domain/accounts/guards.ts';
import { listPeople } from '#src/domain/accounts/people.ts';
import type { OutgoingMail } from '#src/domain/mail/mail.ts';
import { wantsReport } from '#src/domain/mail/notices.ts';
import { queueMail } from '#src/domain/mail/outbox.ts';
import { escapeHtml, mailHtml } from '#src/domain/mail/template.ts';
import { renderMail } from '#src/domain/mail/templates.ts';
import { systemActor } from '#src/context.ts';
import { translator, type Locale } from '#src/i18n/index.ts';
import { absolute, paths } from '#src/paths.ts';
import type { MeasureName } from './measures.ts';
import { readPeriod, type Period } from './period.ts';
import { measuresReport, type MeasuresReport } from './report.ts';
import { percent, shownChange, shownMonth, shownSample, shownValue, shownVerdict } from './words.ts';

/** What a month is told by: the rest is one link away. */
const told: readonly MeasureName[] = [
  ...(['deflection', 'deflection_upper', 'ask_deflection', 'search_success', 'helpfulness'] as const),
  ...(['first_reply', 'resolution', 'first_contact', 'csat', 'link_rate', 'gap_age'] as const),
];
/** Last month is told in these days of the new one: who chooses it later begins with the next. */
const lastDayToTell = 7;

/**
 * Last month's figures to every admin who chose them, once a month each; for the recurring job. @returns how many mails
 * were queued.
 */
export async function sendMonthlyReports(ctx: Context): Promise<number> {
  const period = lastMonth(ctx);
  if (!isTime(ctx, period)) return 0;
  const admins = (await listPeople(ctx)).filter(({ role, isDisabled }) => role === 'admin' && !isDisabled);
  let queued = 0;
  for (const admin of admins) {
    if (!(await wantsReport(ctx.db.read, admin.id))) continue;
    const { fields, html } = await valuesOf(ctx, period, admin.locale);
    const mail: OutgoingMail = {
      kind: 'monthly_report',
      to: { email: admin.email, name: admin.name, locale: admin.locale, agentId: admin.id },
      fields,
      html,
      cause: `monthly:${period.firstDay.slice(0, 7)}:${admin.id}`,
    };
    if ((await ctx.db.write((tx) => queueMail(tx, ctx, mail))) !== null) queued += 1;
  }
  return queued;
}

/** The mail about last month as it would be sent now. @throws not_allowed, sign_in_required */
export async function monthlyPreview(
  ctx: Context,
): Promise<{ subject: string; text: string; html: string; isWanted: boolean }> {
  const admin = requireAdmin(ctx);
  const { fields, html } = await valuesOf({ ...ctx, actor: systemActor }, lastMonth(ctx), ctx.locale);
  const all = { ...fields, 'site.name': ctx.config.siteName, 'recipient.name': admin.name };
  const rendered = await renderMail(ctx.db.read, ctx, {
    kind: 'monthly_report',
    locale: ctx.locale,
    fields: all,
    html,
  });
  return { ...rendered, isWanted: await wantsReport(ctx.db.read, admin.id) };
}

const lastMonth = (ctx: Context): Period =>
  readPeriod({ preset: 'lastMonth' }, { now: ctx.now, timeZone: ctx.config.timeZone });

/** In the first days of the month, once its last visits have settled. */
function isTime(ctx: Context, { to }: Period): boolean {
  const sinceMs = ctx.now.getTime() - to.getTime();
  return sinceMs >= ctx.config.visitWindowMs && sinceMs < lastDayToTell * 86_400_000;
}

async function valuesOf(
  ctx: Context,
  period: Period,
  locale: Locale,
): Promise<{ fields: Record<string, string>; html: Record<string, string> }> {
  const report = await measuresReport(ctx, { period, filter: {} });
  const rows = rowsOf(report, locale);
  const query = `from=${period.firstDay}&to=${period.lastDay}`;
  return {
    fields: {
      'report.month': shownMonth(period.firstDay.slice(0, 7), locale),
      'report.headline': headlineOf(report, locale),
      'report.figures': rows
        .map(([name, value, change, n]) => `${name}: ${value} (${change}; n: ${n})`)
        .join('\n'),
      'report.url': absolute(ctx.config.publicUrl, paths.deskMeasures(query)),
    },
    html: { 'report.figures': mailHtml(tableOf(rows, locale), ctx.config.publicUrl) },
  };
}

/** Two columns, so that it fits on a phone: what is measured, how it changed and on how many; and the value. */
function tableOf(rows: readonly string[][], locale: Locale): string {
  const t = translator(locale);
  const lines = rows.map((row) => {
    const [name, value, change, n] = row.map(escapeHtml);
    return `<tr><td><strong>${name}</strong><br><small>${change} · n: ${n}</small></td><td align="right"><strong>${value}</strong></td></tr>`;
  });
  const [measure, value] = [t('measures.measure'), t('measures.value')].map(escapeHtml);
  const head = `<tr><th>${measure}</th><th><div align="right">${value}</div></th></tr>`;
  return `<table width="100%"><thead>${head}</thead><tbody>${lines.join('')}</tbody></table>`;
}

function headlineOf({ figures }: MeasuresReport, locale: Locale): string {
  const t = translator(locale);
  const { figure } = figures.find(({ name }) => name === 'deflection')!;
  if (figure.value === null) return t('measures.hero.none');
  return `${percent(figure.value, locale)} ${t('measures.hero.text')}`;
}

/** Name, value, change and sample of each figure that is told. */
const rowsOf = ({ figures }: MeasuresReport, locale: Locale): string[][] =>
  told
    .map((name) => figures.find((figure) => figure.name === name)!)
    .map(({ name, unit, figure, change }) => {
      const t = translator(locale);
      const verdict = change ? shownVerdict(change, unit, locale) : '';
      const said = change ? shownChange(change, unit, locale) : t('measures.change.none');
      return [
        t(`measures.name.${name}`),
        shownValue(figure.value, unit, locale),
        verdict ? `${said}, ${verdict}` : said,
        shownSample(figure, locale),
      ];
    });
