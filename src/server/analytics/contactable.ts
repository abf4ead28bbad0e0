import { type RawBuilder, sql } from 'kysely';
import type { StepAfter } from '#core/dunning/steps-after.ts';
import { DOCUMENT_KINDS, type DocumentKind } from '#core/receivables/kinds.ts';
import type { Trx } from '#server/platform/db.ts';
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

const LEVELS = 10;
/** What the days of a step are counted from, as a number: arrays of one fixed width are looked up fastest. */
const BASES = { due_date: 1, previous_deadline: 2, end_of_month: 3, issue_date: 4, last_notice: 5 } as const;
const NO_POLICY = 0;
const ALL_DONE = 9;

/** Whether some documents have a policy of their own or are collected: where none is, none is looked for. */
export async function haveOwnTerms(trx: Trx, companyId: string): Promise<boolean> {
  const { rows } = await sql<{ have: boolean }>`
    select exists (select from document where company_id = ${companyId} and (policy_id is not null or direct_debit)) as have`.execute(
    trx,
  );
  return rows[0]?.have ?? false;
}

/**
 * Common table expressions that end in `worth`: each debtor with something late, whether an item's step has come,
 * whether all steps are done, and what waiting costs. Policies come as arrays by their place and level, so that a
 * hundred thousand items are weighed in one pass; documents are joined only where a policy looks at them.
 */
export function contactable(
  { companyId, today, currency }: CompanyDay,
  narrowing: Narrowing,
  own: boolean,
): RawBuilder<unknown> {
  const { policies, defaultPolicyId, firstImportOn } = narrowing;
  const kinds = policies.some(({ documents }) => documents.length < DOCUMENT_KINDS.length);
  const reads = kinds || policies.some(({ steps }) => steps.some(({ basis }) => basis === 'issue_date'));
  const table = tableOf(narrowing);
  const earliest = policies
    .map(({ steps }) => steps[0]?.latest ?? null)
    .filter((day) => day !== null)
    .sort()[0];
  return sql`
    lately as materialized (
      select id as document_id, imported_on from document
      where company_id = ${companyId} and imported_on > ${firstImportOn}::date and imported_on > ${earliest ?? null}::date
    ), held as materialized (
      select debtor_id, due_item_id from hold
      where company_id = ${companyId} and released_at is null and until_on >= ${today}
    ), follows as materialized (
      select d.id as debtor_id, d.contacted_on,
        coalesce(array_position(${table.ids}, coalesce(d.policy_id, g.policy_id, ${defaultPolicyId}::uuid)), 0) as nth
      from debtor d
      left join debtor_group g on g.company_id = d.company_id and g.id = d.group_id
      where d.company_id = ${companyId}
    ), probably_paid as materialized (
      ${probablyPaidItems(companyId)}
    ), late as (
      select i.*, ${reads ? sql`doc.issued_on, doc.kind,` : sql``} follows.contacted_on, lately.imported_on,
        (${own ? sql`coalesce(own.direct_debit and i.collection_failed_on is null, false)` : sql`false`}
          or i.id in (select item_id from probably_paid)) as is_kept,
        ${own ? sql`coalesce(array_position(${table.ids}, own.policy_id), follows.nth)` : sql`follows.nth`} as nth
      from due_item i
      join follows on follows.debtor_id = i.debtor_id
      left join lately on lately.document_id = i.document_id
      ${
        own
          ? sql`left join document own on own.company_id = i.company_id and own.id = i.document_id
        and (own.policy_id is not null or own.direct_debit)`
          : sql``
      }
      ${reads ? sql`join document doc on doc.company_id = i.company_id and doc.id = i.document_id` : sql``}
      where i.company_id = ${companyId} and i.open_minor <> 0 and i.due_on < ${today}
    ), weighed as (
      select late.*, (${table.bases})[nth * ${LEVELS} + level + 1] as basis,
        (${table.latest})[nth * ${LEVELS} + level + 1] as latest
      from late
    ), worth as materialized (
      select debtor_id,
        bool_or(open_minor > 0 and not is_kept
          and (basis in (${NO_POLICY}, ${ALL_DONE}) or times > (${table.timesMax})[nth + 1] and basis = ${BASES.last_notice}
            or (${cameBy(reads)} <= latest
              and (level > 0 or imported_on is null or imported_on <= latest)
              and (level = 0 or deadline_on is null or deadline_on < ${today})
              and (currency <> ${currency} or open_minor >= (${table.minimums})[nth + 1])))
          and (contacted_on is null or contacted_on <= (${table.quietSince})[nth + 1])
          ${kinds ? sql`and (${table.kinds})[nth * ${DOCUMENT_KINDS.length} + array_position(${[...DOCUMENT_KINDS]}::text[], kind)]` : sql``}
          and id not in (select due_item_id from held where due_item_id is not null)) as due,
        bool_and(basis = ${ALL_DONE} or (basis = ${BASES.last_notice} and times > (${table.timesMax})[nth + 1]))
          filter (where open_minor > 0) as exhausted,
        sum(open_minor) filter (where currency = ${currency})
          * (${today}::date - min(due_on) filter (where open_minor > 0)) as worth
      from weighed
      group by debtor_id
    )`;
}

function cameBy(reads: boolean): RawBuilder<unknown> {
  return sql`case basis
    when ${BASES.due_date} then due_on
    when ${BASES.previous_deadline} then coalesce(deadline_on, notified_on, due_on)
    when ${BASES.end_of_month} then (date_trunc('month', due_on::timestamp) + interval '1 month - 1 day')::date
    ${reads ? sql`when ${BASES.issue_date} then issued_on` : sql``}
    else coalesce(notified_on, deadline_on, due_on)
  end`;
}

/** The policies as arrays. Place 0 is of items without a policy. */
function tableOf({ policies, quietSince }: Narrowing) {
  const none = Array.from({ length: LEVELS }, () => NO_POLICY);
  const steps = policies.flatMap((policy) => policy.steps);
  const never = '-infinity';
  const repeats = policies.map(
    (policy) => policy.steps.find(({ timesMax }) => timesMax !== null)?.timesMax ?? 0,
  );
  const bases = steps.map(({ basis }) => (basis === null ? ALL_DONE : BASES[basis]));
  return {
    ids: arrayOf(
      policies.map(({ policyId }) => policyId),
      'uuid[]',
    ),
    bases: arrayOf([...none, ...bases], 'integer[]'),
    latest: arrayOf([...none.map(() => never), ...steps.map(({ latest }) => latest ?? never)], 'date[]'),
    timesMax: arrayOf([0, ...repeats], 'integer[]'),
    minimums: arrayOf(['0', ...policies.map(({ minimumItem }) => minimumItem)], 'bigint[]'),
    quietSince: arrayOf([quietSince, ...policies.map((policy) => policy.quietSince)], 'date[]'),
    kinds: arrayOf(
      [
        ...DOCUMENT_KINDS.map(() => 'true'),
        ...policies.flatMap(({ documents }) =>
          DOCUMENT_KINDS.map((kind) => String(documents.includes(kind))),
        ),
      ],
      'boolean[]',
    ),
  };
}

function arrayOf(values: readonly (string | number)[], type: string): RawBuilder<unknown> {
  return sql`${`{${values.join()}}`}::${sql.raw(type)}`;
}
