/** One question of the replay. */
export interface Asked {
  /** YYYY-MM, when it was asked. */
  month: string;
  locale: string;
  /** Rank of the answer, from 1; 0 when it was not found, null when none was published yet. */
  rank: number | null;
}

export interface CheckRow {
  /** YYYY-MM; empty for all of them. */
  month: string;
  /** Empty for all of them. */
  locale: string;
  tickets: number;
  /** Of these, those whose answer was among the first three. */
  inTop3: number;
  /** Mean of 1 ÷ rank, 0 when it was not found (Voorhees 1999, TREC-8). */
  mrr: number;
}

/** How often the search would have answered what became a ticket. */
export interface SearchCheck {
  /** ISO 8601. */
  at: string;
  /** Only the newest tickets were replayed. */
  isCapped: boolean;
  /** Tickets whose answer was published only later: the search could not know. */
  tooEarly: number;
  total: CheckRow;
  /** By month, newest first, and locale. */
  rows: CheckRow[];
}

/** Adds up what a replay gave. */
export function checkOf(
  asked: readonly Asked[],
  { at, isCapped }: { at: Date; isCapped: boolean },
): SearchCheck {
  const answerable = asked.filter(({ rank }) => rank !== null);
  const groups = Map.groupBy(answerable, ({ month, locale }) => `${month} ${locale}`);
  const rows = [...groups.values()].map((own) => rowOf(own[0]!, own));
  rows.sort((a, b) => (a.month === b.month ? compare(a.locale, b.locale) : compare(b.month, a.month)));
  return {
    at: at.toISOString(),
    isCapped,
    tooEarly: asked.length - answerable.length,
    total: rowOf({ month: '', locale: '' }, answerable),
    rows,
  };
}

function rowOf({ month, locale }: Pick<Asked, 'month' | 'locale'>, asked: readonly Asked[]): CheckRow {
  const ranks = asked.map(({ rank }) => rank ?? 0);
  const gained = ranks.reduce((sum, rank) => sum + (rank > 0 ? 1 / rank : 0), 0);
  return {
    month,
    locale,
    tickets: ranks.length,
    inTop3: ranks.filter((rank) => rank >= 1 && rank <= 3).length,
    mrr: ranks.length > 0 ? gained / ranks.length : 0,
  };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
