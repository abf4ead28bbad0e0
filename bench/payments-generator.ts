import {
  byCredit,
  byLess,
  byPart,
  byTooMuch,
  byTwice,
  byUnknownBill,
  cardBatch,
  paidOut,
  refund,
  returned,
  unrelated,
} from './payments-exceptions.ts';
import { type Bill, belgianAccount, type Ledger, type Owing, reference } from './payments-ledger.ts';
import { around, misspell, spell, spellReference, spellTogether } from './payments-spelling.ts';
import { type Chance, firmName, personName } from './payments-words.ts';
import {
  isPlain,
  knowsAccount,
  type Maker,
  openOf,
  type Payment,
  payment,
  plain,
  total,
  type World,
  whole,
} from './payments-world.ts';

/** Of a thousand payments, so many of each kind. */
const MIX: readonly (readonly [share: number, kind: string, make: Maker])[] = [
  [230, 'reference', byReference],
  [110, 'reference in text', byReferenceInText],
  [170, 'number', byNumber],
  [80, 'numbers together', byNumbers],
  [35, 'other payer', byOtherPayer],
  [80, 'payer and amount', byPayer],
  [35, 'all that is open', byTotal],
  [25, 'some, unnamed', bySum],
  [45, 'number with a slip', byMisspelt],
  [25, 'reference with a slip', byWrongReference],
  [40, 'part', byPart],
  [20, 'too much', byTooMuch],
  [25, 'discount or costs', byLess],
  [35, 'paid twice', byTwice],
  [20, 'bill not in the ledger', byUnknownBill],
  [35, 'unrelated', unrelated],
  [10, 'card batch', cardBatch],
  [10, 'paid out', paidOut],
  [40, 'credit taken off', byCredit],
  [25, 'refund', refund],
  [10, 'returned', returned],
];

/** So many payments on a ledger, each bill paid at most once. */
export function makePayments(chance: Chance, ledger: Ledger, count: number): readonly Payment[] {
  const world: World = {
    chance,
    ledger,
    sameAmount: countBy(
      ledger.bills.filter(({ settled }) => !settled),
      ({ cents }) => cents,
    ),
    sameName: countBy(ledger.owing, ({ name }) => plain(name)),
  };
  const payments: Payment[] = [];
  const spent = new Set<Owing>();
  while (payments.length < count) {
    const from = chance.one(ledger.owing);
    if (spent.size === ledger.owing.length) throw new Error(`${count} payments are too many for the ledger`);
    // A debtor pays once in the batch: what is true of the ledger stays true while it is read.
    if (spent.has(from)) continue;
    spent.add(from);
    const open = openOf(from).filter(({ cents }) => cents > 0);
    if (open.length > 0) payments.push(pick(chance)(world, from, chance.one(open)));
  }
  return payments;
}

function pick(chance: Chance): Maker {
  let at = chance.between(
    1,
    MIX.reduce((sum, [share]) => sum + share, 0),
  );
  for (const [share, , make] of MIX) {
    at -= share;
    if (at <= 0) return make;
  }
  return byReference;
}

function countBy<T, Key>(all: readonly T[], keyOf: (one: T) => Key): ReadonlyMap<Key, number> {
  const counts = new Map<Key, number>();
  for (const one of all) counts.set(keyOf(one), (counts.get(keyOf(one)) ?? 0) + 1);
  return counts;
}

function byReference(world: World, from: Owing, bill: Bill): Payment {
  if (!bill.reference) return byNumber(world, from, bill);
  return payment(world, from, 'reference', bill.cents, {
    structured: bill.reference,
    text: '',
    truth: whole([bill]),
    decidable: true,
  });
}

function byReferenceInText(world: World, from: Owing, bill: Bill): Payment {
  if (!bill.reference) return byNumber(world, from, bill);
  const text = around(world.chance, from.tongue, spellReference(world.chance, bill.reference));
  return payment(world, from, 'reference in text', bill.cents, {
    text,
    truth: whole([bill]),
    decidable: true,
  });
}

function byNumber(world: World, from: Owing, bill: Bill): Payment {
  const { text, legible } = spell(world.chance, world.ledger.style, bill.number);
  const made = payment(world, from, legible ? 'number' : 'end of a number', bill.cents, {
    text: around(world.chance, from.tongue, text),
    truth: whole([bill]),
  });
  return { ...made, decidable: legible || isPlain(world, from, made, bill) };
}

function byNumbers(world: World, from: Owing, bill: Bill): Payment {
  const more = openOf(from).filter((one) => one !== bill);
  if (more.length === 0) return byNumber(world, from, bill);
  const bills = [bill, ...more.slice(0, world.chance.between(1, 5))];
  if (total(bills) <= 0) return byNumber(world, from, bill);
  const { text, legible } = spellTogether(world.chance, world.ledger.style, bills);
  return payment(world, from, 'numbers together', total(bills), {
    text: around(world.chance, from.tongue, text),
    truth: whole(bills),
    decidable: legible,
  });
}

/** The owner, the mother company or the partner pays; the number says for whom. */
function byOtherPayer(world: World, from: Owing, bill: Bill): Payment {
  const { chance, ledger } = world;
  const { text, legible } = spell(chance, ledger.style, bill.number);
  const stranger = chance.percent(50) ? personName(chance) : firmName(chance, from.tongue);
  const known = chance.percent(20) ? chance.one(ledger.owing) : null;
  return payment(world, from, 'other payer', bill.cents, {
    who: known?.name ?? stranger,
    account: known?.account ?? belgianAccount(chance),
    text: around(chance, from.tongue, text),
    truth: whole([bill]),
    decidable: legible,
  });
}

function byPayer(world: World, from: Owing, bill: Bill): Payment {
  const made = payment(world, from, 'payer and amount', bill.cents, { truth: whole([bill]) });
  return { ...made, decidable: isPlain(world, from, made, bill) };
}

function byTotal(world: World, from: Owing, bill: Bill): Payment {
  const bills = openOf(from);
  if (bills.length < 2 || total(bills) <= 0) return byPayer(world, from, bill);
  const made = payment(world, from, 'all that is open', total(bills), { truth: whole(bills) });
  return {
    ...made,
    decidable: knowsAccount(made, from) && bills.every(({ cents }) => cents !== total(bills)),
  };
}

function bySum(world: World, from: Owing, bill: Bill): Payment {
  const others = openOf(from).filter((one) => one !== bill && one.cents > 0);
  if (others.length < 2) return byPayer(world, from, bill);
  const bills = [bill, world.chance.one(others)];
  return payment(world, from, 'some, unnamed', total(bills), { truth: whole(bills) });
}

function byMisspelt(world: World, from: Owing, bill: Bill): Payment {
  const slip = misspell(world.chance, bill.number);
  // A slip that makes the number of another open bill of his, of the same amount, has paid that one.
  const named = openOf(from).find(({ number, cents }) => number === slip && cents === bill.cents) ?? bill;
  const made = payment(world, from, 'number with a slip', bill.cents, {
    text: around(world.chance, from.tongue, slip),
    truth: whole([named]),
  });
  return { ...made, decidable: knowsAccount(made, from) && isPlain(world, from, made, bill) };
}

function byWrongReference(world: World, from: Owing, bill: Bill): Payment {
  const text = misspell(world.chance, bill.reference ?? reference(world.chance.between(1, 999_999)));
  const made = payment(world, from, 'reference with a slip', bill.cents, { text, truth: whole([bill]) });
  return { ...made, decidable: isPlain(world, from, made, bill) };
}
