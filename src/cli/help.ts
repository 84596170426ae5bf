import type { Command } from './command.ts';

/** The list of commands, one line each. */
export function helpOfAll(commands: readonly Command[]): string {
  const rows = commands.map((command) => [usageOf(command), command.about] as const);
  return `Usage: npm run portico -- COMMAND [OPTIONS]\n\n${table(rows)}\n\nEach with --help. Settings are environment variables; see the README.`;
}

/** What one command takes. */
export function helpOf(command: Command): string {
  const options = Object.entries(command.options).map(
    ([name, { type, value, about }]) =>
      [`--${name}${type === 'string' ? ` ${value ?? 'VALUE'}` : ''}`, about] as const,
  );
  if (command.hasReport) options.push(['--json', 'Answer in JSON.']);
  options.push(['--help', 'Show this.']);
  const more = command.more ? `\n\n${command.more}` : '';
  return `Usage: npm run portico -- ${usageOf(command)} [OPTIONS]\n\n${command.about}\n\n${table(options)}${more}`;
}

const usageOf = ({ name, args }: Command) => (args ? `${name} ${args}` : name);

function table(rows: (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length)) + 2;
  return rows.map(([left, right]) => `  ${left.padEnd(width)}${right}`).join('\n');
}
