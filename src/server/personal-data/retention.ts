import {
  leastYears,
  RETENTION_SUBJECTS,
  type RetentionSubject,
  retentionTermsOf,
} from '#core/personal-data/retention-terms.ts';
import { refuse } from '#core/refusal.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { listUserNames } from '#server/users/user-names.ts';
import { listRetentionDays, type RetentionDay } from './due-queries.ts';
import { findRetentionTerms, keepRetentionTerm, removeRetentionTerm } from './queries.ts';

/** How long what is kept, and by which text: the country's, or the company's own, with who set it and when. */
export async function showRetention(tools: CompanyTools) {
  const { country, terms, own } = await inCompany(tools, (trx) => findRetentionTerms(trx, tools.companyId));
  const lawful = retentionTermsOf(country);
  const names = await listUserNames(
    tools.db,
    [...own.values()].map(({ changedBy }) => changedBy),
  );
  return {
    country,
    terms: RETENTION_SUBJECTS.map((subject) => {
      const set = own.get(subject);
      return {
        subject,
        years: terms[subject].years,
        source: terms[subject].source,
        lawful: { ...lawful[subject], least: leastYears(lawful[subject]) },
        own: set
          ? {
              by: set.changedBy && (names.get(set.changedBy) ?? set.changedBy),
              at: set.changedAt.toString(),
              // Set when the law asked for less: the law's term stands.
              stands: terms[subject].years === set.years && terms[subject].source === set.source,
            }
          : null,
      };
    }),
  };
}

const SOURCE_LENGTH_MAX = 300;

type Asked = { readonly subject: RetentionSubject; readonly years: number };

/** What another term would make go on which day, beside what goes by the one in force. Nothing is changed. @throws Refusal retention_below_law */
export function previewRetention(
  tools: CompanyTools,
  { subject, years }: Asked,
): Promise<{ readonly before: readonly RetentionDay[]; readonly after: readonly RetentionDay[] }> {
  return inCompany(tools, async (trx) => {
    const { country, terms } = await findRetentionTerms(trx, tools.companyId);
    refuseBelowLaw(country, { subject, years });
    const changed = { ...terms, [subject]: { ...terms[subject], years } };
    return {
      before: await listRetentionDays(trx, tools.companyId, terms),
      after: await listRetentionDays(trx, tools.companyId, changed),
    };
  });
}

/**
 * Sets a term of the company's own, with its reason. The same again changes nothing.
 * @throws Refusal retention_source_missing, and retention_below_law, which names the article
 */
export function changeRetention(
  tools: CompanyTools,
  { subject, years, source: given }: Asked & { readonly source: string },
): Promise<void> {
  const { companyId, actor, clock } = tools;
  const source = given.trim();
  if (source === '' || source.length > SOURCE_LENGTH_MAX)
    refuse('retention_source_missing', { most: String(SOURCE_LENGTH_MAX) });
  return inCompany(tools, async (trx) => {
    const { country, terms, own } = await findRetentionTerms(trx, companyId);
    refuseBelowLaw(country, { subject, years });
    if (own.has(subject) && terms[subject].years === years && terms[subject].source === source) return;
    const at = clock.now();
    const row = { companyId, country, subject, years, source };
    await keepRetentionTerm(trx, { ...row, changedBy: actor, changedAt: at });
    const facts = { country, subject, years: String(years), source };
    await addTimelineEntries(trx, companyId, [{ kind: 'retention_changed', facts, at, actor }]);
  });
}

/** Follows the country's term again. Where there is none of the company's own, nothing changes. */
export function resetRetention(
  tools: CompanyTools,
  { subject }: { readonly subject: RetentionSubject },
): Promise<void> {
  const { companyId, actor, clock } = tools;
  return inCompany(tools, async (trx) => {
    const { country } = await findRetentionTerms(trx, companyId);
    if (!(await removeRetentionTerm(trx, companyId, { country, subject }))) return;
    const { years, source } = retentionTermsOf(country)[subject];
    const facts = { country, subject, years: String(years), source };
    await addTimelineEntries(trx, companyId, [{ kind: 'retention_changed', facts, at: clock.now(), actor }]);
  });
}

function refuseBelowLaw(country: string, { subject, years }: Asked): void {
  const lawful = retentionTermsOf(country)[subject];
  const least = leastYears(lawful);
  if (years >= least) return;
  refuse('retention_below_law', {
    subject,
    years: String(years),
    least: String(least),
    source: lawful.source,
  });
}
