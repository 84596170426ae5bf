import { renderMarkdown } from '#src/domain/articles/markdown/render.ts';
import type { Locale } from '#src/i18n/index.ts';

/**
 * Safe HTML of what an agent wrote in Markdown: the articles' renderer sanitises it. Headings lose the ids and anchors it
 * gave them, which would repeat from message to message on one page.
 */
export async function renderMessage(markdown: string, locale: Locale): Promise<string> {
  const { html } = await renderMarkdown(markdown, { locale });
  return html.replace(/<a class="anchor"[^>]*><\/a>/g, '').replace(/<(h[1-6]) id="[^"]*">/g, '<$1>');
}
