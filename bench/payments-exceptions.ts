import { type Bill, belgianAccount, type Owing } from './payments-ledger.ts';
import { around } from './payments-spelling.ts';
import { CARD_SERVICES, PAID_OUT, UNRELATED } from './payments-words.ts';
import { openOf, type Payment, payment, type World, whole } from './payments-world.ts';

export function byPart(world: World, from: Owing, bill: Bill): Payment {
  const cents = Math.max(1, Math.round((bill.cents * world.chance.between(2, 8)) / 10));
  return payment(world, from, 'part', cents, {
    ...(bill.reference ? { structured: bill.reference, text: '' } : { text: bill.number }),
    truth: new Map([[bill.id, cents]]),
  });
}

export function byTooMuch(world: World, from: Owing, bill: Bill): Payment {
  return payment(world, from, 'too much', bill.cents + world.chance.between(1, 40) * 250, {
    text: bill.number,
    truth: whole([bill]),
  });
}

export function byLess(world: World, from: Owing, bill: Bill): Payment {
  const less = world.chance.percent(50) ? Math.round(bill.cents / 50) : world.chance.between(1, 1_500);
  return payment(world, from, 'discount or costs', Math.max(1, bill.cents - less), {
    ...(bill.reference ? { structured: bill.reference, text: '' } : { text: bill.number }),
    truth: whole([bill]),
  });
}

/** The reference or number of a bill that was paid before: by mistake, or from an old form. */
export function byTwice(world: World, from: Owing, bill: Bill): Payment {
  const old = from.bills.find(({ settled, cents }) => settled && cents > 0);
  if (!old) return byPart(world, from, bill);
  return payment(world, from, 'paid twice', old.cents, {
    ...(old.reference ? { structured: old.reference, text: '' } : { text: old.number }),
  });
}

/** A bill that was sent after the last import, sometimes of the very amount of an older one. */
export function byUnknownBill(world: World, from: Owing, bill: Bill): Payment {
  const next = bill.number.replace(/\d{5}$/, String(world.chance.between(90_000, 99_999)));
  const cents = world.chance.percent(40) ? bill.cents : world.chance.between(1_000, 90_000);
  return payment(world, from, 'bill not in the ledger', cents, {
    text: around(world.chance, from.tongue, next),
  });
}

export function unrelated(world: World, from: Owing): Payment {
  const [who, text] = world.chance.one(UNRELATED);
  return payment(world, from, 'unrelated', world.chance.between(500, 900_000), {
    who,
    text,
    account: belgianAccount(world.chance),
  });
}

export function cardBatch(world: World, from: Owing): Payment {
  const told = {
    who: world.chance.one(CARD_SERVICES),
    text: `REMISE ${world.chance.between(10_000, 99_999)}`,
    account: belgianAccount(world.chance),
  };
  return payment(world, from, 'card batch', world.chance.between(5_000, 500_000), told);
}

export function paidOut(world: World, from: Owing, bill: Bill): Payment {
  const [who, text] = world.chance.one(PAID_OUT);
  const told = world.chance.percent(70) ? { who, text, account: belgianAccount(world.chance) } : {};
  return payment(
    world,
    from,
    'paid out',
    -(world.chance.percent(20) ? bill.cents : world.chance.between(500, 400_000)),
    told,
  );
}

/** A credit note is taken off: both are named, or only the bill is. */
export function byCredit(world: World, from: Owing, bill: Bill): Payment {
  const credit = openOf(from).find(({ cents }) => cents < 0);
  if (!credit || bill.cents + credit.cents <= 0) return byPart(world, from, bill);
  const both = world.chance.percent(60);
  return payment(world, from, 'credit taken off', bill.cents + credit.cents, {
    text: both ? `${bill.number} - ${credit.number}` : bill.number,
    truth: whole([bill, credit]),
    decidable: both,
  });
}

/** The company pays a credit back, and says which. */
export function refund(world: World, from: Owing, bill: Bill): Payment {
  const credit = openOf(from).find(({ cents }) => cents < 0);
  if (!credit) return paidOut(world, from, bill);
  return payment(world, from, 'refund', credit.cents, {
    text: around(world.chance, from.tongue, credit.number),
    who: from.name,
    account: from.account,
    truth: whole([credit]),
    decidable: true,
  });
}

/** What was paid before goes back: the bank names the earlier movement by its mark, or only the payer. */
export function returned(world: World, from: Owing, bill: Bill): Payment {
  const old = from.bills.find(({ settled, cents }) => settled && cents > 0);
  if (!old) return paidOut(world, from, bill);
  const marked = world.chance.percent(80);
  return payment(world, from, 'returned', -old.cents, {
    account: from.account,
    mark: marked ? markOf(old) : null,
    back: true,
    truth: new Map([[old.id, -old.cents]]),
    decidable: marked,
  });
}

/** The mark that the payment of a settled bill bore. */
export function markOf(bill: Bill): string {
  return `E2E-${bill.id}`;
}
