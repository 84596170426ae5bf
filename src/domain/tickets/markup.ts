import type { Locale } from '#src/i18n/index.ts';

/** Safe HTML of what an agent wrote in Markdown. Until there is a renderer: none, and the text is shown as it is. */
export async function renderMessage(_markdown: string, _locale: Locale): Promise<string> {
  return '';
}
