/** What went wrong, in words of the domain; pages turn the code into a status and a text (`errors.<code>` in src/i18n). */
export type ErrorCode =
  | 'not_found' // absent, or not yours: the two are never told apart
  | 'not_allowed'
  | 'sign_in_required'
  | 'invalid'
  | 'conflict'
  | 'rate_limited'
  | 'too_large'
  | 'expired'
  | 'personal_data'
  | 'second_person' // somebody else must approve or publish it
  | 'unavailable';

export interface DomainError extends Error {
  name: 'DomainError';
  code: ErrorCode;
  /** Machine-readable facts for the text: field names, limits, counts. Never prose. */
  details: Record<string, unknown>;
}

/** Make an error of the domain: `throw domainError('not_found', { ticket: 12 })`. */
export function domainError(code: ErrorCode, details: Record<string, unknown> = {}): DomainError {
  const error = new Error(`${code} ${JSON.stringify(details)}`) as DomainError;
  error.name = 'DomainError';
  error.code = code;
  error.details = details;
  return error;
}

/** By name, not by class: the pages' bundle and the server's own modules are two copies of this file. */
export function isDomainError(error: unknown, code?: ErrorCode): error is DomainError {
  if (!(error instanceof Error) || error.name !== 'DomainError') return false;
  return code === undefined || (error as DomainError).code === code;
}

/** The HTTP status of each code (RFC 9110 §15.5). */
export const statusOf: Record<ErrorCode, number> = {
  not_found: 404,
  not_allowed: 403,
  sign_in_required: 401,
  invalid: 422,
  conflict: 409,
  rate_limited: 429,
  too_large: 413,
  expired: 410,
  personal_data: 422,
  second_person: 403,
  unavailable: 503,
};
