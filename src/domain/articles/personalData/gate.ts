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
