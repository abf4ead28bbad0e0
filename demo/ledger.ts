import type { DocumentKind } from '#core/receivables/kinds.ts';
import { structuredReference } from './check-digits.ts';
import { DEMO_DEBTORS, type DemoDebtor, type Habit } from './debtors.ts';
import { type Dice, diceOf } from './dice.ts';
import { EXTRAS } from './extras.ts';

/** The brewery's day of the demo: the last of the first quarter. Everything before it has happened. */
export const DEMO_TODAY = Temporal.PlainDate.from('2026-03-31');
const FIRST_DELIVERY = Temporal.PlainDate.from('2024-10-03');
const LAST_DELIVERY = Temporal.PlainDate.from('2026-03-18');

export type DemoItem = {
  readonly position: number;
  readonly dueOn: Temporal.PlainDate;
  readonly amount: bigint;
  readonly payments: readonly { readonly on: Temporal.PlainDate; readonly amount: bigint }[];
};
export type DemoDocument = {
  readonly debtor: DemoDebtor;
  readonly kind: DocumentKind;
  readonly number: string;
  readonly issuedOn: Temporal.PlainDate;
  readonly reference: string;
  readonly linkedNumber: string;
  readonly items: readonly DemoItem[];
};

/** Days between the due date and the money, from and to, while a debtor of this habit still pays. */
const LATENESS: Readonly<Record<Habit, readonly [from: number, to: number]>> = {
  prompt: [-6, 3],
  late: [14, 55],
  slow: [30, 90],
  stuck: [20, 45],
  silent: [10, 30],
};
/** The last deliveries of these are never paid. */
const UNPAID: Readonly<Partial<Record<Habit, number>>> = { stuck: 4, silent: 3 };
/** Where every delivery is one amount, the third one of these debtors is paid in three instalments. */
const IN_INSTALMENTS = new Set(['1007', '1027', '1035', '1040']);

export const DEMO_DOCUMENTS: readonly DemoDocument[] = DEMO_DEBTORS.flatMap(documentsOf).sort((one, other) =>
  Temporal.PlainDate.compare(one.issuedOn, other.issuedOn),
);

/** What was still open at the end of a day, as the ledger's list of that day shows it. */
export function openOn(day: Temporal.PlainDate, documents: readonly DemoDocument[] = DEMO_DOCUMENTS) {
  return documents
    .filter((document) => Temporal.PlainDate.compare(document.issuedOn, day) <= 0)
    .flatMap((document) => document.items.map((item) => ({ document, item, open: openOf(item, day) })))
    .filter(({ open }) => open !== 0n);
}

function openOf(item: DemoItem, day: Temporal.PlainDate): bigint {
  const paid = item.payments.filter(({ on }) => Temporal.PlainDate.compare(on, day) <= 0);
  return paid.reduce((open, { amount }) => open - amount, item.amount);
}

function documentsOf(debtor: DemoDebtor): DemoDocument[] {
  const dice = diceOf(Number(debtor.number));
  const days = FIRST_DELIVERY.until(LAST_DELIVERY).days;
  const stride = Math.floor(days / debtor.deliveries);
  const invoices = Array.from({ length: debtor.deliveries }, (_, nth) =>
    invoiceOf(
      debtor,
      dice,
      nth,
      FIRST_DELIVERY.add({ days: nth * stride + dice.between(Math.floor(stride / 3), stride) }),
    ),
  );
  return [...invoices, ...creditsOf(debtor, invoices)];
}

function invoiceOf(debtor: DemoDebtor, dice: Dice, nth: number, issuedOn: Temporal.PlainDate): DemoDocument {
  const serial = Number(debtor.number) * 100 + nth;
  const amount = amountOf(debtor, dice);
  const parts = IN_INSTALMENTS.has(debtor.number) && nth === debtor.deliveries - 2 ? 3n : 1n;
  const shares = Array.from({ length: Number(parts) }, (_, part) =>
    part === 0 ? amount - (amount / parts) * (parts - 1n) : amount / parts,
  );
  const isPaid = nth < debtor.deliveries - (UNPAID[debtor.habit] ?? 0);
  const items = shares.map((share, part) => {
    const dueOn = issuedOn.add({ days: debtor.termsDays + part * 30 });
    return {
      position: part + 1,
      dueOn,
      amount: share,
      payments: paymentsOf(debtor, dice, dueOn, share, isPaid),
    };
  });
  return {
    debtor,
    kind: 'invoice',
    number: `F${issuedOn.year}-${String(serial).slice(1)}`,
    issuedOn,
    reference: debtor.country === 'BE' ? structuredReference(String(2_600_000_000 + serial)) : '',
    linkedNumber: '',
    items,
  };
}

function paymentsOf(
  debtor: DemoDebtor,
  dice: Dice,
  dueOn: Temporal.PlainDate,
  amount: bigint,
  isPaid: boolean,
) {
  const [from, to] = LATENESS[debtor.habit];
  const on = dueOn.add({ days: dice.between(from, to) });
  const inParts = dice.between(1, 14) === 1;
  if (!isPaid) return inParts ? [{ on, amount: (amount * 2n) / 5n }] : [];
  if (!inParts) return [{ on, amount }];
  const first = amount / 2n;
  return [
    { on, amount: first },
    { on: on.add({ days: 40 }), amount: amount - first },
  ];
}

/** A delivery of kegs, crates and glasses, ending in 0 or 5 cents; francs of West Africa have none. */
function amountOf(debtor: DemoDebtor, dice: Dice): bigint {
  if (debtor.currency === 'XOF') return BigInt(dice.between(180, 900)) * 1_000n;
  const euros = debtor.kind === 'consumer' ? dice.between(60, 240) : dice.between(140, 2_900);
  return BigInt(euros * 100 + dice.between(0, 19) * 5);
}

/** Empties that came back, money that came early, and a bill that is no invoice. */
function creditsOf(debtor: DemoDebtor, invoices: readonly DemoDocument[]): DemoDocument[] {
  const last = invoices.at(-1);
  const extra = EXTRAS[debtor.number];
  if (!last || !extra) return [];
  const issuedOn = Temporal.PlainDate.from(extra.issuedOn);
  const linkedNumber = extra.isLinked ? last.number : '';
  const items = [{ position: 1, dueOn: issuedOn, amount: extra.amount, payments: [] }];
  return [{ debtor, kind: extra.kind, number: extra.number, issuedOn, reference: '', linkedNumber, items }];
}
