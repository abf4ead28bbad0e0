import { expect, test } from 'vitest';
import { ibanFromFrench } from '#core/bank/bank-account.ts';
import type { WholeStatement } from '#formats/bank/read-whole.ts';
import {
  expectedOf,
  type Fact,
  hasSamples,
  plainAmount,
  readSample,
  score,
  sumOf,
} from '#test/support/samples.ts';

type StatedLine = {
  readonly date: string;
  readonly valueDate?: string;
  readonly amount: number;
  readonly label?: string;
  readonly detail0?: string;
};
type StatedDay = { readonly old: number; readonly new?: number; readonly ops?: readonly StatedLine[] };
type StatedBalance = {
  readonly date: string;
  readonly amount: number;
  readonly currency: string;
  readonly bank: string;
  readonly desk: string;
  readonly account: string;
};
type Stated = {
  readonly statements: number;
  readonly old?: StatedBalance;
  readonly new?: StatedBalance;
} & Readonly<Record<`s${number}`, StatedDay>>;
type Expected = {
  readonly stated: Stated | null;
  readonly computed: {
    readonly statements: readonly {
      readonly bank: string;
      readonly branch: string;
      readonly currency: string;
      readonly account: string;
      readonly oldDate: string;
      readonly old: string;
      readonly ops: number;
      readonly sum: string;
      readonly new: string;
      readonly newDate: string;
      readonly balanceOk: boolean;
    }[];
  } | null;
};

test.skipIf(!hasSamples('cfonb'))(
  'public CFONB files read as their projects state (skipped without samples)',
  async () => {
    const facts = new Map<string, readonly Fact[]>();
    for (const [path, expected] of expectedOf<Expected>('cfonb'))
      facts.set(path, await factsOf(path, expected));
    expect(score('cfonb', facts)).toEqual([]);
  },
);

async function factsOf(path: string, { stated, computed }: Expected): Promise<Fact[]> {
  const { problems, statements } = await readSample(path);
  // Records of 240 characters are another format: it is refused by that name.
  if (!computed) return [['refused', problems.map(({ code }) => code), ['bank_version_unknown']]];
  return [
    ['statements', statements.length, stated?.statements ?? computed.statements.length],
    ...computed.statements.flatMap((one, index) => computedFacts(statements[index], one)),
    ...Array.from({ length: 8 }, (_, index) => [statements[index], stated?.[`s${index}`]] as const).flatMap(
      ([found, day]) => (day ? dayFacts(found, day) : []),
    ),
    ...(stated?.old ? balanceFacts(statements[0], stated.old, stated.new) : []),
  ];
}

function computedFacts(
  found: WholeStatement | undefined,
  one: NonNullable<Expected['computed']>['statements'][number],
): Fact[] {
  return [
    ['account', found?.opening.account, ibanFromFrench(one.bank, one.branch, one.account)],
    // One file leaves the currency to its movements, which say EUR.
    ['currency', found?.opening.currency, one.currency.trim() || 'EUR'],
    ['opened on', found?.opening.openedOn, isoOf(one.oldDate)],
    ['opening', plainAmount(found?.opening.opening), plainAmount(one.old)],
    ['lines', found?.lines.length, one.ops],
    ['sum', found && plainAmount(sumOf(found)), plainAmount(one.sum)],
    ['closing', plainAmount(found?.closing?.closing), plainAmount(one.new)],
    ['closed on', found?.closing?.closedOn, isoOf(one.newDate)],
    ['balanced', found?.closing?.balanced, one.balanceOk],
  ];
}

function dayFacts(found: WholeStatement | undefined, day: StatedDay): Fact[] {
  return [
    ['stated opening', plainAmount(found?.opening.opening), plainAmount(day.old)],
    ['stated closing', plainAmount(found?.closing?.closing), plainAmount(day.new ?? found?.closing?.closing)],
    ['stated lines', found?.lines.length, day.ops?.length ?? found?.lines.length],
    ...(day.ops ?? []).flatMap((line, index) => lineFacts(found?.lines[index], line)),
  ];
}

function lineFacts(found: WholeStatement['lines'][number] | undefined, line: StatedLine): Fact[] {
  return [
    ['booked on', found?.bookedOn, line.date],
    ['value on', found?.valueOn, line.valueDate ?? found?.valueOn],
    ['amount', plainAmount(found?.amount), plainAmount(line.amount)],
    ['label', found?.text.startsWith(line.label ?? ''), true],
    ['complement', found?.text.includes(line.detail0 ?? ''), true],
  ];
}

function balanceFacts(
  found: WholeStatement | undefined,
  old: StatedBalance,
  end: StatedBalance | undefined,
): Fact[] {
  return [
    ['stated account', found?.opening.account, ibanFromFrench(old.bank, old.desk, old.account)],
    ['stated currency', found?.opening.currency, old.currency],
    ['stated opening day', found?.opening.openedOn, old.date],
    ['stated opening', plainAmount(found?.opening.opening), plainAmount(old.amount)],
    ['stated closing day', found?.closing?.closedOn, end?.date],
    ['stated closing', plainAmount(found?.closing?.closing), plainAmount(end?.amount)],
  ];
}

function isoOf(ddmmyy: string): string {
  return `20${ddmmyy.slice(4)}-${ddmmyy.slice(2, 4)}-${ddmmyy.slice(0, 2)}`;
}
