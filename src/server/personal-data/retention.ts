import {
  RETENTION_SUBJECTS,
  type RetentionSubject,
  retentionTermsOf,
} from '#core/personal-data/retention-terms.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { findRetentionTerms, keepRetentionTerm } from './queries.ts';

/** How long what is kept, and by which text: the country's, or the company's own. */
export function showRetention(tools: CompanyTools) {
  return inCompany(tools, async (trx) => {
    const { country, terms, own } = await findRetentionTerms(trx, tools.companyId);
    const lawful = retentionTermsOf(country);
    return {
      country,
      terms: RETENTION_SUBJECTS.map((subject) => ({
        subject,
        years: terms[subject].years,
        source: terms[subject].source,
        isOwn: own.has(subject),
        lawful: { ...lawful[subject] },
      })),
    };
  });
}

/** Sets a term of the company's own, with its reason. The same again changes nothing. */
export function changeRetention(
  tools: CompanyTools,
  { subject, years, source }: { subject: RetentionSubject; years: number; source: string },
): Promise<void> {
  const { companyId, actor, clock } = tools;
  return inCompany(tools, async (trx) => {
    const { country, terms } = await findRetentionTerms(trx, companyId);
    if (terms[subject].years === years && terms[subject].source === source) return;
    const at = clock.now();
    await keepRetentionTerm(trx, {
      companyId,
      country,
      subject,
      years,
      source,
      changedBy: actor,
      changedAt: at,
    });
    const facts = { country, subject, years: String(years), source };
    await addTimelineEntries(trx, companyId, [{ kind: 'retention_changed', facts, at, actor }]);
  });
}
