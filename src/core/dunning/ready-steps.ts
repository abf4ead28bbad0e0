import type { Policy, Step } from '#core/dunning/policy.ts';
import type { Currency } from '#core/money/currencies.ts';
import { type DebtorKind, DOCUMENT_KINDS } from '#core/receivables/kinds.ts';

/** What ready-made policies are put together from. */

/** A minimum below which a letter costs more than it brings, in a currency of cents and in one without. */
const SMALL_TOTAL = '5.00';
const SMALL_TOTAL_FRANCS = '3000';

type Costs = Pick<Step, 'interest' | 'fee'>;
export const FREE: Costs = { interest: { kind: 'none' }, fee: { kind: 'none' } };
/** Interest at the rate of the law and its flat compensation for each invoice, or its scale of costs. */
export const BY_LAW: Costs = { interest: { kind: 'statutory' }, fee: { kind: 'statutory' } };
export const INTEREST: Costs = { interest: { kind: 'statutory' }, fee: { kind: 'none' } };

const PLAIN = {
  channels: [],
  recipient: 'accounts_payable',
  copies: [],
  sender: null,
  ...FREE,
  mode: 'confirm',
  repeat: null,
} as const;

export type ReadyBody = {
  readonly country: string | null;
  readonly currency: Currency | null;
  readonly body: Policy;
};

/** A policy of a country in its currency: by debtor, what is overdue, every day of the week. */
export function standard(country: string | null, currency: Currency | null, steps: Step[]): ReadyBody {
  const small = currency === 'XOF' ? SMALL_TOTAL_FRANCS : currency ? SMALL_TOTAL : '0';
  return {
    country,
    currency,
    body: {
      grouping: 'debtor',
      situation: 'overdue',
      documents: DOCUMENT_KINDS,
      minimumItem: '0',
      minimumTotal: small,
      contactIntervalDays: 5,
      // A person plans and approves, on whatever day: no weekday is closed until the company says so.
      calendar: { holidays: country, quietWeekdays: [] },
      bankData: { daysMax: 3, stale: 'warn' },
      steps,
    },
  };
}

export function madeFor(kind: DebtorKind, ready: ReadyBody): ReadyBody {
  return { ...ready, body: { ...ready.body, madeFor: kind } };
}

/** For terms that have a clause about late payment. */
export function byClause(ready: ReadyBody): ReadyBody {
  return { ...ready, body: { ...ready.body, lateClause: true } };
}

export function courtesy(days: number): Step {
  return {
    ...PLAIN,
    kind: 'courtesy',
    level: null,
    when: { basis: 'due_date', days, count: 'calendar' },
    deadlineDays: 0,
    attach: 'nothing',
  };
}

/** The first level counts from the due date, each later one from the deadline of the notice before it. */
export function letter(level: number, days: number, deadlineDays: number, costs: Costs = FREE): Step {
  const basis = level === 1 ? 'due_date' : 'previous_deadline';
  return {
    ...PLAIN,
    ...costs,
    kind: 'notice',
    level,
    when: { basis, days, count: 'calendar' },
    deadlineDays,
    attach: 'overdue',
  };
}

export function formalNotice(level: number, days: number, deadlineDays: number, costs: Costs = FREE): Step {
  return { ...letter(level, days, deadlineDays, costs), copies: ['director'] };
}
