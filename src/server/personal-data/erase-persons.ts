import { retentionTermsOf } from '#core/personal-data/retention-terms.ts';
import { refuse } from '#core/refusal.ts';
import { findCompanyDay } from '#server/analytics/company-day.ts';
import { lockDebtors } from '#server/debtors/queries.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { emptyFiles } from './erase-rows.ts';
import { type DuePerson, findRetentionTerms, listDueFiles, listDuePersons } from './queries.ts';
import { keepTombstones, recordErasures, type Tombstone } from './tombstones.ts';

/** What would go if it were confirmed now: shown first, and named again when it is confirmed. */
export type RetentionPreview = {
  readonly persons: readonly DuePerson[];
  readonly files: readonly {
    readonly fileId: string;
    readonly name: string;
    readonly keptUntil: Temporal.PlainDate;
  }[];
};

/** Who and what has reached the end of its term. Nothing is changed. */
export function previewErasures(tools: CompanyTools): Promise<RetentionPreview> {
  return inCompany(tools, (trx) => preview(trx, tools));
}

async function preview(trx: Trx, tools: CompanyTools): Promise<RetentionPreview> {
  const { companyId } = tools;
  const { today } = await findCompanyDay(trx, tools);
  const { terms } = await findRetentionTerms(trx, companyId);
  const persons = await listDuePersons(trx, companyId, { terms, today });
  return { persons, files: await listDueFiles(trx, companyId, { terms, today }) };
}

/**
 * The second step: erases whom the preview named, all of them or none. @throws Refusal erasure_list_changed where the
 * list is no longer what was looked at
 */
export async function eraseDue(
  tools: CompanyTools,
  { debtors, files }: { debtors: readonly string[]; files: readonly string[] },
): Promise<{ readonly persons: number; readonly files: number }> {
  const stones = await inCompany(tools, async (trx) => {
    await lockDebtors(trx, tools.companyId, [...debtors]);
    const due = await preview(trx, tools);
    const same = (given: readonly string[], found: readonly string[]) =>
      new Set(given).size === found.length && found.every((id) => given.includes(id));
    const isSame =
      same(
        debtors,
        due.persons.map(({ debtorId }) => debtorId),
      ) &&
      same(
        files,
        due.files.map(({ fileId }) => fileId),
      );
    if (!isSame)
      refuse('erasure_list_changed', { previewed: String(debtors.length), due: String(due.persons.length) });
    await emptyFiles(trx, tools.companyId, files, tools.clock.now());
    return erase(trx, tools, debtors, 'legal_term');
  });
  keepTombstones(tools.installation.dataDir, stones);
  return { persons: stones.length, files: files.length };
}

/**
 * Erases one person who asks for it, where nothing has to be kept any more. Asking twice changes nothing.
 * @throws Refusal debtor_unknown, erasure_still_owes, erasure_before_term
 */
export async function erasePerson(tools: CompanyTools, { debtor }: { debtor: string }): Promise<void> {
  const stones = await inCompany(tools, async (trx) => {
    const { companyId } = tools;
    const known =
      (await lockDebtors(trx, companyId, [debtor])).get(debtor) ?? refuse('debtor_unknown', { debtor });
    const { today } = await findCompanyDay(trx, tools);
    const { country, terms } = await findRetentionTerms(trx, companyId);
    const [found] = await listDuePersons(trx, companyId, { terms, today, debtorId: debtor });
    if (!found) return [];
    if (found.openItems > 0n)
      refuse('erasure_still_owes', { debtor: known.name, items: String(found.openItems) });
    const mustKeep = found.documents + found.notices > 0n;
    if (mustKeep && Temporal.PlainDate.compare(found.keptUntil, today) >= 0) {
      const source = (terms.invoices ?? retentionTermsOf(country).invoices).source;
      refuse('erasure_before_term', { debtor: known.name, until: found.keptUntil.toString(), source });
    }
    return erase(trx, tools, [debtor], 'request');
  });
  keepTombstones(tools.installation.dataDir, stones);
}

async function erase(
  trx: Trx,
  tools: CompanyTools,
  debtors: readonly string[],
  because: Tombstone['because'],
): Promise<Tombstone[]> {
  const { companyId, clock } = tools;
  const erasedAt = clock.now().toString();
  const stones = debtors.map((debtorId) => ({ companyId, debtorId, erasedAt, because }));
  await recordErasures(trx, tools, stones);
  return stones;
}
