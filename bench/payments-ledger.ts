import { type Chance, firmName, personName, type Tongue } from './payments-words.ts';

/** Who owes, in the generator's own words: nothing here is shared with what is measured. */
export type Owing = {
  readonly id: string;
  readonly number: string;
  readonly name: string;
  readonly person: boolean;
  readonly tongue: Tongue;
  /** The account it pays from; known to the company or not. */
  readonly account: string;
  readonly accountKnown: boolean;
  readonly bills: Bill[];
};

export type Bill = {
  readonly id: string;
  readonly owner: Owing;
  readonly number: string;
  readonly reference: string | null;
  readonly cents: number;
  readonly issuedDay: number;
  readonly dueDay: number;
  /** Paid before: still known, nothing is open. */
  readonly settled: boolean;
};

export type Ledger = {
  readonly style: NumberStyle;
  readonly owing: readonly Owing[];
  readonly bills: readonly Bill[];
};

/** How a company numbers its invoices. */
export type NumberStyle = 'letter-year' | 'year-slash' | 'plain' | 'letters-short-year';
export const STYLES: readonly NumberStyle[] = ['letter-year', 'year-slash', 'plain', 'letters-short-year'];

export function numberIn(style: NumberStyle, year: number, sequence: number): string {
  const digits = (width: number) => String(sequence).padStart(width, '0');
  switch (style) {
    case 'letter-year':
      return `F${year}-${digits(5)}`;
    case 'year-slash':
      return `${year}/${digits(6)}`;
    case 'plain':
      return String(100_000 + sequence);
    case 'letters-short-year':
      return `INV-${year % 100}-${digits(5)}`;
  }
}

/** The count of bills, and of each year: numbers begin anew. */
type Sequences = { all: number; 2025: number; 2026: number };

/** A ledger of about so many open bills, three to eight a debtor as most have, some of one amount each month. */
export function makeLedger(chance: Chance, style: NumberStyle, openBills: number): Ledger {
  const owing: Owing[] = [];
  const bills: Bill[] = [];
  const names: string[] = [];
  const sequences: Sequences = { all: 0, 2025: 0, 2026: 0 };
  while (bills.length < openBills) {
    const one = makeOwing(chance, owing.length, names);
    owing.push(one);
    names.push(one.name);
    const subscription = chance.percent(18) ? chance.one(SUBSCRIPTIONS) : null;
    for (let count = howMany(chance); count > 0; count -= 1) {
      one.bills.push(makeBill(chance, style, one, sequences, subscription));
    }
    bills.push(...one.bills);
  }
  return { style, owing, bills };
}

const SUBSCRIPTIONS = [12_100, 4_840, 24_200, 9_999, 36_300, 6_050, 18_150];

function howMany(chance: Chance): number {
  return chance.percent(30) ? 1 : chance.percent(80) ? chance.between(2, 8) : chance.between(9, 30);
}

function makeOwing(chance: Chance, at: number, names: readonly string[]): Owing {
  const person = chance.percent(22);
  const tongue = chance.one(['fr', 'fr', 'nl', 'nl', 'de'] as const);
  // Some bear another's very name.
  const name =
    names.length > 50 && chance.percent(1.5)
      ? chance.one(names)
      : person
        ? personName(chance)
        : firmName(chance, tongue);
  return {
    id: `debtor-${at}`,
    number: `4${String(at).padStart(5, '0')}`,
    name,
    person,
    tongue,
    account: belgianAccount(chance),
    accountKnown: chance.percent(62),
    bills: [],
  };
}

function makeBill(
  chance: Chance,
  style: NumberStyle,
  owner: Owing,
  sequences: Sequences,
  subscription: number | null,
): Bill {
  const age = chance.between(1, 200);
  const year = age > 90 ? 2025 : 2026;
  sequences.all += 1;
  sequences[year] += 1;
  const cents = subscription ?? amountOf(chance);
  const credit = subscription === null && chance.percent(3);
  return {
    id: `bill-${sequences.all}`,
    owner,
    number: numberIn(style, year, style === 'plain' ? sequences.all : sequences[year]),
    reference: chance.percent(80) ? reference(9_000_000 + sequences.all) : null,
    cents: credit ? -Math.ceil(cents / 5) : cents,
    issuedDay: TODAY - age,
    dueDay: TODAY - age + 30,
    settled: chance.percent(8),
  };
}

/** 1 April 2026, as days since 1970. */
export const TODAY = 20_544;

/** From a few euros to tens of thousands, small ones oftener, now and then a round one. */
function amountOf(chance: Chance): number {
  if (chance.percent(6)) return chance.between(1, 60) * 5_000;
  return Math.round(Math.exp(chance.next() * 6.2 + 3.2 + chance.next() * 1.5) * 5);
}

/** Twelve digits, the last two of which check the others. */
export function reference(number: number): string {
  const digits = String(number).padStart(10, '0');
  const rest = number % 97;
  const all = `${digits}${String(rest === 0 ? 97 : rest).padStart(2, '0')}`;
  return `+++${all.slice(0, 3)}/${all.slice(3, 7)}/${all.slice(7)}+++`;
}

export function belgianAccount(chance: Chance): string {
  const body = Array.from({ length: 10 }, () => chance.between(0, 9)).join('');
  const number = `${body}${String(Number(BigInt(body) % 97n) || 97).padStart(2, '0')}`;
  const check = 98n - (BigInt(`${number}111400`) % 97n);
  return `BE${String(check).padStart(2, '0')}${number}`;
}
