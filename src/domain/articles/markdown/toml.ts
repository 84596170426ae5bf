import { parse, TomlDate, TomlError } from 'smol-toml';

/** The front matter of Hugo between +++ lines, with its dates as text; where it is no TOML, its line and why. */
export function readToml(
  toml: string,
): { values: Record<string, unknown> } | { line: number; reason: string } {
  try {
    return { values: plain(parse(toml)) as Record<string, unknown> };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    return { line: error.line, reason: error.message.split('\n')[0]! };
  }
}

/** `2026-05-01T00:00:00Z` that names a day is that day. */
function plain(value: unknown): unknown {
  if (value instanceof TomlDate)
    return value.toISOString().replace(/T00:00:00(\.0+)?(Z|[+-]\d\d:\d\d)?$/, '');
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one)]));
}
