import type { DebtorFacts, GivenGate, ItemFacts, StepDone } from '#core/dunning/facts.ts';
import type { StepKind } from '#core/dunning/policy.ts';
import type { Currency } from '#core/money/currencies.ts';
import type { Channel, ContactRole, DebtorKind, DocumentKind, Language } from '#core/receivables/kinds.ts';
import type { Bulk } from '#server/platform/bulk.ts';
import type { Trx } from '#server/platform/db.ts';
import { streamRows, type TextRow } from '#server/platform/stream-rows.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import type { PromiseGates } from '#server/promises/standing.ts';
import { debtorQuery, type FactFilter, type FactShape, itemQuery } from './fact-queries.ts';
import { findShape } from './fact-shape.ts';
import { ItemFeed } from './item-feed.ts';
import { type Extras, type FewHave, readExtras } from './read-extras.ts';
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
  const feed = (shape: FactShape) => {
    const items = new ItemFeed(streamRows({ db, companyId }, itemQuery(companyId, filter, shape)));
    return { companyId, bulk, filter, shape, items };
  };
  const alone = isOfFamily ? null : feed({ steps, families: families ? 'apart' : 'none' });
  const family = families && (isOfFamily || !filter.debtorId) ? feed({ steps, families: 'only' }) : null;
  try {
    alone?.items.begin();
    const extras = await readExtras(trx, companyId);
    const make = {
      item: (row: TextRow) => itemFrom(row, extras),
      debtor: (row: TextRow, items: readonly ItemFacts[]) => debtorFrom(row, items, extras),
    };
    for await (const debtors of alone ? readAlone({ ...alone, make }) : []) yield debtors;
    // Given back before the next one is taken: whoever plans holds two connections, never three.
    await alone?.items.close();
    if (family) yield* readFamilies({ ...family, make });
  } finally {
    // Whoever stops early gives the connections back.
    await Promise.allSettled([alone?.items.close(), family?.items.close()]);
  }
}

async function* readAlone(source: FactSource): AsyncGenerator<DebtorFacts[]> {
  const { companyId, bulk, filter, shape, items, make } = source;
  for await (const debtors of bulk.read(debtorQuery(companyId, filter, shape), 2000)) {
    const found: DebtorFacts[] = [];
    for (const row of debtors) {
      const own = await items.of(row[0] ?? '', make.item);
      if (own.length > 0) found.push(make.debtor(row, own));
    }
    yield found;
  }
}

function itemFrom(row: TextRow, extras: Pick<Extras, 'few' | 'promisedByDebtor'>): ItemFacts {
  const id = row[1] ?? '';
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
  // What few have costs the many nothing.
  const few = extras.few.size > 0 ? extras.few.get(id) : undefined;
  const gates = gatesOf(row, item.currency, few, extras.promisedByDebtor);
  const steps = row[11];
  if (!few && !gates && !steps) return item;
  return {
    ...item,
    ...(gates && { gates }),
    ...(few?.firstNotice && { firstNotice: few.firstNotice }),
    ...(few?.settledCosts && { settledCosts: few.settledCosts }),
    ...(few?.paid && { paid: few.paid }),
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
  row: TextRow,
  currency: Currency,
  few: FewHave | undefined,
  promisedByDebtor: PromiseGates['ofDebtors'],
): readonly GivenGate[] | undefined {
  if (few?.handedOver) return few.handedOver;
  const disputed = few?.disputed;
  const paid = few?.probablyPaid;
  const promised = few?.promised;
  // Of a payer's family the first column is two ids, the debtor's own the second.
  const promisedWhole =
    promisedByDebtor.size > 0 ? promisedByDebtor.get((row[0] ?? '').slice(-UUID_LENGTH)) : undefined;
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
