import { domainError } from '#src/errors.ts';
import type { PersonalDataGate } from '../article.ts';
import { findPersonalData, type ArticleText, type Finding } from './find.ts';

export type GatedFinding = Finding & { isKept: boolean };

/** What an article written from a ticket still holds of people, and which of it an author let stand. Others hold nothing. */
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

/** The data of one more ticket, when an article is worked on for it; the ticket it came from stays the first. */
export function joinGates(first: PersonalDataGate | null, second: PersonalDataGate): PersonalDataGate {
  if (!first) return second;
  const join = <T>(pick: (gate: PersonalDataGate) => T[] | undefined, keyOf = (one: T) => String(one)) => [
    ...new Map([first, second].flatMap((gate) => pick(gate) ?? []).map((one) => [keyOf(one), one])).values(),
  ];
  return {
    ticket: first.ticket,
    names: join((gate) => gate.names),
    emails: join((gate) => gate.emails),
    known: join(
      (gate) => gate.known,
      ({ kind, text }) => `${kind}:${text}`,
    ),
    kept: join((gate) => gate.kept),
  };
}
