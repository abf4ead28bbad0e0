import { BOOK_XIX_CAPS } from '#core/interest/regimes/belgium.ts';
import { BIK } from '#core/interest/regimes/netherlands.ts';
import { UMOA } from '#core/interest/regimes/west-africa.ts';
import type { DebtorKind } from '#core/receivables/kinds.ts';
import { ground, type StepLaw } from './step-law.ts';

const PLAIN = {
  announcement: null,
  fees: { kind: 'free' },
  oneLetter: null,
  costsMention: 'costs_by_law',
} as const satisfies Partial<StepLaw>;

/** What the law says about the steps themselves, by country and kind of debtor. */
export const STEP_LAWS: readonly StepLaw[] = [
  { ...PLAIN, country: 'BE', kinds: ['business', 'public'] },
  {
    ...PLAIN,
    country: 'BE',
    kinds: ['consumer'],
    announcement: {
      at: 'first',
      free: ['interest', 'fee'],
      opens: ['interest', 'fee'],
      period: { days: 14, counted: 'be_waiting' },
      // The third working day after sending is the sixth calendar day at the latest around a holiday; fourteen from it.
      safeDays: 21,
      mention: 'be_first_reminder',
      ground: ground(
        'CDE, art. XIX.2',
        'A first reminder that costs nothing and leaves 14 calendar days, with the balance, the indemnity that will be asked, the creditor, the product, its due date and the period.',
      ),
    },
    fees: {
      kind: 'capped',
      cap: BOOK_XIX_CAPS,
      byClause: true,
      ground: ground(
        'CDE, art. XIX.4',
        'Only by a clause of the contract, never above the caps; a clause that goes above them is deemed unwritten.',
      ),
    },
  },
  { ...PLAIN, country: 'FR', kinds: ['business'], costsMention: 'fr_late_payment' },
  { ...PLAIN, country: 'FR', kinds: ['public'] },
  {
    ...PLAIN,
    country: 'FR',
    kinds: ['consumer'],
    announcement: {
      at: 'before_costs',
      free: ['interest', 'fee'],
      opens: ['interest'],
      period: null,
      safeDays: 8,
      mention: 'fr_formal_notice',
      ground: ground('Code civil, art. 1231-6', 'Interest runs from a formal notice.', 'memory'),
    },
    fees: {
      kind: 'forbidden',
      ground: ground(
        'CPCE, art. L111-8',
        'Costs of collection without an enforceable title stay with the creditor.',
        'memory',
      ),
    },
  },
  { ...PLAIN, country: 'NL', kinds: ['business', 'public'] },
  {
    ...PLAIN,
    country: 'NL',
    kinds: ['consumer'],
    announcement: {
      at: 'before_costs',
      free: ['fee'],
      opens: ['fee'],
      period: { days: 14, counted: 'nl_letter' },
      // Post is presumed delivered on the second day, Sundays, Mondays and holidays left out; fourteen from the day after.
      safeDays: 21,
      mention: 'nl_fourteen_days',
      ground: ground(
        'BW, art. 6:96 lid 6',
        'Costs only after a letter that names their exact amount and leaves fourteen days from the day after it was received.',
      ),
    },
    fees: {
      kind: 'capped',
      cap: BIK,
      byClause: false,
      ground: ground(
        'BW, art. 6:96 lid 5; Besluit BIK, art. 2',
        'Never above the scale of the Besluit against a consumer.',
      ),
    },
    oneLetter: ground(
      'BW, art. 6:96 lid 7',
      'Claims that can go in one reminder must; the scale is of their sum.',
    ),
  },
  { ...PLAIN, country: 'DE', kinds: ['business', 'public'] },
  {
    ...PLAIN,
    country: 'DE',
    kinds: ['consumer'],
    announcement: {
      at: 'first',
      free: ['interest', 'fee'],
      opens: ['interest', 'fee'],
      period: null,
      safeDays: 10,
      mention: 'de_default',
      ground: ground(
        'BGB § 286',
        'The reminder that makes the default is free; without one, a consumer is in default after 30 days only where the invoice said so.',
      ),
    },
    fees: {
      kind: 'cost_only',
      usual: '2.50',
      ground: ground(
        'BGB § 309 Nr. 5',
        'A flat fee may not exceed the cost to be expected, about EUR 2.50.',
        'memory',
      ),
    },
  },
  { ...PLAIN, country: 'LU', kinds: ['business', 'consumer', 'public'] },
  { ...PLAIN, country: 'AT', kinds: ['business', 'consumer', 'public'] },
  { ...PLAIN, country: 'CH', kinds: ['business', 'consumer', 'public'] },
  ...['IE', 'ES', 'IT', 'PT', 'GB'].map(
    (country): StepLaw => ({ ...PLAIN, country, kinds: ['business', 'public'] }),
  ),
  ...UMOA.map(
    (country): StepLaw => ({
      ...PLAIN,
      country,
      kinds: ['business'],
      announcement: {
        at: 'before_costs',
        free: ['interest'],
        opens: ['interest'],
        period: null,
        safeDays: 15,
        mention: 'ohada_formal_notice',
        ground: ground(
          'AUDCG, art. 291',
          'Interest runs from the sending of a formal notice, registered or by any equivalent means.',
        ),
      },
    }),
  ),
];

const BY_KEY: ReadonlyMap<string, StepLaw> = new Map(
  STEP_LAWS.flatMap((law) => law.kinds.map((kind) => [`${law.country}.${kind}`, law] as const)),
);

/** The rules about steps for a country and a kind of debtor; null where none are known. UK is read as GB. */
export function findStepLaw(country: string, kind: DebtorKind): StepLaw | null {
  return BY_KEY.get(`${country === 'UK' ? 'GB' : country}.${kind}`) ?? null;
}
