import { type LawNote, regimeNotes } from '#core/interest/claim-notes.ts';
import { findRegime } from '#core/interest/find-regime.ts';
import type { DebtorKind } from '#core/receivables/kinds.ts';
import type { LegalGround } from './step-law.ts';
import { findStepLaw } from './step-laws.ts';

/** What a lawyer should confirm of the law a policy is made under: of interest and costs, and of its steps. Each once. */
export function policyNotes(country: string, kind: DebtorKind): LawNote[] {
  const regime = findRegime(country, kind);
  const law = findStepLaw(country, kind);
  const fees = law && 'ground' in law.fees ? law.fees.ground : null;
  const notes = [
    ...(regime ? regimeNotes(regime) : []),
    ...confirm('confirm_formality', law?.announcement?.ground ?? null),
    ...confirm('confirm_collection_costs', fees),
    ...confirm('confirm_collection_costs', law?.oneLetter ?? null),
  ];
  return [...new Map(notes.map((note) => [`${note.code} ${note.facts.article}`, note])).values()];
}

function confirm(
  code: 'confirm_formality' | 'confirm_collection_costs',
  ground: LegalGround | null,
): LawNote[] {
  return ground && ground.mark !== 'read' ? [{ code, facts: { article: ground.cite } }] : [];
}
