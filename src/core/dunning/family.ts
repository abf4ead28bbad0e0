import {
  type Asked,
  type Party,
  type Planning,
  type Wanted,
  wantedOf,
  weighBalance,
} from '#core/dunning/balances.ts';
import { byCurrency, type Demand } from '#core/dunning/demands.ts';
import type { DebtorFacts, ItemFacts } from '#core/dunning/facts.ts';
import type { Currency } from '#core/money/currencies.ts';

/**
 * What is wanted of a payer and of the debtors it pays for. Each debtor's items follow its own policy, holds and kind:
 * those whose policy groups by payer are asked of the payer, all together, and the others of the debtor itself. For the
 * payer a contact with any of them counts, and what a debtor has to its credit lowers its own part alone.
 */
export function planFamily(payer: DebtorFacts, members: readonly Party[], plan: Planning): Demand[] {
  const family: Asked = { party: payer, contactedOn: lastContact([payer, ...members]) };
  const items = byOwner(payer);
  const demands: Demand[] = [];
  const pooled = new Map<Currency, Wanted[]>();
  for (const member of inOrder(members, payer)) {
    const own: Asked = { party: member, contactedOn: member.contactedOn };
    for (const [currency, list] of byCurrency(items.get(member.id) ?? [])) {
      const balance = weighBalance(member, { currency, items: list }, plan, payer);
      const wanted = wantedOf(balance, ({ body }) => (body.grouping === 'payer' ? family : own), plan);
      const forPayer = wanted.filter(({ policy }) => policy.body.grouping === 'payer');
      if (forPayer.length > 0) pooled.set(currency, [...(pooled.get(currency) ?? []), ...forPayer]);
      if (forPayer.length === wanted.length) continue;
      const itself = wanted.filter(({ policy }) => policy.body.grouping !== 'payer');
      demands.push({ asked: own, currency, wanted: itself });
    }
  }
  const together = [...pooled].sort(([a], [b]) => (a < b ? -1 : 1));
  return [...demands, ...together.map(([currency, wanted]) => ({ asked: family, currency, wanted }))];
}

/** The payer's own part first. */
function inOrder(members: readonly Party[], { id }: Party): readonly Party[] {
  return [...members].sort((a, b) => (a.id === id || (b.id !== id && a.id < b.id) ? -1 : 1));
}

function lastContact(parties: readonly Party[]): number | null {
  const days = parties.flatMap(({ contactedOn }) => (contactedOn === null ? [] : [contactedOn]));
  return days.length === 0 ? null : Math.max(...days);
}

function byOwner({ id, items }: DebtorFacts): ReadonlyMap<string, ItemFacts[]> {
  const owners = new Map<string, ItemFacts[]>();
  for (const item of items) {
    const owner = item.owedBy ?? id;
    const list = owners.get(owner);
    if (list) list.push(item);
    else owners.set(owner, [item]);
  }
  return owners;
}
