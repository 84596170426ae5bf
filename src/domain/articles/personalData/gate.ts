import { domainError } from '#src/errors.ts';
import type { PersonalDataGate } from '../article.ts';
import { findPersonalData, type ArticleText, type Finding } from './find.ts';

/** The gate of an article that came of no ticket: what looks like anybody's data is somebody's. */
export const anybody: PersonalDataGate = { ticket: null, names: [], emails: [], kept: [] };

export type GatedFinding = Finding & { isKept: boolean };

/** What an article still holds of people, and which of it an author let stand. */
export function gatedFindings(article: ArticleText, gate: PersonalDataGate | null): GatedFinding[] {
  if (!gate) return [];
  return findPersonalData(article, gate).map((finding) => ({
    ...finding,
    isKept: gate.kept.includes(finding.key),
  }));
}

/** @throws DomainError `personal_data` with the `count` of findings that nobody decided on. */
export function refusePersonalData(article: ArticleText, gate: PersonalDataGate | null): void {
  const open = gatedFindings(article, gate).filter((finding) => !finding.isKept);
  if (open.length > 0) throw domainError('personal_data', { count: open.length });
}

/** Of so many people and pieces of data at most an article is kept free, the newest ones. */
const most = 400;

/** The data of one more ticket, when an article is worked on for it; the ticket it came from stays the first. */
export function joinGates(first: PersonalDataGate | null, second: PersonalDataGate): PersonalDataGate {
  if (!first) return second;
  const all = <T>(pick: (gate: PersonalDataGate) => T[] | undefined, keyOf = (one: T) => String(one)) => [
    ...new Map([first, second].flatMap((gate) => pick(gate) ?? []).map((one) => [keyOf(one), one])).values(),
  ];
  const join: typeof all = (pick, keyOf) => all(pick, keyOf).slice(-most);
  return {
    ticket: first.ticket ?? second.ticket,
    tickets: all(ticketsIn),
    names: join((gate) => gate.names),
    emails: join((gate) => gate.emails),
    known: join(
      (gate) => gate.known,
      ({ kind, text }) => `${kind}:${text}`,
    ),
    kept: all((gate) => gate.kept),
  };
}

/** The tickets whose data a gate knows. */
export const ticketsIn = ({ ticket, tickets }: PersonalDataGate): number[] =>
  tickets ?? (ticket === null ? [] : [ticket]);
