import { z } from 'zod';
import type { Context } from '#src/context.ts';
import { checkInput } from '#src/domain/checkInput.ts';
import { idInput, lineInput, textInput } from '#src/domain/text.ts';
import { locales } from '#src/i18n/index.ts';
import { maxSourceLength, slugOf, type PersonalDataGate } from './article.ts';
import { requireAuthor } from './author.ts';
import { anybody, gatedFindings, joinGates, type GatedFinding } from './personalData/gate.ts';
import { getArticle } from './read.ts';
import { renderArticle, type Rendered } from './rendered.ts';

export const previewFields = z.object({
  id: idInput.optional().catch(undefined),
  locale: z.enum(locales),
  title: lineInput({ max: 1_000 }).default(''),
  summary: lineInput({ max: 4_000 }).default(''),
  slug: lineInput({ max: 1_000 }).default(''),
  tags: z.array(z.string()).default([]),
  source: textInput({ max: maxSourceLength }).default(''),
});

export interface Preview {
  title: string;
  summary: string;
  html: string;
  problems: Rendered['problems'];
  findings: GatedFinding[];
}

/**
 * A text as it would be published, and what stands in the way, without keeping any of it.
 * @param gate whose data it must not show, beside those a saved one knows of.
 * @throws DomainError `sign_in_required`, `not_found`, `invalid`.
 */
export async function previewArticle(
  ctx: Context,
  input: z.input<typeof previewFields>,
  gate: PersonalDataGate | null = null,
): Promise<Preview> {
  requireAuthor(ctx);
  const { id, locale, title, summary, source, tags, slug } = checkInput(previewFields, input);
  const article = id ? await getArticle(ctx, id) : null;
  const page = await renderArticle(ctx, {
    ...{ source, title, locale },
    filePath: article?.filePath ?? null,
  });
  const text = { title, summary, tags, source, slug: slug || slugOf(title) };
  const known = article?.personalData ?? null;
  const findings = gatedFindings(text, gate ? joinGates(known, gate) : (known ?? anybody));
  return { title, summary, html: page.html, problems: page.problems, findings };
}
