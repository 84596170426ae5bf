import { domainError } from '#src/errors.ts';

/** The fields of a posted form, for pages that take one without an action. @throws invalid when the body is no form */
export function readForm(request: Request): Promise<FormData> {
  return request.formData().catch(() => {
    throw domainError('invalid');
  });
}
