import { checkSearch } from '#src/domain/measures/searchCheck.ts';
import type { CheckRow, SearchCheck } from '#src/domain/measures/searchCheckRows.ts';
import { command } from './command.ts';

export const searchCheck = command({
  name: 'search check',
  about: 'Replay the resolved tickets, and say how often search would have answered them.',
  options: {},
  more: 'Each is asked before its own answer is learnt. The measures page shows the newest check; one is made every night.',
  hasReport: true,
  async run({ ctx, progress, report }) {
    const said = new Set<number>();
    const check = await checkSearch(ctx, (done, all) => {
      const tenth = Math.floor((10 * done) / all);
      if (!said.has(tenth)) progress(`${done} of ${all} questions and answers replayed`);
      said.add(tenth);
    });
    report(check, textOf(check));
  },
});

function textOf(check: SearchCheck): string {
  if (check.total.tickets === 0) return `No resolved ticket could be asked. ${leftOut(check)}`;
  const lines = [check.total, ...check.rows].map(
    (row) =>
      `${(row.month || 'all').padEnd(9)}${(row.locale || 'all').padEnd(8)}${share(row)}${row.mrr.toFixed(3).padStart(8)}${String(row.tickets).padStart(9)}`,
  );
  return ['month    locale    top-3     MRR  tickets', ...lines, leftOut(check)].join('\n');
}

const share = ({ inTop3, tickets }: CheckRow): string =>
  `${((100 * inTop3) / tickets).toFixed(1)} %`.padStart(7);

const leftOut = ({ tooEarly, isCapped }: SearchCheck): string =>
  `Left out: ${tooEarly} whose answer was not published yet.${isCapped ? ' Only the newest 10,000 tickets were replayed.' : ''}`;
