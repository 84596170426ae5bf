import type { APIRoute } from 'astro';
import { requireAdmin } from '#src/domain/accounts/guards.ts';
import { keepUpload } from '#src/domain/articles/transfer/uploads.ts';
import { isDomainError } from '#src/errors.ts';
import { paths } from '#src/paths.ts';
import { receive } from './_receive.ts';

/** Takes an archive as it comes, and leads to the page that says what is in it. */
export const POST: APIRoute = async ({ request, locals: { ctx }, redirect }) => {
  requireAdmin(ctx);
  try {
    return redirect(paths.adminImport(await receive(request, (file) => keepUpload(ctx, file))), 303);
  } catch (error) {
    if (!isDomainError(error)) throw error;
    const fields = (error.details.fields ?? {}) as Record<string, string>;
    return redirect(paths.adminContent(fields.file ?? fields.base ?? error.code), 303);
  }
};
