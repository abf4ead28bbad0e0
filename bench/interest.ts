import { epochDayFrom } from '#core/calendar/epoch-days.ts';
import { type Claim, PLAIN_OPTIONS } from '#core/interest/claim.ts';
import { computeClaim } from '#core/interest/compute-claim.ts';
import type { DebtorKind } from '#core/receivables/kinds.ts';
import { measure, printFigures } from './measure.ts';

/** Claims of eight kinds of law, due within two years and a half, every third with a part payment: computed on one core. */
const CLAIMS = Number(process.argv[2] ?? 500_000);
const TODAY = epochDayFrom('2026-06-30');
const LAWS: readonly (readonly [country: string, kind: DebtorKind])[] = [
  ['BE', 'business'],
  ['BE', 'consumer'],
  ['FR', 'business'],
  ['FR', 'public'],
  ['NL', 'business'],
  ['NL', 'consumer'],
  ['DE', 'business'],
  ['LU', 'business'],
];

const claims = Array.from({ length: CLAIMS }, (_, index) => claimOf(index));
// What the engine compiles of the code, it compiles before the clock starts.
for (const claim of claims.slice(0, 20_000)) computeClaim(claim);
const { result, seconds, peakMb } = await measure(async () => {
  let [rows, interest] = [0, 0n];
  for (const claim of claims) {
    const computed = computeClaim(claim);
    rows += computed.rows.length;
    interest += computed.interest;
  }
  return { rows, interest: interest.toString() };
});
printFigures('interest', {
  claims: CLAIMS,
  ...result,
  seconds,
  claimsPerSecond: Math.round(CLAIMS / seconds),
  peakMb,
});

/** The same claim for the same number, spread evenly over laws, days and amounts. */
function claimOf(index: number): Claim {
  const [country, kind] = LAWS[index % LAWS.length] ?? ['BE', 'business'];
  const dueOn = TODAY - 1 - ((index * 7919) % 900);
  const amount = BigInt(1000 + ((index * 104_729) % 2_000_000));
  const paidOn = dueOn + ((index * 31) % 200);
  return {
    country,
    kind,
    amount,
    currency: 'EUR',
    dueOn,
    until: TODAY,
    contractOn: null,
    notice: { sentOn: dueOn + 10, by: 'mail' },
    deliveredOn: null,
    creditorIsSmall: true,
    hasClause: true,
    contractRate: null,
    asksCosts: null,
    payments: index % 3 === 0 ? [{ on: paidOn, amount: amount / 3n }] : [],
    options: PLAIN_OPTIONS,
  };
}
