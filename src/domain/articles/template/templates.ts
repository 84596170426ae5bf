import type { z } from 'zod';
import type { Context } from '#src/context.ts';
import { requireAgent } from '#src/domain/accounts/guards.ts';
import { checkInput } from '#src/domain/checkInput.ts';
import { domainError } from '#src/errors.ts';
import type { Locale } from '#src/i18n/index.ts';
import { shippedTemplates, templateFields, type Template } from './template.ts';
import { deleteTemplate, insertTemplate, listTemplateRows, updateTemplate } from './template.store.ts';

export type { Template };

/** The house's own templates. @throws sign_in_required */
export async function ownTemplates(ctx: Context): Promise<Template[]> {
  requireAgent(ctx);
  return listTemplateRows(ctx.db.read);
}

/** What a new article of a language can begin as: those that ship, then the house's own. @throws sign_in_required */
export async function templatesFor(ctx: Context, locale: Locale): Promise<Template[]> {
  const own = await ownTemplates(ctx);
  return [...shippedTemplates(locale), ...own.filter((one) => one.locale === locale)];
}

/** Add a template, or change the one that is named. @throws sign_in_required, invalid, not_found */
export async function saveTemplate(ctx: Context, input: z.input<typeof templateFields>): Promise<void> {
  const { id: byId } = requireAgent(ctx);
  const { id, ...fields } = checkInput(templateFields, input);
  const row = { ...fields, byId, updatedAt: ctx.now };
  await ctx.db.write(async (tx) => {
    if (id === undefined) await insertTemplate(tx, row);
    else if (!(await updateTemplate(tx, id, row))) throw domainError('not_found', { template: id });
  });
}

/** @throws sign_in_required, not_found */
export async function removeTemplate(ctx: Context, id: number): Promise<void> {
  requireAgent(ctx);
  await ctx.db.write(async (tx) => {
    if (!(await deleteTemplate(tx, id))) throw domainError('not_found', { template: id });
  });
}
