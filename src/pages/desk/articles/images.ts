import type { APIRoute } from 'astro';
import { saveAsset } from '#src/domain/articles/saveAsset.ts';
import { requireAgent } from '#src/domain/accounts/guards.ts';
import { domainError, isDomainError, statusOf } from '#src/errors.ts';
import { translatorOf } from '#src/i18n/index.ts';
import { paths } from '#src/paths.ts';

/** Takes one image from the editor (paste, drop, choose) and answers with its address, or with why not. */
export const POST: APIRoute = async ({ request, locals: { ctx } }) => {
  try {
    requireAgent(ctx);
    const file = (await request.formData().catch(() => null))?.get('file');
    if (!(file instanceof File)) throw domainError('invalid', { fields: { file: 'required' } });
    const bytes = new Uint8Array(await file.arrayBuffer());
    const { hash, name, width, height } = await saveAsset(ctx, { bytes, name: file.name });
    return Response.json({ url: paths.asset(hash, name), name, width, height }, { status: 201 });
  } catch (error) {
    if (!isDomainError(error)) throw error;
    const code = (error.details.fields as Record<string, string> | undefined)?.file;
    const t = translatorOf(ctx.locale);
    const text = code
      ? t(`errors.fields.${code}`, { megabytes: ctx.config.uploadMaxBytes / 1024 / 1024 })
      : t(`errors.${error.code}`);
    return Response.json({ error: text }, { status: statusOf[error.code] });
  }
};
