import { type Bill, type Ledger, type Owing, TODAY } from './payments-ledger.ts';
import { type Chance, nameOnTheLine, WITHOUT, withoutAccents } from './payments-words.ts';

/** A payment as the bank tells it, and what it truly was. */
export type Payment = {
  readonly kind: string;
  readonly day: number;
  readonly cents: number;
  readonly who: string | null;
  readonly account: string | null;
  readonly structured: string | null;
  readonly text: string;
  /** What each bill goes down by; empty where it is nobody's payment of one. */
  readonly truth: ReadonlyMap<string, number>;
  /**
   * Whether what stands on the line tells the truth to a careful clerk with the ledger: a sound reference or legible
   * numbers and the amount to the cent; or a payer who is surely known and an amount that only one bill of his (of
   * anybody's, where only the name tells him), or all he owes, explains. Set by what was written, never by what is matched.
   */
  readonly decidable: boolean;
  /** The bank's own mark of a movement, and whether it takes one back. */
  readonly mark: string | null;
  readonly back: boolean;
};

export type Maker = (world: World, from: Owing, bill: Bill) => Payment;
export type World = {
  readonly chance: Chance;
  readonly ledger: Ledger;
  /** How many open bills there are of an amount; how many debtors bear a name. */
  readonly sameAmount: ReadonlyMap<number, number>;
  readonly sameName: ReadonlyMap<string, number>;
};

export function openOf({ bills }: Owing): readonly Bill[] {
  return bills.filter(({ settled }) => !settled);
}

export function plain(name: string): string {
  return withoutAccents(name).toLowerCase();
}

/** What every payment has in common: the payer's name as the bank writes it, and sometimes the account. */
export function payment(
  { chance }: World,
  from: Owing,
  kind: string,
  cents: number,
  told: Partial<Payment>,
): Payment {
  return {
    kind,
    day: TODAY - chance.between(0, 5),
    cents,
    who: nameOnTheLine(chance, from.name, from.person),
    account: chance.percent(92) ? from.account : null,
    structured: null,
    text: chance.one(WITHOUT[from.tongue]),
    truth: new Map(),
    decidable: false,
    mark: null,
    back: false,
    ...told,
  };
}

export function whole(bills: readonly Bill[]): ReadonlyMap<string, number> {
  return new Map(bills.map(({ id, cents }) => [id, cents]));
}

export function total(bills: readonly Bill[]): number {
  return bills.reduce((sum, { cents }) => sum + cents, 0);
}

export function knowsAccount({ account }: Payment, from: Owing): boolean {
  return from.accountKnown && account === from.account;
}

/** The payer is surely known, and only this bill of his explains the amount; known by name alone, only this of anybody's. */
export function isPlain(world: World, from: Owing, made: Payment, bill: Bill): boolean {
  const others = openOf(from).filter((one) => one !== bill);
  const own = [bill.cents, ...others.map(({ cents }) => cents)].filter(
    (cents) => cents === bill.cents,
  ).length;
  if (own > 1 || makesSum(others, bill.cents)) return false;
  if (knowsAccount(made, from)) return true;
  const readable = plain(from.name).startsWith(plain(made.who ?? '')) && (made.who ?? '').length >= 8;
  return readable && world.sameName.get(plain(from.name)) === 1 && world.sameAmount.get(bill.cents) === 1;
}

/** Whether two or three others come to the same: then nobody can tell. */
function makesSum(others: readonly Bill[], wanted: number): boolean {
  return others.some((one, at) =>
    others
      .slice(at + 1)
      .some(
        (two, next) =>
          one.cents + two.cents === wanted ||
          others.slice(at + next + 2).some((three) => one.cents + two.cents + three.cents === wanted),
      ),
  );
}
