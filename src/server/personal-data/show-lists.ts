import { findCompany } from '#server/companies/queries.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { listUserNames } from '#server/users/user-names.ts';
import { countsOf, mayConfirm } from './erasure-lists.ts';
import { type FoundErasureList, listErasureLists } from './queries.ts';

const SHOWN_MAX = 20;

/** The lists of what was to be erased, the newest first: how much, by whom and when, and whether this person may confirm. */
export async function showErasureLists(tools: CompanyTools) {
  const { companyId, actor, db } = tools;
  const { found, company } = await inCompany(tools, async (trx) => ({
    found: await listErasureLists(trx, companyId, SHOWN_MAX),
    company: await findCompany(trx, companyId),
  }));
  const names = await listUserNames(
    db,
    found.flatMap(({ preparedBy, endedBy }) => [preparedBy, endedBy]),
  );
  const named = (user: string | null) => user && (names.get(user) ?? user);
  return {
    lists: found.map((list) => ({
      ...{ id: list.id, state: list.state, ...countsOf(list) },
      preparedBy: named(list.preparedBy),
      preparedAt: list.preparedAt.toString(),
      endedBy: named(list.endedBy),
      endedAt: list.endedAt?.toString() ?? null,
      named: list.state === 'prepared' ? namedIn(list) : null,
      closed: mayConfirm(company, list, actor) ? null : ('erasure_needs_other_owner' as const),
    })),
  };
}

function namedIn({ debtors, contacts, files }: FoundErasureList) {
  return { debtors: [...debtors], contacts: [...contacts], files: [...files] };
}
