import { defineAction } from 'astro:actions';
import type { APIContext } from 'astro';
import { z } from 'zod';
import type { Context } from '#src/context.ts';
import { domainError, isDomainError, type ErrorCode } from '#src/errors.ts';

/** A refused form: the page renders again with what was typed and, for each bad field, a code for `errors.fields`. */
export interface FormFailure {
  action: string;
  values: Record<string, string | string[]>;
  error: { code: ErrorCode; fields: Record<string, string>; details: Record<string, unknown> };
}

/** What an action gives back to the middleware: where to go with a 303, or what to show again. */
export type FormResult = { redirect: string } | { failure: Omit<FormFailure, 'action'> };

/** What `run` may need of the request beside the context, such as cookies to set. */
export type FormRequest = Pick<APIContext, 'cookies' | 'locals' | 'request' | 'url'>;

/**
 * A form of the portal, for people without JavaScript as well: parse the fields, call one verb of the domain, answer
 * with the path to go to. A repeated field or a schema array becomes an array; an empty file input is no file.
 */
export function formAction<S extends z.ZodObject>(form: {
  input: S;
  run: (ctx: Context, input: z.output<S>, request: FormRequest) => Promise<string>;
}) {
  return defineAction({
    accept: 'form',
    handler: async (data: FormData, context): Promise<FormResult> => {
      const parsed = await form.input.safeParseAsync(fieldsOf(data, form.input));
      if (!parsed.success) return refuse(data, 'invalid', fieldErrors(parsed.error));
      try {
        return { redirect: await form.run(context.locals.ctx, parsed.data, context) };
      } catch (error) {
        if (!isDomainError(error)) {
          // Astro passes on only the message; the stack is for the operator's log.
          console.error(error);
          throw error;
        }
        return refuse(data, error.code, error.details.fields as Record<string, string>, error.details);
      }
    },
  });
}

/** Do what a form asks; if it is refused, it comes back with these values instead of what was typed. */
export async function comingBackWith<T>(values: Record<string, string>, run: () => Promise<T>): Promise<T> {
  return run().catch((error: unknown) => {
    throw isDomainError(error) ? domainError(error.code, { ...error.details, instead: values }) : error;
  });
}

/** What was typed between commas. */
export const wordList = (text: string): string[] =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean);

function fieldsOf(data: FormData, schema: z.ZodObject): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(schema.shape)) {
    const all = data
      .getAll(name)
      .filter((value) => typeof value === 'string' || value.name !== '' || value.size > 0);
    if (isArray(field as z.ZodType)) fields[name] = all;
    else if (all.length > 0) fields[name] = all[0];
  }
  return fields;
}

function isArray(field: z.ZodType): boolean {
  const inner = (field as unknown as { def: { innerType?: z.ZodType; in?: z.ZodType } }).def;
  if (field instanceof z.ZodArray) return true;
  const next = inner.innerType ?? inner.in;
  return next !== undefined && isArray(next);
}

/** The first problem of each field, as a code. Zod's own messages are for developers, so only our codes pass. */
function fieldErrors(error: z.ZodError): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const issue of error.issues) {
    const name = String(issue.path[0] ?? '');
    fields[name] ??= /^[a-z_]+$/.test(issue.message) ? issue.message : 'invalid';
  }
  return fields;
}

function refuse(
  data: FormData,
  code: ErrorCode,
  fields: Record<string, string> = {},
  details: Record<string, unknown> = {},
): FormResult {
  const values: FormFailure['values'] = {};
  for (const name of new Set(data.keys())) {
    if (/password/i.test(name)) continue;
    const texts = data.getAll(name).filter((value) => typeof value === 'string');
    if (texts.length > 0) values[name] = texts.length === 1 ? texts[0]! : texts;
  }
  Object.assign(values, details.instead);
  return { failure: { values, error: { code, fields, details } } };
}
