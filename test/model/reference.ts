import {
  type Left,
  type Letter,
  later,
  type Outcome,
  type Paper,
  type Rules,
  type Rung,
  type World,
} from './world.ts';

/**
 * The rules of reminding, written down once more as one would explain them, by somebody who has not seen the engine: days
 * as texts, cents as numbers, every list gone through from the start. Slow, and plainly right.
 */
export function whatGoesOut(world: World): Outcome {
  const left: Left[] = [];
  const candidates: Candidate[] = [];
  const purses = new Map<string, Purse>();
  for (const currency of ['EUR', 'USD']) {
    const account = settle(world, currency);
    const judged = account.claims.map((claim) => judge(world, claim));
    purses.set(currency, purseOf(account.spare, judged, world));
    for (const one of judged) {
      if (one.because !== null) left.push([one.paper.id, one.because, one.until]);
      else if (isResting(world, one)) left.push([one.paper.id, 'contacted_recently', restUntil(world)]);
      else candidates.push(one);
    }
  }
  const letters: Letter[] = [];
  for (const kind of ['notice', 'courtesy'] as const) {
    const written = letters.length > 0;
    for (const currency of ['EUR', 'USD']) {
      const asked = candidates.filter((one) => one.kind === kind && one.paper.currency === currency);
      if (kind === 'courtesy' && written && world.rules.interval > 0) {
        for (const { paper } of asked)
          left.push([paper.id, 'contacted_recently', later(world.today, world.rules.interval)]);
      } else if (asked.length > 0) {
        write({ world, kind, currency, asked, purse: purses.get(currency) as Purse, letters, left });
      }
    }
  }
  return { letters, left };
}

/** What a run leaves behind once all its letters are out. */
export function reach(world: World, letters: readonly Letter[]): void {
  for (const letter of letters) {
    for (const line of letter.lines) {
      const paper = world.papers.find(({ id }) => line.startsWith(`${id}:`));
      if (!paper) continue;
      if (letter.kind === 'courtesy') paper.courtesy = world.today;
      else {
        const [, level, times] = /level (\d+), time (\d+)/.exec(line) ?? [];
        Object.assign(paper, { level: Number(level), times: Number(times) });
        Object.assign(paper, { notified: world.today, deadline: letter.deadline });
      }
    }
    world.lastContact = world.today;
  }
}

type Claim = { readonly paper: Paper; readonly owed: number };
type Spare = { readonly paper: Paper; cents: number };
type Purse = { spare: Spare[]; readonly overdue: number };
type Candidate = Claim & {
  readonly kind: 'notice' | 'courtesy';
  readonly level: number;
  readonly times: number;
  readonly deadlineDays: number;
};
type Judged =
  | (Candidate & { readonly because: null })
  | (Claim & { readonly because: string; readonly until: string | null });

/** Credit notes first lower the invoice they name, the oldest part of it first; what is over can lower anything. */
function settle(world: World, currency: string): { claims: Claim[]; spare: Spare[] } {
  const papers = [...world.papers]
    .filter((paper) => paper.currency === currency && paper.open !== 0)
    .sort(byAge);
  const owed = new Map(papers.filter(({ open }) => open > 0).map((paper) => [paper, paper.open]));
  const spare: Spare[] = [];
  for (const credit of papers.filter(({ open }) => open < 0)) {
    let cents = -credit.open;
    for (const [paper, amount] of owed) {
      if (paper.number !== credit.credits) continue;
      const taken = Math.min(amount, cents);
      owed.set(paper, amount - taken);
      cents -= taken;
    }
    if (cents > 0) spare.push({ paper: credit, cents });
  }
  return { claims: [...owed].map(([paper, cents]) => ({ paper, owed: cents })), spare };
}

function byAge(a: Paper, b: Paper): number {
  return compare(`${a.due} ${a.number} ${a.id}`, `${b.due} ${b.number} ${b.id}`);
}

/** What is next for one invoice, or the first thing that keeps it back. */
function judge(world: World, { paper, owed }: Claim): Judged {
  const { today, rules } = world;
  const no = (because: string, until: string | null, cents = owed): Judged => ({
    paper,
    owed: cents,
    because,
    until,
  });
  if (paper.collected) return no('collected_by_direct_debit', null);
  let open = owed;
  for (const dispute of world.disputes.filter((one) => one.paper === paper.id)) {
    if (dispute.cents === null || dispute.cents >= open) return no('disputed', null);
    open -= dispute.cents;
  }
  if (open <= 0) return no('credit_balance', null, open);
  const hold = world.holds.find(
    (one) => (one.paper === null || one.paper === paper.id) && one.until >= today,
  );
  if (hold) return no('on_hold', later(hold.until, 1), open);
  const step = nextStep(world, paper);
  if (!step) return no('level_exhausted', null, open);
  if (today < step.opens) return no(today <= paper.due ? 'not_yet_due' : 'within_grace', step.opens, open);
  if (paper.currency === 'EUR' && open < rules.minimumItem) return no('below_minimum', null, open);
  const { kind, level, times, deadlineDays } = step;
  return { paper, owed: open, because: null, kind, level, times, deadlineDays };
}

type Next = {
  kind: 'notice' | 'courtesy';
  level: number;
  times: number;
  deadlineDays: number;
  opens: string;
};

/** One rung up, never two. Before the due date, the courtesy; on the last rung, once more if the rules say so. */
function nextStep({ today, rules, firstImport }: World, paper: Paper): Next | null {
  if (rules.courtesyDays !== null && paper.level === 0 && paper.courtesy === null && today <= paper.due) {
    const opens = later(paper.due, -rules.courtesyDays);
    return { kind: 'courtesy', level: 0, times: 1, deadlineDays: 0, opens };
  }
  const rung = rules.ladder.find(({ level }) => level > paper.level);
  if (rung) {
    const start = startOf(rung, paper);
    const isNew = paper.level === 0 && paper.imported > firstImport;
    const counted = count(isNew ? latest(start, paper.imported) : start, rung);
    const given = paper.level > 0 && paper.deadline !== null ? paper.deadline : paper.due;
    const opens = latest(counted, later(given, 1));
    return { kind: 'notice', level: rung.level, times: 1, deadlineDays: rung.deadlineDays, opens };
  }
  const last = rules.ladder.at(-1);
  if (!last || !rules.repeat || paper.level !== last.level || paper.times > rules.repeat.timesMax)
    return null;
  const again = later(paper.notified ?? paper.deadline ?? paper.due, rules.repeat.everyDays);
  const opens = latest(again, later(paper.deadline ?? paper.due, 1));
  return {
    kind: 'notice',
    level: last.level,
    times: paper.times + 1,
    deadlineDays: last.deadlineDays,
    opens,
  };
}

function startOf({ from }: Rung, paper: Paper): string {
  if (from === 'due_date') return paper.due;
  if (from === 'issue_date') return paper.issued;
  if (from === 'previous_deadline') return paper.deadline ?? paper.notified ?? paper.due;
  const due = Temporal.PlainDate.from(paper.due);
  return due.with({ day: due.daysInMonth }).toString();
}

function count(start: string, { days, count: how }: Rung): string {
  if (how === 'calendar') return later(start, days);
  let day = start;
  for (let nth = 0; nth < days; ) {
    day = later(day, 1);
    if (isWorked(day)) nth += 1;
  }
  return day;
}

function isWorked(day: string): boolean {
  return Temporal.PlainDate.from(day).dayOfWeek <= 5 && !BELGIAN_HOLIDAYS.includes(day);
}

/** From the official lists, by hand. */
const BELGIAN_HOLIDAYS = `
  2025-01-01 2025-04-21 2025-05-01 2025-05-29 2025-06-09 2025-07-21 2025-08-15 2025-11-01 2025-11-11 2025-12-25
  2026-01-01 2026-04-06 2026-05-01 2026-05-14 2026-05-25 2026-07-21 2026-08-15 2026-11-01 2026-11-11 2026-12-25
  2027-01-01 2027-03-29 2027-05-01 2027-05-06 2027-05-17 2027-07-21 2027-08-15 2027-11-01 2027-11-11 2027-12-25
  2028-01-01 2028-04-17 2028-05-01 2028-05-25 2028-06-05 2028-07-21 2028-08-15 2028-11-01 2028-11-11 2028-12-25
  2029-01-01 2029-04-02 2029-05-01 2029-05-10 2029-05-21 2029-07-21 2029-08-15 2029-11-01 2029-11-11 2029-12-25`
  .trim()
  .split(/\s+/);

function isResting({ lastContact, today, rules }: World, _: Candidate): boolean {
  return lastContact !== null && today < later(lastContact, rules.interval);
}

function restUntil({ lastContact, rules }: World): string | null {
  return lastContact && later(lastContact, rules.interval);
}

/** What is late and could be asked for now or soon; held for another reason an invoice counts for nothing. */
function purseOf(spare: Spare[], judged: readonly Judged[], { today }: World): Purse {
  const counted = [null, 'within_grace', 'below_minimum', 'level_exhausted'];
  const late = judged.filter(({ paper, because }) => paper.due < today && counted.includes(because));
  return { spare, overdue: sum(late.map(({ owed }) => owed)) - sum(spare.map(({ cents }) => cents)) };
}

type Writing = {
  readonly world: World;
  readonly kind: 'notice' | 'courtesy';
  readonly currency: string;
  readonly asked: readonly Candidate[];
  readonly purse: Purse;
  readonly letters: Letter[];
  readonly left: Left[];
};

function write({ world, kind, currency, asked, purse, letters, left }: Writing): void {
  const spareNow = sum(purse.spare.map(({ cents }) => cents));
  const total = kind === 'notice' ? purse.overdue : sum(asked.map(({ owed }) => owed)) - spareNow;
  const refuse = (who: readonly Candidate[], because: string) => {
    for (const { paper } of who) left.push([paper.id, because, null]);
  };
  if (total <= 0) refuse(asked, 'credit_balance');
  else if (currency === 'EUR' && total < world.rules.minimumTotal) refuse(asked, 'below_minimum');
  else {
    for (const pile of carriersFirst(pilesOf(asked, world.rules), spareNow)) {
      const credits = spend(purse, worth(pile));
      const asks = worth(pile) - sum(credits.map(({ cents }) => cents));
      if (asks <= 0) refuse(pile, 'credit_balance');
      else letters.push(letterOf(world, kind, pile, { asks, credits }));
    }
  }
}

/** Where one letter can carry every credit and still ask for something, it does. */
function carriersFirst(piles: Candidate[][], spare: number): Candidate[][] {
  const carrier = spare > 0 && piles.length > 1 ? piles.find((pile) => worth(pile) > spare) : undefined;
  return carrier ? [carrier, ...piles.filter((one) => one !== carrier)] : piles;
}

/** One letter an invoice, a level or a debtor; the most urgent first, of equals the oldest. */
function pilesOf(asked: readonly Candidate[], { grouping }: Rules): Candidate[][] {
  const key = ({ paper, level }: Candidate) =>
    grouping === 'due_item' ? paper.id : grouping === 'level' ? String(level) : 'all';
  const keys = [...new Set(asked.map(key))];
  const piles = keys.map((one) => asked.filter((candidate) => key(candidate) === one));
  return piles.sort((a, b) => lead(b).level - lead(a).level || byAge(lead(a).paper, lead(b).paper));
}

function lead(pile: readonly Candidate[]): Candidate {
  const [first] = [...pile].sort((a, b) => b.level - a.level || byAge(a.paper, b.paper));
  if (!first) throw new Error('an empty pile');
  return first;
}

function spend(purse: Purse, most: number): Spare[] {
  const used: Spare[] = [];
  let wanted = most;
  for (const one of purse.spare) {
    const cents = Math.min(one.cents, wanted);
    if (cents > 0) used.push({ paper: one.paper, cents });
    one.cents -= cents;
    wanted -= cents;
  }
  purse.spare = purse.spare.filter(({ cents }) => cents > 0);
  return used;
}

function letterOf(
  { today }: World,
  kind: 'notice' | 'courtesy',
  pile: readonly Candidate[],
  { asks, credits }: { asks: number; credits: readonly Spare[] },
): Letter {
  const { level, deadlineDays, paper } = lead(pile);
  return {
    kind,
    currency: paper.currency,
    level,
    asks,
    deadline: later(today, deadlineDays),
    lines: pile.map((one) => `${one.paper.id}: level ${one.level}, time ${one.times}, ${one.owed}`).sort(),
    credits: credits.map((one) => `${one.paper.id}: ${one.cents}`).sort(),
  };
}

function worth(pile: readonly Candidate[]): number {
  return sum(pile.map(({ owed }) => owed));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}

function latest(one: string, other: string): string {
  return one > other ? one : other;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
