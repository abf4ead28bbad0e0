import { isoDay } from '#core/calendar/epoch-days.ts';
import type { DebtorFacts, ItemFacts } from '#core/dunning/facts.ts';
import { moneyFact } from '#core/dunning/item-gates.ts';
import type { FoundGate } from '#core/dunning/open-gate.ts';
import { minorFrom } from '#core/interest/late-interest.ts';
import type { Currency } from '#core/money/currencies.ts';

/**
 * What would change whether an item is reminded, with the facts its sentence needs (i18n: `change.<code>`). Facts are
 * strings as in gates.ts.
 */
export const CHANGES = {
  /** Nothing but time: it opens by itself. */
  wait: { on: 'day' },
  /** So much more open, or overdue, reaches the minimum; `of` as in the gate. */
  reach_minimum: { missing: 'money', minimum: 'money', of: 'text' },
  /** Credits that no invoice is named for: set against others, or paid out, they hold nothing back. */
  use_credits: { credit: 'money' },
  settle_dispute: { reason: 'text' },
  break_promise: { on: 'day' },
  end_plan: { plan: 'text' },
  lift_hold: { reason: 'text', of: 'text' },
  reject_collection: {},
  decide_bank_line: { amount: 'money', on: 'day' },
  read_bank_data: { account: 'text' },
  add_address: { channels: 'text' },
  add_step: { level: 'count' },
  end_run: { run: 'count' },
  take_back: { to: 'text' },
  remind_kind: { kind: 'text' },
  choose_policy: {},
  /** Paid, nothing is asked any more. */
  pay: { amount: 'money' },
} as const satisfies Record<string, Record<string, 'text' | 'day' | 'count' | 'money'>>;

export type ChangeCode = keyof typeof CHANGES;
export const CHANGE_CODES = Object.keys(CHANGES) as readonly ChangeCode[];
export type Change = { readonly code: ChangeCode; readonly facts: Readonly<Record<string, string>> };

/** What opens a gate; null where nothing but another option of the run would. */
export function changeFor(gate: FoundGate, item: ItemFacts, debtor: DebtorFacts): Change | null {
  const { facts } = gate;
  switch (gate.because) {
    case 'not_yet_due':
    case 'within_grace':
    case 'contacted_recently':
    case 'waiting_by_law':
      return gate.until === null ? null : { code: 'wait', facts: { on: isoDay(gate.until) } };
    case 'below_minimum':
      return { code: 'reach_minimum', facts: { ...missing(facts), of: facts.of ?? 'item' } };
    case 'credit_balance':
      return { code: 'use_credits', facts: { credit: moneyFact(freeCredit(debtor, item), item.currency) } };
    case 'promised':
      return {
        code: 'break_promise',
        facts: { on: gate.until === null ? (facts.on ?? '') : isoDay(gate.until) },
      };
    default:
      return plainChange(gate);
  }
}

function plainChange({ because, facts }: FoundGate): Change | null {
  const { reason = '', of = 'item', plan = '', amount = '', on = '', account = '', to = '' } = facts;
  switch (because) {
    case 'disputed':
      return { code: 'settle_dispute', facts: { reason } };
    case 'on_plan':
      return { code: 'end_plan', facts: { plan } };
    case 'on_hold':
      return { code: 'lift_hold', facts: { reason, of } };
    case 'collected_by_direct_debit':
      return { code: 'reject_collection', facts: {} };
    case 'probably_paid':
      return { code: 'decide_bank_line', facts: { amount, on } };
    case 'bank_data_stale':
      return { code: 'read_bank_data', facts: { account } };
    case 'no_address':
      return { code: 'add_address', facts: { channels: facts.channels ?? '' } };
    case 'level_exhausted':
      return { code: 'add_step', facts: { level: facts.level ?? '' } };
    case 'in_another_run':
      return { code: 'end_run', facts: { run: facts.run ?? '' } };
    case 'handed_over':
      return { code: 'take_back', facts: { to } };
    case 'document_kind':
      return { code: 'remind_kind', facts: { kind: facts.kind ?? '' } };
    case 'no_policy':
      return { code: 'choose_policy', facts: {} };
    default:
      return null;
  }
}

/** What lies between the amount and the minimum. */
function missing({ open = '', minimum = '' }: FoundGate['facts']): { missing: string; minimum: string } {
  const [have, want] = [amountIn(open), amountIn(minimum)];
  return { missing: moneyFact(want.minor - have.minor, want.currency), minimum };
}

/** '12.50 EUR', as moneyFact wrote it. */
function amountIn(fact: string): { minor: bigint; currency: Currency } {
  const [amount = '0', currency = 'EUR'] = fact.split(' ');
  const minor = minorFrom(amount.replace('-', ''), currency as Currency);
  return { minor: amount.startsWith('-') ? -minor : minor, currency: currency as Currency };
}

/** What the debtor has to its credit in the item's currency and nothing is named for. */
function freeCredit({ items }: DebtorFacts, { currency }: ItemFacts): bigint {
  let credit = 0n;
  for (const one of items) if (one.currency === currency && one.open < 0n) credit -= one.open;
  return credit;
}
