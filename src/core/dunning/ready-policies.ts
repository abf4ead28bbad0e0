import type { Policy } from '#core/dunning/policy.ts';
import {
  BY_LAW,
  byClause,
  courtesy,
  FREE,
  formalNotice,
  INTEREST,
  letter,
  madeFor,
  type ReadyBody,
  standard,
} from '#core/dunning/ready-steps.ts';
import type { Currency } from '#core/money/currencies.ts';

/** Policies to start from. Names and descriptions: i18n/<locale>/screens.json, readyPolicy.<key>.… */
export const READY_POLICY_KEYS = [
  'be_standard',
  'be_business',
  'be_consumer',
  'be_consumer_costs',
  'be_public',
  'fr_standard',
  'fr_business',
  'fr_consumer',
  'fr_public',
  'nl_standard',
  'nl_business',
  'nl_consumer',
  'nl_consumer_costs',
  'nl_public',
  'de_standard',
  'de_business',
  'de_consumer',
  'de_public',
  'lu_standard',
  'lu_business',
  'lu_consumer',
  'lu_public',
  'at_business',
  'at_consumer',
  'at_public',
  'ch_business',
  'ch_consumer',
  'ch_public',
  'es_business',
  'es_public',
  'gb_business',
  'gb_public',
  'ie_business',
  'ie_public',
  'it_business',
  'it_public',
  'pt_business',
  'pt_public',
  'uemoa_standard',
  'uemoa_business',
  'general',
] as const;
export type ReadyPolicyKey = (typeof READY_POLICY_KEYS)[number];

export type ReadyPolicy = ReadyBody & { readonly key: ReadyPolicyKey };

const UEMOA = ['BJ', 'BF', 'CI', 'GW', 'ML', 'NE', 'SN', 'TG'];

/**
 * Days to pay that leave a Belgian consumer the 14 days of Book XIX even by post: they start on the third working day
 * after sending, which is six calendar days at the longest around a holiday, and end with the fourteenth.
 */
const CONSUMER_DAYS_BE = 21;
/** Fourteen days from the day after delivery, which the post makes on the second day, no Sunday or Monday counted. */
const CONSUMER_DAYS_NL = 21;

/** Two free reminders, then the formal notice with what the law gives against businesses. */
const business = (country: string, currency: Currency = 'EUR', costs = BY_LAW) =>
  madeFor(
    'business',
    standard(country, currency, [letter(1, 7, 10), letter(2, 5, 10), formalNotice(3, 5, 8, costs)]),
  );
/** The same with the patience that the offices of an authority need. */
const authority = (country: string, currency: Currency = 'EUR', costs = BY_LAW) =>
  madeFor(
    'public',
    standard(country, currency, [letter(1, 15, 30), letter(2, 5, 15), formalNotice(3, 5, 15, costs)]),
  );
/** Free reminders, and interest only once the debtor was told. */
const patient = (country: string, currency: Currency, costs = FREE) =>
  madeFor(
    'consumer',
    standard(country, currency, [letter(1, 10, 14), letter(2, 5, 14), formalNotice(3, 5, 14, costs)]),
  );

const HANDBOOK: Record<ReadyPolicyKey, ReadyBody> = {
  be_standard: standard('BE', 'EUR', [letter(1, 10, 14), letter(2, 5, 14), formalNotice(3, 5, 14)]),
  be_business: madeFor(
    'business',
    standard('BE', 'EUR', [letter(1, 10, 14), letter(2, 5, 10), formalNotice(3, 5, 8, BY_LAW)]),
  ),
  be_consumer: madeFor(
    'consumer',
    standard('BE', 'EUR', [letter(1, 10, CONSUMER_DAYS_BE), letter(2, 3, 14), formalNotice(3, 5, 14)]),
  ),
  // CDE, art. XIX.2 and XIX.4: a free reminder with its days, then the indemnity and interest of the clause, within the caps.
  be_consumer_costs: byClause(
    madeFor(
      'consumer',
      standard('BE', 'EUR', [
        letter(1, 10, CONSUMER_DAYS_BE),
        letter(2, 3, 14, BY_LAW),
        formalNotice(3, 5, 14, BY_LAW),
      ]),
    ),
  ),
  be_public: authority('BE'),
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
  // Code civil, art. 1231-6: interest runs from the formal notice, which is the second letter; costs stay with the creditor.
  fr_consumer: madeFor(
    'consumer',
    standard('FR', 'EUR', [letter(1, 10, 15), formalNotice(2, 5, 15), formalNotice(3, 5, 15, INTEREST)]),
  ),
  fr_public: authority('FR'),
  nl_standard: standard('NL', 'EUR', [letter(1, 7, 14), letter(2, 3, 14), formalNotice(3, 3, 14)]),
  nl_business: madeFor(
    'business',
    standard('NL', 'EUR', [letter(1, 7, 10), letter(2, 3, 8), formalNotice(3, 3, 8, BY_LAW)]),
  ),
  nl_consumer: madeFor(
    'consumer',
    standard('NL', 'EUR', [letter(1, 7, 14), letter(2, 3, CONSUMER_DAYS_NL), formalNotice(3, 3, 14)]),
  ),
  // BW, art. 6:96 lid 6: a friendly reminder, the fourteen-day letter, then costs by the scale.
  nl_consumer_costs: madeFor(
    'consumer',
    standard('NL', 'EUR', [letter(1, 7, 14), letter(2, 3, CONSUMER_DAYS_NL), formalNotice(3, 3, 14, BY_LAW)]),
  ),
  nl_public: authority('NL'),
  de_standard: standard('DE', 'EUR', [letter(1, 7, 14), letter(2, 3, 10), formalNotice(3, 3, 10)]),
  de_business: madeFor(
    'business',
    standard('DE', 'EUR', [letter(1, 7, 10), letter(2, 3, 10), formalNotice(3, 3, 8, BY_LAW)]),
  ),
  // BGB § 286 and § 288 Abs. 1: the reminder that makes the default is free, interest runs from it.
  de_consumer: madeFor(
    'consumer',
    standard('DE', 'EUR', [letter(1, 7, 14), letter(2, 3, 10, INTEREST), formalNotice(3, 3, 10, INTEREST)]),
  ),
  de_public: authority('DE'),
  lu_standard: standard('LU', 'EUR', [letter(1, 10, 14), letter(2, 5, 14), formalNotice(3, 5, 14)]),
  lu_business: business('LU'),
  // Law of 18 April 2004, art. 12: interest only where the invoice said so: the clerk adds it then.
  lu_consumer: patient('LU', 'EUR'),
  lu_public: authority('LU'),
  at_business: business('AT'),
  at_consumer: patient('AT', 'EUR', INTEREST),
  at_public: authority('AT'),
  // OR Art. 104: interest, and no flat compensation.
  ch_business: business('CH', 'CHF', INTEREST),
  ch_consumer: patient('CH', 'CHF', INTEREST),
  ch_public: authority('CH', 'CHF', INTEREST),
  es_business: business('ES'),
  es_public: authority('ES'),
  gb_business: business('GB', 'GBP'),
  gb_public: authority('GB', 'GBP'),
  ie_business: business('IE'),
  ie_public: authority('IE'),
  it_business: business('IT'),
  it_public: authority('IT'),
  pt_business: business('PT'),
  pt_public: authority('PT'),
  uemoa_standard: standard('SN', 'XOF', [
    courtesy(-5),
    letter(1, 10, 15),
    letter(2, 5, 15),
    formalNotice(3, 5, 15),
  ]),
  // AUDCG, art. 291: interest from the formal notice, which is the second letter.
  uemoa_business: madeFor(
    'business',
    standard('SN', 'XOF', [
      courtesy(-5),
      letter(1, 10, 15),
      formalNotice(2, 5, 15),
      formalNotice(3, 5, 15, INTEREST),
    ]),
  ),
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
  if (written === currency && (meant === null || sameLaw(meant, country))) return { ...body, calendar };
  const minimums = written === currency ? {} : { minimumItem: '0', minimumTotal: '0' };
  return {
    ...body,
    calendar,
    ...minimums,
    // Costs are those of one law: abroad, a person says what may be asked.
    steps: body.steps.map((step) => ({ ...step, ...FREE })),
  };
}

/** The states of the monetary union have one law of late payment. */
export function sameLaw(one: string, other: string): boolean {
  return one === other || (UEMOA.includes(one) && UEMOA.includes(other));
}
