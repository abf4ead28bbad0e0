import { sql } from 'kysely';
import type {
  DebtorFacts,
  FirstNotice,
  GivenGate,
  ItemFacts,
  PaidPart,
  SettledCosts,
  StepDone,
} from '#core/dunning/facts.ts';
import { moneyFact } from '#core/dunning/item-gates.ts';
import type { StepKind } from '#core/dunning/policy.ts';
import type { Currency } from '#core/money/currencies.ts';
import type { Channel, ContactRole, DebtorKind, DocumentKind, Language } from '#core/receivables/kinds.ts';
import { listLatePayments } from '#server/claims/open-changes.ts';
import { listSettledClaims } from '#server/claims/queries.ts';
import { listDisputeGates } from '#server/disputes/queries.ts';
import { listFirstNotices } from '#server/notices/first-notices.ts';
import type { Bulk } from '#server/platform/bulk.ts';
import type { Trx } from '#server/platform/db.ts';
import { streamRows, type TextRow } from '#server/platform/stream-rows.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { listPoliciesInForce } from '#server/policies/policies-in-force.ts';
import { listPromiseGates, type PromiseGates } from '#server/promises/standing.ts';
import { listProbablyPaid } from '#server/settlements/match-queries.ts';
import { listHandedOverGates } from '#server/steps/handed-over-gates.ts';
import { debtorQuery, type FactFilter, type FactShape, itemQuery } from './fact-queries.ts';
import { findShape } from './fact-shape.ts';
import { ItemFeed } from './item-feed.ts';
import { type FactSource, readFamilies } from './read-families.ts';

/**
 * Every debtor with open items that the filter lets in, in portions: two streams in the order of the debtors, so that
 * memory holds a portion of each and never the whole. The items come over a connection of their own; what changes
 * between the two is read again before anything is issued.
 */
export async function* readDebtors(
  trx: Trx,
  bulk: Bulk,
  { db, companyId }: Pick<CompanyTools, 'db' | 'companyId'>,
  filter: FactFilter,
): AsyncGenerator<DebtorFacts[]> {
  const { steps, families, isOfFamily } = await findShape(trx, companyId, filter);
  const extras = await readExtras(trx, companyId);
  const make = {
    item: (row: TextRow) => itemFrom(row, extras),
    debtor: (row: TextRow, items: readonly ItemFacts[]) => debtorFrom(row, items, extras),
  };
  const source = { db, companyId, bulk, filter, make };
  if (!isOfFamily) yield* readAlone(source, { steps, families: families ? 'apart' : 'none' });
  if (families && (isOfFamily || !filter.debtorId)) yield* readFamilies(source, { steps, families: 'only' });
}

async function* readAlone(source: FactSource, shape: FactShape): AsyncGenerator<DebtorFacts[]> {
  const { companyId, bulk, filter, make } = source;
  const items = new ItemFeed(streamRows(source, itemQuery(companyId, filter, shape)), make.item);
  try {
    for await (const debtors of bulk.read(debtorQuery(companyId, filter, shape), 2000)) {
      const found: DebtorFacts[] = [];
      for (const row of debtors) {
        const own = await items.of(row[0] ?? '');
        if (own.length > 0) found.push(make.debtor(row, own));
      }
      yield found;
    }
  } finally {
    await items.close();
  }
}

function itemFrom(row: TextRow, extras: ItemExtras): ItemFacts {
  const id = row[1] ?? '';
  // Of a payer's family the first column is two ids, the debtor's own the second.
  const debtorId = (row[0] ?? '').slice(-UUID_LENGTH);
  const item: ItemFacts = {
    id,
    documentNumber: row[2] ?? '',
    documentKind: row[3] as DocumentKind,
    currency: row[4] as Currency,
    issuedOn: Number(row[5]),
    importedOn: Number(row[6]),
    dueOn: Number(row[7]),
    open: BigInt(row[8] ?? '0'),
    ...(row[9] ? remindedFrom(row[9]) : NEVER_REMINDED),
    ...(row[10] ? ownTermsFrom(row[10]) : NO_OWN_TERMS),
  };
  const gates = gatesOf(id, debtorId, item.currency, extras);
  const firstNotice = extras.firstNotices.get(id);
  const settledCosts = extras.settledCosts.get(id);
  const paid = extras.paid.get(id);
  // What few have costs the many nothing.
  const steps = row[11];
  if (!gates && !firstNotice && !settledCosts && !paid && !steps) return item;
  return {
    ...item,
    ...(gates && { gates }),
    ...(firstNotice && { firstNotice }),
    ...(settledCosts && { settledCosts }),
    ...(paid && { paid }),
    ...(steps && { stepsDone: steps.split(',').map(stepFrom) }),
  };
}
const UUID_LENGTH = 36;

function stepFrom(text: string): StepDone {
  const [kind, times, on] = text.split(':');
  return { kind: kind as StepKind, times: Number(times), on: Number(on) };
}

/** What holds it besides its own day: the first of them is what a run tells. */
function gatesOf(
  id: string,
  debtorId: string,
  currency: Currency,
  { bank, disputes, promises, handedOver }: ItemExtras,
): readonly GivenGate[] | undefined {
  const handed = handedOver.get(id);
  if (handed) return handed;
  const disputed = disputes.get(id);
  const paid = bank.get(id);
  const promised = promises.ofItems.get(id);
  const promisedWhole = promises.ofDebtors.get(debtorId);
  if (!promised && !promisedWhole) return disputed && paid ? [...disputed, ...paid] : (disputed ?? paid);
  const whole = promisedWhole?.filter((one) => one.currency === currency).map(({ gate }) => gate) ?? [];
  return [...(disputed ?? []), ...(promised ?? []), ...whole, ...(paid ?? [])];
}

type Reminded = Pick<ItemFacts, 'level' | 'times' | 'courtesyOn' | 'notifiedOn' | 'deadlineOn'>;
const NEVER_REMINDED: Reminded = { level: 0, times: 0, courtesyOn: null, notifiedOn: null, deadlineOn: null };

function remindedFrom(text: string): Reminded {
  const [level, times, courtesyOn, notifiedOn, deadlineOn] = text.split(',');
  return {
    level: Number(level),
    times: Number(times),
    courtesyOn: dayOf(courtesyOn),
    notifiedOn: dayOf(notifiedOn),
    deadlineOn: dayOf(deadlineOn),
  };
}

type OwnTerms = Pick<ItemFacts, 'directDebit' | 'policyId' | 'linkedNumber'>;
const NO_OWN_TERMS: OwnTerms = { directDebit: false, policyId: null, linkedNumber: null };

/** The linked number is written by people and comes last: it may hold a comma of its own. */
function ownTermsFrom(text: string): OwnTerms {
  const [directDebit, policyId, ...linked] = text.split(',');
  return {
    directDebit: directDebit === '1',
    policyId: policyId || null,
    linkedNumber: linked.join(',') || null,
  };
}

/** A row of debtorQuery with its items. */
export function debtorFrom(
  row: TextRow,
  items: readonly ItemFacts[],
  { holds, waiting }: Pick<Extras, 'holds' | 'waiting'>,
): DebtorFacts {
  const id = row[0] ?? '';
  return {
    id,
    ...lawFrom(row[11] ?? ''),
    language: row[1] as Language,
    preferredChannel: row[2] as Channel,
    contactedOn: dayOf(row[3]),
    policyId: row[4] ?? null,
    groupPolicyId: row[5] ?? null,
    addresses: {
      mail: row[6] === 't',
      post: row[7] === 't',
      fax: row[8] === 't',
      mailRoles: rolesOf(row[9]),
      faxRoles: rolesOf(row[10]),
    },
    holds: holds.get(id) ?? [],
    waitingRun: waiting.get(id) ?? null,
    items,
  };
}

/** Its kind, and the country under whose law a person put it. */
function lawFrom(text: string): Pick<DebtorFacts, 'kind' | 'lawCountry'> {
  const [kind, lawCountry] = text.split(',');
  return { kind: kind as DebtorKind, ...(lawCountry && { lawCountry }) };
}

function dayOf(text: string | null | undefined): number | null {
  return text ? Number(text) : null;
}

const NO_ROLES: readonly ContactRole[] = [];
function rolesOf(text: string | null | undefined): readonly ContactRole[] {
  return text ? (text.split(',') as ContactRole[]) : NO_ROLES;
}

type Extras = {
  readonly holds: ReadonlyMap<string, DebtorFacts['holds']>;
  readonly waiting: ReadonlyMap<string, number>;
  /** Items that a bank line probably pays, which nobody has settled yet. */
  readonly bank: ReadonlyMap<string, readonly GivenGate[]>;
  /** Items that are with a lawyer, a bailiff or a collector. */
  readonly handedOver: ReadonlyMap<string, readonly GivenGate[]>;
  /** Items that are disputed, or a part of which is. */
  readonly disputes: ReadonlyMap<string, readonly GivenGate[]>;
  /** Items, and debtors, of which payment is promised. */
  readonly promises: PromiseGates;
  /** First reminders, where a law makes interest or costs wait for one. */
  readonly firstNotices: ReadonlyMap<string, FirstNotice>;
  /** What was paid or waived of interest and costs that notices asked. */
  readonly settledCosts: ReadonlyMap<string, SettledCosts>;
  /** What was paid too late of items that are still open, where a policy asks interest. */
  readonly paid: ReadonlyMap<string, readonly PaidPart[]>;
};
type ItemExtras = Pick<
  Extras,
  'bank' | 'handedOver' | 'disputes' | 'promises' | 'firstNotices' | 'settledCosts' | 'paid'
>;

/** What few have: payments nobody has settled yet, disputes, promises, holds, and notices of another run that have not left or are not certain. */
async function readExtras(trx: Trx, companyId: string): Promise<Extras> {
  const found = await sql<{
    debtorId: string;
    dueItemId: string | null;
    untilOn: number | null;
    reason: string;
    by: string;
  }>`
    select h.debtor_id, h.due_item_id, h.until_on - date '1970-01-01' as until_on, h.reason,
      coalesce(h.placed_by, '') as by
    from hold h
    where h.company_id = ${companyId} and h.released_at is null
    order by h.until_on desc nulls first`.execute(trx);
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
  return {
    holds,
    waiting: new Map(waiting.rows.map(({ debtorId, run }) => [debtorId, run])),
    bank: await readProbablyPaid(trx, companyId),
    handedOver: await listHandedOverGates(trx, companyId),
    disputes: await listDisputeGates(trx, companyId),
    promises: await listPromiseGates(trx, companyId),
    firstNotices: await listFirstNotices(trx, companyId),
    settledCosts: await listSettledClaims(trx, companyId),
    paid: (await asksInterest(trx, companyId)) ? await listLatePayments(trx, companyId) : new Map(),
  };
}

/** Whose policies ask no interest need not be told when parts were paid. */
async function asksInterest(trx: Trx, companyId: string): Promise<boolean> {
  const policies = await listPoliciesInForce(trx, companyId);
  return [...policies.values()].some(({ body }) =>
    body.steps.some(({ interest }) => interest.kind !== 'none'),
  );
}

async function readProbablyPaid(trx: Trx, companyId: string): Promise<Extras['bank']> {
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
