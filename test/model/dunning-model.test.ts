import { expect, test } from 'vitest';
import { askEngine, outcomeOf } from './ask-engine.ts';
import { beginning, nextTurn, someRules } from './history.ts';
import { Random } from './random.ts';
import { reach, whatGoesOut } from './reference.ts';
import type { Letter, Outcome, World } from './world.ts';

/**
 * The engine against a naive reference that knows nothing of it, through random histories of two hundred events: invoices,
 * payments, payments that go back, credits, holds, disputes, changes of rules, runs and undoing them. A failure prints its
 * seed: SEED=… HISTORIES=1 runs that one again.
 */
const SEED = Number(process.env.SEED ?? 20_260_331);
const HISTORIES = Number(process.env.HISTORIES ?? 60);
const EVENTS = 200;
const SECONDS_MAX = 60 + HISTORIES;

test(
  `${HISTORIES} histories of ${EVENTS} events: the engine says what the reference says`,
  () => {
    const met = { runs: 0, letters: 0, left: new Set<string>() };
    for (let nth = 0; nth < HISTORIES; nth += 1) {
      const seed = SEED + nth;
      const told: string[] = [];
      try {
        live(seed, told, met);
      } catch (error) {
        const words = `SEED=${seed} HISTORIES=1 vitest run --project unit test/model\n${told.slice(-12).join('\n')}`;
        throw new Error(`${words}\n${error instanceof Error ? error.message : error}`, { cause: error });
      }
    }
    // A history in which nothing happens proves nothing.
    expect(met.letters).toBeGreaterThan(HISTORIES * 10);
    expect([...met.left].sort()).toEqual([
      'below_minimum',
      'collected_by_direct_debit',
      'contacted_recently',
      'credit_balance',
      'disputed',
      'level_exhausted',
      'not_yet_due',
      'on_hold',
      'within_grace',
    ]);
  },
  SECONDS_MAX * 1000,
);

type Met = { runs: number; letters: number; readonly left: Set<string> };

function live(seed: number, told: string[], met: Met): void {
  const random = new Random(seed);
  const rules = [someRules(random, 'A'), someRules(random, 'B')];
  const world = beginning('2026-01-05', rules[0] as World['rules']);
  const sent: { before: World; letters: readonly Letter[] }[] = [];
  told.push(`rules ${JSON.stringify(world.rules)}`);
  for (let nth = 0; nth < EVENTS; nth += 1) {
    const turn = nextTurn(random, world, rules);
    if (turn === 'undo') {
      told.push('the last run is undone');
      undo(world, sent.pop()?.before);
    } else if (turn === 'run') {
      told.push(`a run on ${world.today}`);
      const outcome = compareOn(world, random);
      const letters = outcome.letters.filter(() => !random.chance(0.1));
      sent.push({ before: structuredClone(world), letters });
      reach(world, letters);
      nothingTwice(world, letters);
      met.runs += 1;
      met.letters += letters.length;
      for (const [, because] of outcome.left) met.left.add(because);
    } else {
      told.push(turn.said);
      turn.do(world);
    }
  }
}

/** The engine's answer, whatever order its rows come in, is the reference's; and it holds what every answer must. */
function compareOn(world: World, random: Random): Outcome {
  const expected = whatGoesOut(structuredClone(world));
  const plan = askEngine(world);
  const found = outcomeOf(plan);
  expect(inOrder(found)).toEqual(inOrder(expected));
  expect(inOrder(outcomeOf(askEngine(world, (papers) => random.shuffled(papers))))).toEqual(
    inOrder(expected),
  );
  expect(outcomeOf(askEngine(world))).toEqual(found);
  for (const { open, interest, fee, total, lines } of plan.notices) {
    expect(lines.reduce((sum, line) => sum + line.open, 0n)).toBe(open);
    expect(open + interest + fee).toBe(total);
    expect(open).toBeGreaterThan(0n);
  }
  everyoneOnce(world, found);
  noLevelSkipped(world, found.letters);
  return found;
}

/** Each open invoice is on one letter, or left out for one reason. */
function everyoneOnce(world: World, { letters, left }: Outcome): void {
  const told = [
    ...letters.flatMap(({ lines }) => lines.map((line) => line.split(':')[0])),
    ...left.map(([id]) => id),
  ];
  const open = world.papers.filter((paper) => paper.open > 0).map(({ id }) => id);
  expect(told.sort()).toEqual(open.sort());
}

/** One step up the ladder, or the last one again; never one that was passed. */
function noLevelSkipped({ papers, rules }: World, letters: readonly Letter[]): void {
  const rungs = rules.ladder.map(({ level }) => level);
  for (const line of letters.filter(({ kind }) => kind === 'notice').flatMap(({ lines }) => lines)) {
    const [, id, level, times] = /^(\S+): level (\d+), time (\d+)/.exec(line) ?? [];
    const paper = papers.find((one) => one.id === id);
    const above = rungs.filter((rung) => rung > (paper?.level ?? 0));
    const isNext = Number(level) === above[0] && times === '1';
    const isAgain = above.length === 0 && Number(level) === paper?.level && Number(times) === paper.times + 1;
    expect(isNext || isAgain, line).toBe(true);
  }
}

/** What has gone out is not proposed again on the same day. */
function nothingTwice(world: World, letters: readonly Letter[]): void {
  const reached = new Set(
    letters.flatMap(({ kind, lines }) => lines.map((line) => `${kind} ${line.split(':')[0]}`)),
  );
  const again = outcomeOf(askEngine(world)).letters;
  const twice = again.flatMap(({ kind, lines }) => lines.map((line) => `${kind} ${line.split(':')[0]}`));
  expect(twice.filter((one) => reached.has(one))).toEqual([]);
}

/** Levels, deadlines and the last contact go back; what was paid since stays paid. */
function undo(world: World, before: World | undefined): void {
  if (!before) return;
  world.lastContact = before.lastContact;
  for (const paper of world.papers) {
    const was = before.papers.find(({ id }) => id === paper.id);
    if (!was) continue;
    const { level, times, courtesy, notified, deadline } = was;
    Object.assign(paper, { level, times, courtesy, notified, deadline });
  }
}

function inOrder({ letters, left }: Outcome) {
  const text = (letter: Letter) => JSON.stringify(letter);
  return {
    letters: letters.map(text).sort(),
    left: left.map((one) => one.join(' ')).sort(),
  };
}
