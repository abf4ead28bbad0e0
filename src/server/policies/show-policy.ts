import { readyPolicies, readyPolicyFor, sameLaw } from '#core/dunning/ready-policies.ts';
import { refuse } from '#core/refusal.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { listUserNames } from '#server/users/user-names.ts';
import { findCompanyTerms, findPolicy, listPolicies, listVersions } from './queries.ts';
import { readyPolicyName } from './ready-policy-names.ts';

/** All policies with their newest body, archived ones last. */
export function showPolicies(tools: CompanyTools) {
  return inCompany(tools, async (trx) => (await listPolicies(trx, tools.companyId)).map(rowOf));
}

/** One policy, as it is or as it was at a version, with all its versions. */
export async function showPolicy(
  tools: CompanyTools,
  { policy, version }: { policy: string; version?: number | undefined },
) {
  const { found, versions, shown } = await inCompany(tools, async (trx) => {
    const found = (await findPolicy(trx, tools.companyId, policy)) ?? refuse('policy_unknown', { policy });
    const versions = await listVersions(trx, tools.companyId, policy);
    const shown = versions.find((each) => each.version === (version ?? found.version));
    if (!shown) {
      return refuse('policy_version_unknown', { policy: found.name, version: String(version) });
    }
    return { found, versions, shown };
  });
  const names = await listUserNames(
    tools.db,
    versions.map(({ createdBy }) => createdBy),
  );
  return {
    ...rowOf(found),
    body: shown.body,
    shown: shown.version,
    versions: versions.map(({ body: _, createdAt, createdBy, ...row }) => ({
      ...row,
      createdBy: createdBy === null ? null : (names.get(createdBy) ?? null),
      createdAt: createdAt.toString(),
    })),
  };
}

/** The ready-made policies as this company would copy them, those of its own country first. */
export function showReadyPolicies(tools: CompanyTools) {
  return inCompany(tools, async (trx) => {
    const company = await findCompanyTerms(trx, tools.companyId);
    const ready = readyPolicies().map(({ key, country }) => {
      const isOwn = country !== null && sameLaw(country, company.country);
      return { key, country: isOwn ? company.country : country };
    });
    const own = ready.filter(({ country }) => country === company.country);
    const others = ready.filter(({ country }) => country !== company.country);
    return [...own, ...others].map(({ key, country }) => ({
      key,
      country,
      name: readyPolicyName(key, company.language),
      body: readyPolicyFor(key, company),
    }));
  });
}

function rowOf(found: NonNullable<Awaited<ReturnType<typeof findPolicy>>>) {
  const { id, name, version, isDefault, body, groups, debtors, documents, notices } = found;
  const uses = { groups, debtors, documents, notices };
  return { id, name, version, isDefault, archived: found.archivedAt !== null, uses, body };
}
