import { type RawBuilder, sql } from 'kysely';
import type { StepAfter } from '#core/dunning/steps-after.ts';
import { DOCUMENT_KINDS, type DocumentKind } from '#core/receivables/kinds.ts';
import { wholeDisputedItems } from '#server/disputes/queries.ts';
import type { Trx } from '#server/platform/db.ts';
import { promisedItems } from '#server/promises/standing.ts';
import { probablyPaidItems } from '#server/settlements/match-queries.ts';
import type { CompanyDay } from './company-day.ts';

/** What of a policy decides whether an item may be in a notice today. */
export type PolicyNarrowing = {
  readonly policyId: string;
  /** One for each level from 0 to 9. */
  readonly steps: readonly StepAfter[];
  /** Whoever was contacted after this day is left alone. */
  readonly quietSince: string;
  readonly documents: readonly DocumentKind[];
  /** In minor units of the company's currency. */
  readonly minimumItem: string;
};

export type Narrowing = {
  readonly policies: readonly PolicyNarrowing[];
  /** The policy of whoever has none of its own. */
  readonly defaultPolicyId: string | null;
  /** Where there is no policy at all. */
  readonly quietSince: string;
  readonly firstImportOn: string | null;
};

/** What some documents or debtors have of their own: where none has, nothing is joined to ask. */
export type OwnTerms = {
  /** A policy, or collection by direct debit. */
  readonly documents: boolean;
  readonly debtors: boolean;
};

export async function findOwnTerms(trx: Trx, companyId: string): Promise<OwnTerms> {
  const { rows } = await sql<OwnTerms>`
    select exists (select from document where company_id = ${companyId} and (policy_id is not null or direct_debit)) as documents,
      exists (select from debtor where company_id = ${companyId} and policy_id is not null)
        or exists (select from debtor_group where company_id = ${companyId} and policy_id is not null) as debtors`.execute(
    trx,
  );
  return rows[0] ?? { documents: true, debtors: true };
}

/**
 * Common table expressions that end in `worth`: each debtor with something late, whether an item's step has come and
 * nobody has just contacted it, whether all steps are done, and what waiting costs. What a policy asks of an item is
 * written out level by level, so that a hundred thousand items are weighed in one pass over their table; documents,
 * debtors and policies are joined only where they make a difference.
 */
export function contactable(
  { companyId, today, currency }: CompanyDay,
  narrowing: Narrowing,
  own: OwnTerms,
): RawBuilder<unknown> {
  const { policies, defaultPolicyId } = narrowing;
  const reads = policies.some(readsDocument);
  const mixed = own.documents || own.debtors;
  const ids = sql`${`{${policies.map(({ policyId }) => policyId).join()}}`}::uuid[]`;
  const followed = sql`coalesce(array_position(${ids}, coalesce(${own.documents ? sql`own.policy_id, ` : sql``}d.policy_id,
    g.policy_id, ${defaultPolicyId}::uuid)), 0)`;
  const weigh = (of: (policy: PolicyNarrowing | null) => RawBuilder<unknown>) => {
    const only = policies.find(({ policyId }) => policyId === defaultPolicyId) ?? null;
    return mixed ? sql`case nth ${sql.join(armsOf([null, ...policies].map(of)), sql` `)} end` : of(only);
  };
  const isQuiet = weigh(
    (policy) =>
      sql`contacted_on is null or contacted_on <= ${policy?.quietSince ?? narrowing.quietSince}::date`,
  );
  return sql`
    held as materialized (
      select debtor_id, due_item_id from hold
      where company_id = ${companyId} and released_at is null and coalesce(until_on, 'infinity') >= ${today}
      union all ${wholeDisputedItems(companyId)}
      union all ${promisedItems(companyId, today)}
    ), probably_paid as materialized (
      ${probablyPaidItems(companyId)}
    ), late as (
      select i.*, ${reads ? sql`doc.issued_on, doc.kind,` : sql``} ${mixed ? sql`d.contacted_on, ${followed} as nth,` : sql``}
        (${own.documents ? sql`coalesce(own.direct_debit and i.collection_failed_on is null, false)` : sql`false`}
          or i.id in (select item_id from probably_paid)) as is_kept
      from due_item i
      ${
        mixed
          ? sql`join debtor d on d.company_id = i.company_id and d.id = i.debtor_id
      left join debtor_group g on g.company_id = d.company_id and g.id = d.group_id`
          : sql``
      }
      ${
        own.documents
          ? sql`left join document own on own.company_id = i.company_id and own.id = i.document_id
        and (own.policy_id is not null or own.direct_debit)`
          : sql``
      }
      ${reads ? sql`join document doc on doc.company_id = i.company_id and doc.id = i.document_id` : sql``}
      where i.company_id = ${companyId} and i.open_minor <> 0 and i.due_on < ${today}
    ), weighed as materialized (
      select debtor_id,
        bool_or(open_minor > 0 and not is_kept and ${weigh((policy) => hasCome(policy, today, currency, narrowing))}
          ${mixed ? sql`and (${isQuiet})` : sql``}
          and id not in (select due_item_id from held where due_item_id is not null)) as due,
        bool_and(${weigh(isExhausted)}) filter (where open_minor > 0) as exhausted,
        sum(open_minor) filter (where currency = ${currency})
          * (${today}::date - min(due_on) filter (where open_minor > 0)) as worth
      from late
      group by debtor_id
    ), worth as materialized (
      ${
        mixed
          ? sql`select * from weighed`
          : sql`select w.debtor_id, w.exhausted, w.worth, w.due and (${isQuiet}) as due
      from weighed w join debtor d on d.company_id = ${companyId} and d.id = w.debtor_id`
      }
    )`;
}

function armsOf(values: readonly RawBuilder<unknown>[]): RawBuilder<unknown>[] {
  return values.map((value, nth) => sql`when ${sql.lit(nth)} then ${value}`);
}

function readsDocument({ documents, steps }: PolicyNarrowing): boolean {
  return documents.length < DOCUMENT_KINDS.length || steps.some(({ basis }) => basis === 'issue_date');
}

/** Whether an item's next step has come; without a policy, and after the last step, a person decides at once. */
function hasCome(
  policy: PolicyNarrowing | null,
  today: Temporal.PlainDate,
  currency: string,
  { firstImportOn }: Narrowing,
): RawBuilder<unknown> {
  if (policy === null) return sql`true`;
  const arms = policy.steps.flatMap(({ reached, basis, latest, timesMax }) => {
    if (basis === null) return [];
    const came = sql`${cameBy(basis)} <= ${latest}::date and ${openBy(reached, latest, today, firstImportOn)}`;
    const large =
      policy.minimumItem === '0'
        ? came
        : sql`${came} and (currency <> ${currency} or open_minor >= ${policy.minimumItem}::bigint)`;
    const whole = timesMax === null ? large : sql`(times > ${timesMax} or ${large})`;
    return [sql`when ${sql.lit(reached)} then ${whole}`];
  });
  const kinds =
    policy.documents.length < DOCUMENT_KINDS.length
      ? sql`kind = any(${[...policy.documents]}::text[])`
      : sql`true`;
  // A policy may have no notice at all.
  return arms.length === 0 ? kinds : sql`${kinds} and case level ${sql.join(arms, sql` `)} else true end`;
}

/** A first step also waits for an item that came in late, any other for the deadline of the one before. */
function openBy(
  reached: number,
  latest: string | null,
  today: Temporal.PlainDate,
  firstImportOn: string | null,
): RawBuilder<unknown> {
  if (reached > 0) return sql`(deadline_on is null or deadline_on < ${today})`;
  return sql`(imported_on <= ${latest}::date or imported_on <= ${firstImportOn}::date)`;
}

function isExhausted(policy: PolicyNarrowing | null): RawBuilder<unknown> {
  if (policy === null) return sql`false`;
  const arms = policy.steps.flatMap(({ reached, basis, timesMax }) => {
    if (basis === null) return [];
    return [sql`when ${sql.lit(reached)} then ${timesMax === null ? sql`false` : sql`times > ${timesMax}`}`];
  });
  return arms.length === 0 ? sql`true` : sql`case level ${sql.join(arms, sql` `)} else true end`;
}

/** What the days of a step are counted from. */
function cameBy(basis: NonNullable<StepAfter['basis']>): RawBuilder<unknown> {
  switch (basis) {
    case 'due_date':
      return sql`due_on`;
    case 'previous_deadline':
      return sql`coalesce(deadline_on, notified_on, due_on)`;
    case 'end_of_month':
      return sql`(date_trunc('month', due_on::timestamp) + interval '1 month - 1 day')::date`;
    case 'issue_date':
      return sql`issued_on`;
    case 'last_notice':
      return sql`coalesce(notified_on, deadline_on, due_on)`;
  }
}
