import type { App, Context } from '#src/context.ts';

export interface Option {
  type: 'string' | 'boolean';
  about: string;
  /** What stands for the value in the help: `--from FOLDER`. */
  value?: string;
}
export type Options = Record<string, Option>;

/** What was typed, after it was checked against the command's options. */
export type Values<O extends Options> = {
  [N in keyof O]: (O[N]['type'] extends 'boolean' ? boolean : string) | undefined;
};

export interface Run<O extends Options = Options> {
  app: App;
  ctx: Context;
  values: Values<O>;
  /** The words after the command's name. */
  args: string[];
  /** A line for people, on the error stream: what goes on, never part of the answer. */
  progress(line: string): void;
  /** The answer: `value` with `--json`, else the text. */
  report(value: unknown, text: string): void;
}

/** One command of `portico`; src/cli/commands.ts lists them all. */
export interface Command<O extends Options = Options> {
  /** As typed: 'backup', 'admin create'. */
  name: string;
  /** One line for the list. */
  about: string;
  /** Words it takes, for the help: '[FILE]'. */
  args?: string;
  options: O;
  /** What else the help says. */
  more?: string;
  /** It reports something: `--json` is understood. */
  hasReport?: boolean;
  /** False when it must see the database as it is, before anything is migrated. Default: true. */
  migrates?: boolean;
  /** @returns the exit code; nothing means 0. */
  run(run: Run<O>): Promise<number | void>;
}

/** Define a command with its options' types; the list of all holds them as one type. */
export const command = <const O extends Options>(definition: Command<O>): Command =>
  definition as unknown as Command;

/** Something the person at the keyboard has to change; shown without a stack. */
export interface UsageError extends Error {
  name: 'UsageError';
}

export function usageError(message: string): UsageError {
  const error = new Error(message) as UsageError;
  error.name = 'UsageError';
  return error;
}
