import type { Random } from './random.ts';
import { later, type Paper, type Rules, type Rung, type World } from './world.ts';

/** Something that happens, in words for whoever reads a failure. What it does, it does to the world alone. */
export type Event = { readonly said: string; do(world: World): void };
export type Turn = Event | 'run' | 'undo';

/** The rules of a company as somebody may have set them. */
export function someRules(random: Random, name: string): Rules {
  const rungs = random.from(1, 4);
  const ladder: Rung[] = Array.from({ length: rungs }, (_, index) => ({
    level: index + 1,
    from:
      index === 0
        ? (random.one(['due_date', 'due_date', 'issue_date', 'end_of_month'] as const) ?? 'due_date')
        : (random.one(['previous_deadline', 'previous_deadline', 'due_date'] as const) ??
          'previous_deadline'),
    days: random.from(0, 20),
    count: random.chance(0.25) ? 'working' : 'calendar',
    deadlineDays: random.from(1, 15),
  }));
  return {
    name,
    ladder,
    repeat: random.chance(0.4) ? { everyDays: random.from(1, 20), timesMax: random.from(1, 3) } : null,
    courtesyDays: random.chance(0.4) ? random.from(1, 8) : null,
    grouping: random.one(['due_item', 'level', 'debtor'] as const) ?? 'debtor',
    interval: random.chance(0.2) ? 0 : random.from(1, 9),
    minimumItem: random.chance(0.5) ? 0 : random.from(1, 3000),
    minimumTotal: random.chance(0.5) ? 0 : random.from(1, 20_000),
  };
}

export function beginning(today: string, rules: Rules): World {
  return { today, firstImport: today, rules, papers: [], lastContact: null, holds: [], disputes: [] };
}

/** What may happen next, the usual more often than the rare. */
export function nextTurn(random: Random, world: World, other: readonly Rules[]): Turn {
  const dice = random.next();
  const open = world.papers.filter((paper) => paper.open > 0);
  if (dice < 0.22) return days(random.from(1, 12));
  if (dice < 0.42) return invoice(random, world);
  if (dice < 0.62) return 'run';
  if (dice < 0.66) return 'undo';
  if (dice < 0.7) return ruling(random.one(other) ?? world.rules);
  const paper = random.one(open);
  if (!paper) return invoice(random, world);
  if (dice < 0.79) return payment(random, paper);
  if (dice < 0.84) return credit(random, world, random.chance(0.6) ? paper : null);
  if (dice < 0.87) return returned(random, world);
  if (dice < 0.91) return hold(random, world, random.chance(0.7) ? paper : null);
  if (dice < 0.93) return { said: 'holds are released', do: (now) => void now.holds.splice(0) };
  if (dice < 0.97) return dispute(random, paper);
  return { said: 'disputes are settled', do: (now) => void now.disputes.splice(0) };
}

function days(count: number): Event {
  return {
    said: `${count} days pass`,
    do: (world) => {
      world.today = later(world.today, count);
    },
  };
}

function invoice(random: Random, world: World): Event {
  const number = world.papers.length + 1;
  const due = later(world.today, random.from(-20, 40));
  const paper: Paper = {
    // Ids in no order that days or numbers have.
    id: `${(number * 7919) % 1009}-${number}`,
    // Two due dates of one invoice share its number.
    number: random.chance(0.15) ? `F${Math.max(1, number - 1)}` : `F${number}`,
    kind: 'invoice',
    currency: random.chance(0.85) ? 'EUR' : 'USD',
    issued: later(due, -30),
    imported: world.today,
    due,
    collected: random.chance(0.05),
    credits: null,
    open: random.from(1, 20_000),
    ...UNTOUCHED,
  };
  return { said: `invoice ${JSON.stringify(paper)}`, do: (now) => void now.papers.push({ ...paper }) };
}

const UNTOUCHED = { level: 0, times: 0, courtesy: null, notified: null, deadline: null };

function credit(random: Random, world: World, against: Paper | null): Event {
  const number = world.papers.length + 1;
  const paper: Paper = {
    id: `${(number * 7919) % 1009}-${number}`,
    number: `C${number}`,
    kind: against ? 'credit_note' : random.chance(0.5) ? 'credit_note' : 'payment_on_account',
    currency: against?.currency ?? (random.chance(0.85) ? 'EUR' : 'USD'),
    issued: world.today,
    imported: world.today,
    due: world.today,
    collected: false,
    credits: against?.number ?? null,
    open: -random.from(1, 8000),
    ...UNTOUCHED,
  };
  return { said: `credit ${JSON.stringify(paper)}`, do: (now) => void now.papers.push({ ...paper }) };
}

function payment(random: Random, { id, open }: Paper): Event {
  const cents = random.chance(0.5) ? open : random.from(1, open);
  return {
    said: `${id} is paid ${cents}`,
    do: (world) => {
      const paper = world.papers.find((one) => one.id === id);
      if (paper) paper.open -= Math.min(cents, Math.max(0, paper.open));
    },
  };
}

/** A payment that goes back: the invoice is open again, at the level it had. */
function returned(random: Random, world: World): Event {
  const paper = random.one(world.papers.filter(({ kind }) => kind === 'invoice'));
  const cents = random.from(1, 5000);
  return {
    said: `a payment of ${cents} on ${paper?.id} goes back`,
    do: (now) => {
      const found = now.papers.find(({ id }) => id === paper?.id);
      if (found) found.open += cents;
    },
  };
}

function hold(random: Random, world: World, paper: Paper | null): Event {
  const until = later(world.today, random.from(0, 25));
  return {
    said: `${paper?.id ?? 'everything'} is on hold until ${until}`,
    do: (now) => void now.holds.push({ paper: paper?.id ?? null, until }),
  };
}

function dispute(random: Random, { id, open }: Paper): Event {
  const cents = random.chance(0.5) ? null : random.from(1, Math.ceil(open * 1.2));
  return {
    said: `${id} is disputed, ${cents ?? 'all of it'}`,
    do: (now) => void now.disputes.push({ paper: id, cents }),
  };
}

function ruling(rules: Rules): Event {
  return {
    said: `rules ${JSON.stringify(rules)}`,
    do: (world) => {
      world.rules = rules;
    },
  };
}
