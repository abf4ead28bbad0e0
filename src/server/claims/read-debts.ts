import { sql } from 'kysely';
import { epochDayOf } from '#core/calendar/epoch-days.ts';
import { askedRule, dueByLaw, type LateDebt } from '#core/claims/claim-to-day.ts';
import { paymentsByDay } from '#core/claims/payments-by-day.ts';
import type { CompanyLaw } from '#core/interest/late-interest.ts';
import type { Currency } from '#core/money/currencies.ts';
import type { DebtorKind, Language } from '#core/receivables/kinds.ts';
import { listFirstNotices } from '#server/notices/first-notices.ts';
import type { Trx } from '#server/platform/db.ts';
import { listPoliciesInForce, policyIdInForce } from '#server/policies/policies-in-force.ts';
import { readRateBook } from '#server/rates/queries.ts';
import { findCreditorTerms } from '#server/terms/queries.ts';
import { listOpenChanges } from './open-changes.ts';

/** A due item as the law weighs it: what was owed, what was paid and when, under whose law. */
export type FoundDebt = {
  readonly id: string;
  readonly documentNumber: string;
  readonly issuedOn: Temporal.PlainDate;
  readonly dueOn: Temporal.PlainDate;
  readonly currency: Currency;
  readonly amountMinor: bigint;
  readonly openMinor: bigint;
  readonly debtorId: string;
  readonly language: Language;
  readonly debt: LateDebt;
  readonly byPolicy: boolean;
  readonly law: CompanyLaw;
  readonly regimeReason: string | null;
};

type Row = Omit<FoundDebt, 'debt' | 'byPolicy' | 'law'> & {
  readonly lawCountry: string;
  readonly lawKind: DebtorKind;
  readonly policyId: string | null;
};

/** One due item, or the ones of a debtor that may have been late by a day, with all that decides about interest on them. */
export async function listDebts(
  trx: Trx,
  companyId: string,
  of: { readonly item: string } | { readonly debtor: string; readonly until: Temporal.PlainDate },
): Promise<FoundDebt[]> {
  const narrowed =
    'item' in of
      ? sql`i.id = ${of.item}`
      : sql`i.debtor_id = ${of.debtor} and least(i.due_on, doc.issued_on) < ${of.until} and i.amount_minor > 0 and doc.kind = 'invoice'`;
  const { rows } = await sql<Row>`
    select i.id, doc.number as document_number, doc.issued_on, i.due_on, i.currency, i.amount_minor, i.open_minor,
      i.debtor_id, d.language, coalesce(d.regime_country, c.country) as law_country,
      coalesce(d.regime_kind, d.kind) as law_kind, d.regime_reason, ${policyIdInForce} as policy_id
    from due_item i
    join document doc on doc.company_id = i.company_id and doc.id = i.document_id
    join debtor d on d.company_id = i.company_id and d.id = i.debtor_id
    left join debtor_group g on g.company_id = d.company_id and g.id = d.group_id
    join company c on c.id = i.company_id
    where i.company_id = ${companyId} and ${narrowed}
    order by i.due_on, doc.number, i.position`.execute(trx);
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const changes = await listOpenChanges(trx, companyId, ids);
  const firstNotices = await listFirstNotices(trx, companyId, ids);
  const policies = await listPoliciesInForce(trx, companyId);
  const rates = await readRateBook(trx, companyId);
  const creditor = await findCreditorTerms(trx, companyId);
  return rows.map((row) => {
    const policy = (row.policyId && policies.get(row.policyId)?.body) || null;
    const { rule, byPolicy } = askedRule(policy);
    const law = { country: row.lawCountry, rates, creditor };
    const days = { issuedOn: epochDayOf(row.issuedOn), dueOn: epochDayOf(row.dueOn) };
    const dueOn = dueByLaw({ kind: row.lawKind, ...days }, law);
    const { bank = [], ledger = [] } = changes.get(row.id) ?? {};
    const { amountMinor: amount, openMinor: open } = row;
    return {
      ...row,
      byPolicy,
      law,
      debt: {
        ...{ amount, currency: row.currency, ...days, kind: row.lawKind, rule },
        payments: paymentsByDay({ amount, open, dueOn, bank, ledger }),
        firstNotice: firstNotices.get(row.id) ?? null,
        hasClause: policy?.lateClause ?? false,
      },
    };
  });
}
