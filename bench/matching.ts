import { pathToFileURL } from 'node:url';
import type {
  DebtorFacts,
  ItemFacts,
  LineFacts,
  LineMatch,
  MatchTerms,
  PaidFacts,
} from '#core/matching/match-facts.ts';
import { matchLines } from '#core/matching/match-lines.ts';
import { learnNumberPatterns } from '#core/matching/number-patterns.ts';
import { measure, printFigures, round } from './measure.ts';
import { markOf } from './payments-exceptions.ts';
import { makePayments } from './payments-generator.ts';
import { type Ledger, makeLedger, STYLES } from './payments-ledger.ts';
import { chanceFrom } from './payments-words.ts';
import type { Payment } from './payments-world.ts';

export type Tally = {
  payments: number;
  certain: number;
  certainRight: number;
  decidable: number;
  decidableCertain: number;
  probable: number;
  probableRight: number;
  possible: number;
  none: number;
  readonly kinds: Record<
    string,
    { payments: number; decidable: number; certain: number; wrong: number; probable: number }
  >;
};

/** Payments of four companies, each with its own way of numbering, matched and compared with what they truly were. */
export function judge(
  seed: number,
  payments: number,
  openItems: number,
  wrong: (told: string) => void,
): Tally {
  const tally: Tally = {
    payments: 0,
    certain: 0,
    certainRight: 0,
    decidable: 0,
    decidableCertain: 0,
    probable: 0,
    probableRight: 0,
    possible: 0,
    none: 0,
    kinds: {},
  };
  for (const [at, style] of STYLES.entries()) {
    const chance = chanceFrom(seed + at);
    const ledger = makeLedger(chance, style, openItems / STYLES.length);
    const made = makePayments(chance, ledger, payments / STYLES.length);
    const found = matchLines(made.map(lineOf), withTerms(factsOf(ledger)));
    for (const [place, payment] of made.entries()) {
      const match = found[place];
      if (match) count(tally, payment, match, wrong);
    }
  }
  return tally;
}

function count(tally: Tally, payment: Payment, { matches }: LineMatch, wrong: (told: string) => void): void {
  const [best] = matches;
  const isRight = best !== undefined && isTrue(payment, matches);
  const kind = tally.kinds[payment.kind] ?? { payments: 0, decidable: 0, certain: 0, wrong: 0, probable: 0 };
  tally.kinds[payment.kind] = kind;
  tally.payments += 1;
  kind.payments += 1;
  tally.decidable += payment.decidable ? 1 : 0;
  kind.decidable += payment.decidable ? 1 : 0;
  if (!best) tally.none += 1;
  else if (best.certainty === 'certain') {
    tally.certain += 1;
    kind.certain += 1;
    tally.certainRight += isRight ? 1 : 0;
    kind.wrong += isRight ? 0 : 1;
    tally.decidableCertain += payment.decidable && isRight ? 1 : 0;
  } else if (best.certainty === 'probable') {
    tally.probable += 1;
    kind.probable += 1;
    tally.probableRight += isRight ? 1 : 0;
  } else tally.possible += 1;
  const told = JSON.stringify({
    payment: { ...payment, truth: [...payment.truth] },
    best: best && {
      ...best,
      parts: best.parts.map((part) => ({ ...part, amountMinor: Number(part.amountMinor) })),
      remainderMinor: Number(best.remainderMinor),
    },
  });
  if (best?.certainty === 'certain' ? !isRight : payment.decidable) wrong(told);
}

/** Each bill goes down by what it truly was paid, and no other does. */
function isTrue({ truth }: Payment, [best]: LineMatch['matches']): boolean {
  const lowered = new Map<string, bigint>();
  for (const { dueItemId, amountMinor } of best?.parts ?? [])
    if (dueItemId !== null) lowered.set(dueItemId, (lowered.get(dueItemId) ?? 0n) + amountMinor);
  return lowered.size === truth.size && [...truth].every(([id, cents]) => lowered.get(id) === BigInt(cents));
}

export function lineOf(payment: Payment, at: number): LineFacts {
  return {
    id: `line-${at}`,
    bookedOn: payment.day,
    amountMinor: BigInt(payment.cents),
    currency: 'EUR',
    counterparty: payment.who,
    ultimateParty: null,
    iban: payment.account,
    structuredReference: payment.structured,
    text: payment.text,
    endToEndId: payment.mark,
    mandate: null,
    code: null,
    reversal: payment.back,
    returnReason: null,
    pending: false,
    details: [],
  };
}

export function factsOf(ledger: Ledger) {
  const items: ItemFacts[] = ledger.bills.map((bill) => ({
    id: bill.id,
    debtorId: bill.owner.id,
    documentId: `document of ${bill.id}`,
    number: bill.number,
    kind: bill.cents < 0 ? 'credit_note' : 'invoice',
    currency: 'EUR',
    openMinor: bill.settled ? 0n : BigInt(bill.cents),
    amountMinor: BigInt(bill.cents),
    structuredReference: bill.reference,
    issuedOn: bill.issuedDay,
    dueOn: bill.dueDay,
    directDebit: false,
  }));
  const debtors: DebtorFacts[] = ledger.owing.map((owing) => ({
    id: owing.id,
    number: owing.number,
    name: owing.name,
    otherNames: [],
    ibans: owing.accountKnown ? [owing.account] : [],
    payerId: null,
  }));
  return { items, debtors, paid: paidBefore(ledger) };
}

/** Settled bills were paid by a line of their own. */
function paidBefore(ledger: Ledger): PaidFacts[] {
  return ledger.bills
    .filter(({ settled }) => settled)
    .map((bill) => ({
      lineId: `payment of ${bill.id}`,
      bookedOn: bill.dueDay - 25,
      amountMinor: BigInt(bill.cents),
      currency: 'EUR',
      counterparty: bill.owner.name,
      iban: bill.owner.account,
      structuredReference: bill.reference,
      endToEndId: markOf(bill),
      mandate: null,
      settled: [{ dueItemId: bill.id, amountMinor: BigInt(bill.cents) }],
    }));
}

/** As many of the newest documents as the server learns the numbers from. */
const LEARNT_FROM = 3_000;

/** With what the company matches by: its way of numbering is learnt from its documents. */
export function withTerms(facts: ReturnType<typeof factsOf>) {
  const terms: MatchTerms = {
    patterns: learnNumberPatterns(facts.items.slice(-LEARNT_FROM).map(({ number }) => number)),
    rules: [],
    currency: 'EUR',
    discounts: [{ percent: '2', days: 8 }],
    bankCostsMax: 1_500n,
    smallDifferenceMax: 100n,
  };
  return { ...facts, terms };
}

/** 1,000 lines of one company against 100,000 open items, the index and its patterns made anew. */
async function speed() {
  const chance = chanceFrom(7);
  const ledger = makeLedger(chance, 'letter-year', 109_000);
  const lines = makePayments(chance, ledger, 1_000).map(lineOf);
  const facts = factsOf(ledger);
  const before = process.cpuUsage();
  const { seconds, peakMb } = await measure(async () => matchLines(lines, withTerms(facts)));
  const { user, system } = process.cpuUsage(before);
  return {
    lines: lines.length,
    openItems: ledger.bills.filter(({ settled }) => !settled).length,
    seconds,
    cpuSeconds: round((user + system) / 1_000_000),
    peakMb,
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const show = process.argv.includes('--misses');
  const tally = judge(20_260_401, 20_000, 160_000, (told) => show && process.stderr.write(`${told}\n`));
  printFigures('matching', {
    ...tally,
    certainPrecision: round(tally.certainRight / tally.certain, 5),
    certainRecallOfDecidable: round(tally.decidableCertain / tally.decidable, 4),
    probablePrecision: round(tally.probableRight / tally.probable, 4),
    speed: await speed(),
    goal: { certainPrecision: 0.9995, certainRecallOfDecidable: 0.9, seconds: 1 },
  });
}
