import type { Policy, Step } from '#core/dunning/policy.ts';
import type { Currency } from '#core/money/currencies.ts';
import { type DebtorKind, DOCUMENT_KINDS } from '#core/receivables/kinds.ts';

/** Policies to start from. Names and descriptions: i18n/<locale>/screens.json, readyPolicy.<key>.… */
export const READY_POLICY_KEYS = [
  'be_standard',
  'be_business',
  'be_consumer',
  'fr_standard',
  'fr_business',
  'nl_standard',
  'nl_business',
  'nl_consumer',
  'de_standard',
  'de_business',
  'lu_standard',
  'uemoa_standard',
  'general',
] as const;
export type ReadyPolicyKey = (typeof READY_POLICY_KEYS)[number];

export type ReadyPolicy = {
  readonly key: ReadyPolicyKey;
  /** Countries whose new companies start with it, or for which it is meant. */
  readonly country: string | null;
  readonly currency: Currency | null;
  readonly body: Policy;
};

const UEMOA = ['BJ', 'BF', 'CI', 'GW', 'ML', 'NE', 'SN', 'TG'];

/** A minimum below which a letter costs more than it brings, in a currency of cents. */
const SMALL_TOTAL = '5.00';

/**
 * Days to pay that leave a Belgian consumer the 14 days of Book XIX even by post: they start on the third working day
 * after sending, which is six calendar days at the longest around a holiday, and end with the fourteenth.
 */
const CONSUMER_DAYS_BE = 21;
/** Fourteen days from the day after delivery, which the post makes on the second day, no Sunday or Monday counted. */
const CONSUMER_DAYS_NL = 21;

const FREE = { interest: { kind: 'none' }, fee: { kind: 'none' } } as const;
/** Interest at the rate of the law and its flat compensation for each invoice: what a business owes without reminder. */
const BY_LAW = { interest: { kind: 'statutory' }, fee: { kind: 'statutory' } } as const;

const PLAIN = {
  channels: [],
  recipient: 'accounts_payable',
  copies: [],
  sender: null,
  ...FREE,
  mode: 'confirm',
  repeat: null,
} as const;

const HANDBOOK: Record<ReadyPolicyKey, Omit<ReadyPolicy, 'key'>> = {
  be_standard: standard('BE', 'EUR', [letter(1, 10, 14), letter(2, 5, 14), formalNotice(3, 5, 14)]),
  be_business: madeFor(
    'business',
    standard('BE', 'EUR', [letter(1, 10, 14), letter(2, 5, 10), formalNotice(3, 5, 8, BY_LAW)]),
  ),
  be_consumer: madeFor(
    'consumer',
    standard('BE', 'EUR', [letter(1, 10, CONSUMER_DAYS_BE), letter(2, 3, 14), formalNotice(3, 5, 14)]),
  ),
  fr_standard: standard('FR', 'EUR', [
    courtesy(-5),
    letter(1, 7, 10),
    letter(2, 5, 10),
    formalNotice(3, 5, 8),
  ]),
  fr_business: madeFor(
    'business',
    standard('FR', 'EUR', [courtesy(-5), letter(1, 7, 8), letter(2, 5, 8), formalNotice(3, 5, 8, BY_LAW)]),
  ),
  nl_standard: standard('NL', 'EUR', [letter(1, 7, 14), letter(2, 3, 14), formalNotice(3, 3, 14)]),
  nl_business: madeFor(
    'business',
    standard('NL', 'EUR', [letter(1, 7, 10), letter(2, 3, 8), formalNotice(3, 3, 8, BY_LAW)]),
  ),
  nl_consumer: madeFor(
    'consumer',
    standard('NL', 'EUR', [letter(1, 7, 14), letter(2, 3, CONSUMER_DAYS_NL), formalNotice(3, 3, 14)]),
  ),
  de_standard: standard('DE', 'EUR', [letter(1, 7, 14), letter(2, 3, 10), formalNotice(3, 3, 10)]),
  de_business: madeFor(
    'business',
    standard('DE', 'EUR', [letter(1, 7, 10), letter(2, 3, 10), formalNotice(3, 3, 8, BY_LAW)]),
  ),
  lu_standard: standard('LU', 'EUR', [letter(1, 10, 14), letter(2, 5, 14), formalNotice(3, 5, 14)]),
  uemoa_standard: standard('SN', 'XOF', [
    courtesy(-5),
    letter(1, 10, 15),
    letter(2, 5, 15),
    formalNotice(3, 5, 15),
  ]),
  general: standard(null, null, [letter(1, 10, 14), letter(2, 5, 14), formalNotice(3, 5, 14)]),
};

export function readyPolicies(): ReadyPolicy[] {
  return READY_POLICY_KEYS.map((key) => ({ key, ...HANDBOOK[key] }));
}

export function isReadyPolicyKey(text: string): text is ReadyPolicyKey {
  return READY_POLICY_KEYS.some((key) => key === text);
}

/** What a company starts with: free reminders with time to pay that any debtor, consumers too, must be left. */
export function standardPolicyOf(country: string): ReadyPolicyKey {
  const standards: Readonly<Record<string, ReadyPolicyKey>> = {
    BE: 'be_standard',
    FR: 'fr_standard',
    NL: 'nl_standard',
    DE: 'de_standard',
    LU: 'lu_standard',
  };
  return standards[country] ?? (UEMOA.includes(country) ? 'uemoa_standard' : 'general');
}

/**
 * A ready-made policy for a company. Amounts mean something in one currency only: in another, minimums are zero.
 * Costs are those of the law of its country, and left out in another. Holidays are the company's own.
 */
export function readyPolicyFor(
  key: ReadyPolicyKey,
  { country, currency }: { country: string; currency: Currency },
): Policy {
  const { body, currency: written, country: meant } = HANDBOOK[key];
  const holidays = meant === null || UEMOA.includes(meant) ? country : meant;
  const calendar = { ...body.calendar, holidays };
  if (written === currency && (meant === null || meant === country)) return { ...body, calendar };
  const minimums = written === currency ? {} : { minimumItem: '0', minimumTotal: '0' };
  return {
    ...body,
    calendar,
    ...minimums,
    // Costs are those of one law: abroad, a person says what may be asked.
    steps: body.steps.map((step) => ({ ...step, ...FREE })),
  };
}

function standard(
  country: string | null,
  currency: Currency | null,
  steps: Step[],
): Omit<ReadyPolicy, 'key'> {
  const small = currency === 'XOF' ? '3000' : currency ? SMALL_TOTAL : '0';
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
      bankData: { daysMax: 7, stale: 'ignore' },
      steps,
    },
  };
}

function madeFor(kind: DebtorKind, ready: Omit<ReadyPolicy, 'key'>): Omit<ReadyPolicy, 'key'> {
  return { ...ready, body: { ...ready.body, madeFor: kind } };
}

function courtesy(days: number): Step {
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
function letter(level: number, days: number, deadlineDays: number): Step {
  const basis = level === 1 ? 'due_date' : 'previous_deadline';
  return {
    ...PLAIN,
    kind: 'notice',
    level,
    when: { basis, days, count: 'calendar' },
    deadlineDays,
    attach: 'overdue',
  };
}

function formalNotice(
  level: number,
  days: number,
  deadlineDays: number,
  costs: Pick<Step, 'interest' | 'fee'> = FREE,
): Step {
  return { ...letter(level, days, deadlineDays), copies: ['director'], ...costs };
}
