import { parseArgs } from 'node:util';
import { closeApp, openApp, openAppAsIs } from '#src/app.ts';
import { readConfig } from '#src/config.ts';
import { systemContext, type App } from '#src/context.ts';
import { isDomainError, type DomainError } from '#src/errors.ts';
import { translatorOf } from '#src/i18n/index.ts';
import { usageError, type Command, type Options, type Values } from './command.ts';
import { commands } from './commands.ts';
import { helpOf, helpOfAll } from './help.ts';

/**
 * Run one command of `portico`, as typed after its name.
 * @returns the exit code: 0 done, 1 it went wrong or something needs attention, 2 asked for wrongly.
 */
export async function main(words: string[]): Promise<number> {
  const found = commandOf(words);
  if (!found) return helpWithout(words);
  try {
    return await execute(found.command, found.rest);
  } catch (error) {
    console.error(explain(error));
    return isUsageError(error) ? 2 : 1;
  }
}

/** The command with the longest name that the words begin with: 'content pull' before 'content'. */
function commandOf(words: string[]): { command: Command; rest: string[] } | null {
  const matches = commands.filter(({ name }) => name.split(' ').every((part, i) => words[i] === part));
  const command = matches.sort((a, b) => b.name.length - a.name.length)[0];
  return command ? { command, rest: words.slice(command.name.split(' ').length) } : null;
}

function helpWithout(words: string[]): number {
  const [first] = words;
  if (first === undefined || first === '--help' || first === '-h' || first === 'help') {
    console.log(helpOfAll(commands));
    return 0;
  }
  const below = commands.filter(({ name }) => name.startsWith(`${first} `));
  const isHelp = words.includes('--help') && below.length > 0;
  const text = helpOfAll(below.length > 0 ? below : commands);
  if (isHelp) console.log(text);
  else console.error(`There is no command "${words.join(' ')}".\n\n${text}`);
  return isHelp ? 0 : 2;
}

async function execute(command: Command, rest: string[]): Promise<number> {
  const { values, positionals } = parse(command, rest);
  if (values['help']) {
    console.log(helpOf(command));
    return 0;
  }
  if (positionals.length > 0 && !command.args)
    throw usageError(`"portico ${command.name}" takes no "${positionals[0]}".`);
  const app = await open(command);
  try {
    return await runIn(app, command, { values, positionals });
  } finally {
    await closeApp(app);
  }
}

function open(command: Command): Promise<App> {
  const config = readConfig();
  return command.migrates === false ? openAppAsIs(config) : openApp(config);
}

async function runIn(
  app: App,
  command: Command,
  { values: { json, ...values }, positionals }: { values: Record<string, unknown>; positionals: string[] },
): Promise<number> {
  const code = await command.run({
    app,
    ctx: systemContext(app),
    values: values as Values<Options>,
    args: positionals,
    progress: (line) => console.error(line),
    report: (value, text) => console.log(json === true ? JSON.stringify(value, null, 2) : text),
  });
  return code ?? 0;
}

function parse(command: Command, rest: string[]) {
  const own = Object.fromEntries(Object.entries(command.options).map(([name, { type }]) => [name, { type }]));
  const common = {
    help: { type: 'boolean', short: 'h' } as const,
    ...(command.hasReport && { json: { type: 'boolean' } as const }),
  };
  try {
    return parseArgs({ args: rest, options: { ...own, ...common }, allowPositionals: true });
  } catch (error) {
    throw usageError(`${(error as Error).message}\n\n${helpOf(command)}`);
  }
}

function isUsageError(error: unknown): boolean {
  return error instanceof Error && error.name === 'UsageError';
}

function explain(error: unknown): string {
  if (isDomainError(error)) return explainDomainError(error);
  return error instanceof Error ? error.message : String(error);
}

function explainDomainError({ code, details }: DomainError): string {
  const t = translatorOf('en');
  const fields = Object.entries((details['fields'] ?? {}) as Record<string, string>);
  const lines = fields.map(([field, why]) => `  ${field}: ${t(`errors.fields.${why}`)}`);
  return [t(`errors.${code}`, details as Record<string, number>), ...lines].join('\n');
}
