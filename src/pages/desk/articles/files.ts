import type { APIRoute } from 'astro';
import { uploadsOf } from '#src/actions/uploads.ts';
import { requireAgent } from '#src/domain/accounts/guards.ts';
import { wordsFor } from '#src/domain/articles/appendFile.ts';
import { isPicture } from '#src/domain/articles/asset.ts';
import { saveAsset } from '#src/domain/articles/saveAsset.ts';
import { domainError, isDomainError, statusOf } from '#src/errors.ts';
import { translatorOf } from '#src/i18n/index.ts';
import { paths } from '#src/paths.ts';

/** Takes one file from the editor (paste, drop, choose) and answers with its address, or with why not. */
export const POST: APIRoute = async ({ request, locals: { ctx } }) => {
  try {
    requireAgent(ctx);
    const file = (await request.formData().catch(() => null))?.get('file');
    if (!(file instanceof File)) throw domainError('invalid', { fields: { file: 'required' } });
    const [upload] = await uploadsOf([file]);
    const asset = await saveAsset(ctx, upload!);
    const { hash, name, width, height } = asset;
    const isShown = isPicture(asset);
    const answer = { url: paths.asset(hash, name), name, width, height, isPicture: isShown };
    return Response.json({ ...answer, words: isShown ? '' : wordsFor(name) }, { status: 201 });
  } catch (error) {
    if (!isDomainError(error)) throw error;
    const code = (error.details.fields as Record<string, string> | undefined)?.file;
    const t = translatorOf(ctx.locale);
    const facts = {
      file: String(error.details.file ?? ''),
      megabytes: ctx.config.uploadMaxBytes / 1024 / 1024,
    };
    const text = code ? t(`errors.fields.${code}`, facts) : t(`errors.${error.code}`);
    return Response.json({ error: text }, { status: statusOf[error.code] });
  }
};
