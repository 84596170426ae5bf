import type { z } from 'zod';
import { domainError } from '#src/errors.ts';

/**
 * What a verb was given, checked once more at the domain's own door (pages are not its only callers).
 * @throws DomainError `invalid` with a code for each bad field.
 */
export function checkInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const fields: Record<string, string> = {};
  for (const issue of parsed.error.issues) {
    const code = /^[a-z_]+$/.test(issue.message) ? issue.message : 'invalid';
    fields[String(issue.path[0] ?? '')] ??= code;
  }
  throw domainError('invalid', { fields });
}
