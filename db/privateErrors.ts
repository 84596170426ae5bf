import { DrizzleQueryError, QueryPromise } from 'drizzle-orm';
import { PgSelectBase } from 'drizzle-orm/pg-core';
import { SQLiteSelectBase } from 'drizzle-orm/sqlite-core';

/** All that has a `then` of its own: a select copies that of the others. */
const awaited: Pick<QueryPromise<unknown>, 'then'>[] = [
  QueryPromise.prototype,
  PgSelectBase.prototype,
  SQLiteSelectBase.prototype,
];

/** What Postgres quotes of the values: a broken key, the place in a function. */
const quoting = ['detail', 'where', 'internalQuery'] as const;
/** Errors about a value, whose very message quotes it ("invalid input syntax for type integer: …"). */
const dataException = /^22/;

/**
 * From here on the errors of queries say what failed, but not with which values: these are people's words, and errors are
 * logged and kept. Every query that Drizzle builds ends in this `then`.
 */
export function keepValuesOutOfErrors(): void {
  for (const query of awaited)
    query.then = function (this: QueryPromise<unknown>, done, failed) {
      return this.execute().then(done, failed && ((error: unknown) => failed(withoutValues(error))));
    };
}

/** The same error, its text without values. */
export function withoutValues(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (error.cause) withoutValues(error.cause);
  if (error instanceof DrizzleQueryError) {
    say(error, `Failed query: ${error.query}`);
    error.params = [];
  }
  const { code } = error as { code?: unknown };
  if (typeof code === 'string' && dataException.test(code)) say(error, `A value was refused (${code}).`);
  for (const name of quoting) Reflect.deleteProperty(error, name);
  return error;
}

/** Gives an error another message; its stack begins with the old one. */
function say(error: Error, message: string): void {
  error.stack = error.stack?.replace(error.message, () => message);
  error.message = message;
}
