import { sql } from 'kysely';
import type { DebtorFacts, FirstNotice, GivenGate, PaidPart, SettledCosts } from '#core/dunning/facts.ts';
import { moneyFact } from '#core/dunning/item-gates.ts';
import { listLatePayments } from '#server/claims/open-changes.ts';
import { listSettledClaims } from '#server/claims/queries.ts';
import { listDisputeGates } from '#server/disputes/queries.ts';
import { listFirstNotices } from '#server/notices/first-notices.ts';
import type { Trx } from '#server/platform/db.ts';
import { listPoliciesInForce } from '#server/policies/policies-in-force.ts';
import { listPromiseGates, type PromiseGates } from '#server/promises/standing.ts';
import { listProbablyPaid } from '#server/settlements/match-queries.ts';
import { listHandedOverGates } from '#server/steps/handed-over-gates.ts';

/** What few debtors and few due items have, read once for all of them. */
export type Extras = {
  readonly holds: ReadonlyMap<string, DebtorFacts['holds']>;
  readonly waiting: ReadonlyMap<string, number>;
  /** By due item: one look answers for all that few have. */
  readonly few: ReadonlyMap<string, FewHave>;
  /** All that a debtor owes in a currency, where its payment is promised. */
  readonly promisedByDebtor: PromiseGates['ofDebtors'];
};

/** What most due items have nothing of. */
export type FewHave = {
  /** A bank line probably pays it, and nobody has settled that yet. */
  probablyPaid?: readonly GivenGate[];
  /** It is with a lawyer, a bailiff or a collector. */
  handedOver?: readonly GivenGate[];
  /** It is disputed, or a part of it is. */
  disputed?: readonly GivenGate[];
  /** Its payment is promised. */
  promised?: readonly GivenGate[];
  /** Its first reminder, where a law makes interest or costs wait for one. */
  firstNotice?: FirstNotice;
  /** What was paid or waived of interest and costs that notices asked. */
  settledCosts?: SettledCosts;
  /** What was paid of it too late, where a policy asks interest. */
  paid?: readonly PaidPart[];
};

function keepEach<Key extends keyof FewHave>(
  few: Map<string, FewHave>,
  key: Key,
  found: ReadonlyMap<string, FewHave[Key]>,
): void {
  for (const [itemId, value] of found) {
    const known = few.get(itemId);
    if (known) known[key] = value;
    else few.set(itemId, { [key]: value } as FewHave);
  }
}

/**
 * What few have: payments nobody has settled yet, disputes, promises, holds, and notices of another run that have not
 * left or are not certain. Of a restricted person, no reason: it stands on their own page alone (Art. 18 GDPR).
 */
export async function readExtras(trx: Trx, companyId: string): Promise<Extras> {
  const found = await sql<{
    debtorId: string;
    dueItemId: string | null;
    untilOn: number | null;
    reason: string;
    by: string;
    restricted: boolean;
  }>`
    select h.debtor_id, h.due_item_id, h.until_on - date '1970-01-01' as until_on,
      case when d.restricted_at is null then h.reason else '' end as reason, coalesce(h.placed_by, '') as by,
      d.restricted_at is not null as restricted
    from hold h join debtor d on d.company_id = h.company_id and d.id = h.debtor_id
    where h.company_id = ${companyId} and h.released_at is null
    union all
    select d.id, null, null, '', '', true from debtor d
    where d.company_id = ${companyId} and d.restricted_at is not null
    order by until_on desc nulls first`.execute(trx);
  const holds = new Map<string, DebtorFacts['holds'][number][]>();
  for (const { debtorId, ...hold } of found.rows) {
    const list = holds.get(debtorId);
    if (list) list.push(hold);
    else holds.set(debtorId, [hold]);
  }
  const waiting = await sql<{ debtorId: string; run: number }>`
    select n.debtor_id, min(r.number) as run
    from dispatch x
    join notice n on n.company_id = x.company_id and n.id = x.notice_id
    join run r on r.company_id = n.company_id and r.id = n.run_id
    where x.company_id = ${companyId} and x.state in ('held', 'queued', 'claimed', 'transmitting', 'unknown')
      and n.undone_at is null
    group by n.debtor_id`.execute(trx);
  const promises = await listPromiseGates(trx, companyId);
  const few = new Map<string, FewHave>();
  keepEach(few, 'probablyPaid', await readProbablyPaid(trx, companyId));
  keepEach(few, 'handedOver', await listHandedOverGates(trx, companyId));
  keepEach(few, 'disputed', await listDisputeGates(trx, companyId));
  keepEach(few, 'promised', promises.ofItems);
  keepEach(few, 'firstNotice', await listFirstNotices(trx, companyId));
  keepEach(few, 'settledCosts', await listSettledClaims(trx, companyId));
  if (await asksInterest(trx, companyId)) keepEach(few, 'paid', await listLatePayments(trx, companyId));
  return {
    holds,
    waiting: new Map(waiting.rows.map(({ debtorId, run }) => [debtorId, run])),
    few,
    promisedByDebtor: promises.ofDebtors,
  };
}

/** Whose policies ask no interest need not be told when parts were paid. */
async function asksInterest(trx: Trx, companyId: string): Promise<boolean> {
  const policies = await listPoliciesInForce(trx, companyId);
  return [...policies.values()].some(({ body }) =>
    body.steps.some(({ interest }) => interest.kind !== 'none'),
  );
}

async function readProbablyPaid(
  trx: Trx,
  companyId: string,
): Promise<ReadonlyMap<string, readonly GivenGate[]>> {
  const payments = await listProbablyPaid(trx, companyId);
  return new Map(
    [...payments].map(([itemId, { lineId, bookedOn, amountMinor, currency, reason }]) => {
      const facts = {
        on: bookedOn.toString(),
        amount: moneyFact(amountMinor, currency),
        line: lineId,
        reason,
      };
      return [itemId, [{ because: 'probably_paid' as const, facts, until: null }]];
    }),
  );
}
