import { ERASURE_LIST_MOST } from '#core/personal-data/erasure-list.ts';
import { findCompanyDay } from '#server/analytics/company-day.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import {
  type DueContact,
  type DueFile,
  type DuePerson,
  listDueContacts,
  listDueFiles,
  listDuePersons,
  listRetentionDays,
  type RetentionDay,
} from './due-queries.ts';
import { findRetentionTerms } from './queries.ts';

/** What would go if it were confirmed on a day: shown first, and named again when it is confirmed. */
export type RetentionPreview = {
  readonly persons: readonly DuePerson[];
  readonly contacts: readonly DueContact[];
  readonly files: readonly DueFile[];
};

/**
 * Who and what has reached the end of its term, today or by a later day, as much of it as one list takes. Nothing is
 * changed.
 */
export function previewErasures(
  tools: CompanyTools,
  { on = null }: { on?: Temporal.PlainDate | null } = {},
): Promise<RetentionPreview & { readonly days: readonly RetentionDay[] }> {
  return inCompany(tools, async (trx) => {
    const { terms } = await findRetentionTerms(trx, tools.companyId);
    return {
      ...(await readPreview(trx, tools, { on, most: ERASURE_LIST_MOST })),
      days: await listRetentionDays(trx, tools.companyId, terms),
    };
  });
}

/** The same inside a transaction of the caller's, without the days that are to come; `most` null: all of it. */
export async function readPreview(
  trx: Trx,
  tools: CompanyTools,
  { on = null, most }: { on?: Temporal.PlainDate | null; most: number | null },
): Promise<RetentionPreview> {
  const { companyId } = tools;
  const { terms } = await findRetentionTerms(trx, companyId);
  const until = { terms, today: on ?? (await findCompanyDay(trx, tools)).today, most };
  return {
    persons: await listDuePersons(trx, companyId, until),
    contacts: await listDueContacts(trx, companyId, until),
    files: await listDueFiles(trx, companyId, until),
  };
}
