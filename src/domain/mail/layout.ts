import type { Locale } from '#src/i18n/index.ts';
import { card, darkCss, footer, header, page } from './style.ts';
import { escapeHtml } from './template.ts';

/** A whole HTML mail around a filled template; `note` is the small print below. */
export function layOut(mail: {
  locale: Locale;
  siteName: string;
  subject: string;
  html: string;
  note: string;
}): string {
  const { locale, siteName, subject, html, note } = mail;
  return `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>${escapeHtml(subject)}</title><style>${darkCss}</style></head>
<body class="page" style="${page}"><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" class="page" style="${page}"><tr><td align="center" style="padding:24px 12px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:600px">
<tr><td class="head" style="${header}">${escapeHtml(siteName)}</td></tr>
<tr><td class="card" style="${card}">
${html}
</td></tr>
<tr><td class="foot" style="${footer}">${escapeHtml(note)}</td></tr>
</table></td></tr></table></body></html>
`;
}
