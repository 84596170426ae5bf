import type { Progress } from '#src/domain/articles/content/plan.ts';
import { isKeptOut, type FileProblem } from '#src/domain/articles/content/report.ts';

/** A line at the start and the end of each phase, and every few seconds in between. */
export function stepper(progress: (line: string) => void): Progress {
  const words = { copy: 'Copying', read: 'Reading', write: 'Taking in' };
  let last = 0;
  return ({ phase, done, total }) => {
    const now = performance.now();
    if (total === 0 || (done < total && now - last < 2_000)) return;
    last = now;
    progress(`${words[phase]}: ${done} of ${total}`);
  };
}

/** What kept a file out first, then what is only odd in one that came in; like a compiler, `path:line: what`. */
export function problemLines(problems: FileProblem[]): string[] {
  const line = ({ path, line, message }: FileProblem) => `  ${path || '.'}:${line}: ${message}`;
  const [out, odd] = [problems.filter(isKeptOut), problems.filter((one) => !isKeptOut(one))];
  return [
    ...(out.length > 0 ? [`Not taken in (${out.length}):`, ...out.map(line)] : []),
    ...(odd.length > 0 ? [`Taken in, but (${odd.length}):`, ...odd.map(line)] : []),
  ];
}
