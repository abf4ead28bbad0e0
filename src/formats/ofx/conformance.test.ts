import { expect, test } from 'vitest';
import { fineFrom } from '#core/bank/bank-amount.ts';
import { expectedOf, type Fact, hasSamples, plainAmount, readSample, score } from '#test/support/samples.ts';

type Stated = {
  readonly valid?: boolean;
  readonly account?: string;
  readonly date?: string;
  readonly total?: number;
  readonly lines?: number;
  readonly startBalance?: number;
  readonly endBalance?: number;
  readonly balanceStart?: number;
  readonly balanceEnd?: number;
  readonly someLineDate?: string;
  readonly line0?: {
    readonly id: string;
    readonly date: string;
    readonly amount: number;
    readonly name: string;
    readonly memo: string;
    readonly type: string;
  };
};
type Expected = {
  readonly stated: Stated | null;
  readonly computed: {
    readonly accounts: readonly string[];
    readonly currency: readonly string[];
    readonly transactions: number;
    readonly amounts: readonly string[];
    readonly ledgerBalance: readonly string[];
  };
};

test.skipIf(!hasSamples('ofx'))(
  'public OFX files read as their projects state (skipped without samples)',
  async () => {
    const facts = new Map<string, readonly Fact[]>();
    for (const [path, expected] of expectedOf<Expected>('ofx'))
      facts.set(path, await factsOf(path, expected));
    expect(score('ofx', facts)).toEqual([]);
  },
);

async function factsOf(path: string, { stated, computed }: Expected): Promise<Fact[]> {
  const { problems, statements } = await readSample(path);
  const refused = problems.some(({ refuses }) => refuses === 'file');
  if (stated?.valid === false) return [['refused', refused, true]];
  // A profile of the bank's server: OFX, but no statement.
  if (computed.accounts.length === 0)
    return [['refused', problems.map(({ code }) => code), ['bank_statement_missing']]];
  const lines = statements.flatMap((statement) => statement.lines);
  return [
    ['accounts', statements.map(({ opening }) => opening.account), computed.accounts],
    ['currency', statements.map(({ opening }) => opening.currency), computed.currency],
    ['lines', lines.length, computed.transactions],
    [
      'amounts',
      lines.map(({ amount }) => plainAmount(amount)),
      computed.amounts.map((text) => plainAmount(fineFrom(text))),
    ],
    [
      'closing',
      plainAmount(statements[0]?.closing?.closing),
      plainAmount(fineFrom(computed.ledgerBalance[0] ?? '')),
    ],
    ...(stated ? statedFacts(statements, stated) : []),
  ];
}

function statedFacts([first]: Awaited<ReturnType<typeof readSample>>['statements'], stated: Stated): Fact[] {
  const [line] = first?.lines ?? [];
  const total = first?.lines.reduce((sum, { amount }) => sum + amount, 0n);
  const facts: Fact[] = [
    ['account', first?.opening.account, stated.account],
    ['closed on', first?.closing?.closedOn, stated.date],
    ['stated lines', first?.lines.length, stated.lines],
    ['total', plainAmount(total), plainAmount(stated.total)],
    [
      'opening',
      plainAmount(first?.closing?.opening),
      plainAmount(stated.startBalance ?? stated.balanceStart),
    ],
    ['closing', plainAmount(first?.closing?.closing), plainAmount(stated.endBalance ?? stated.balanceEnd)],
    [
      'some line',
      first?.lines.some(({ bookedOn }) => bookedOn === stated.someLineDate),
      stated.someLineDate && true,
    ],
    ['line id', line?.bankReference, stated.line0?.id],
    ['line day', line?.bookedOn, stated.line0?.date],
    ['line amount', plainAmount(line?.amount), plainAmount(stated.line0?.amount)],
    // The project names the party it found in its own books; the file has it in capitals, with one word more.
    [
      'line name',
      line?.counterparty?.startsWith(stated.line0?.name.toUpperCase() ?? ''),
      stated.line0 && true,
    ],
    ['line text', line?.text, stated.line0?.memo],
    ['line kind', line?.code, stated.line0?.type.toUpperCase()],
  ];
  return facts.filter(([, , expected]) => expected !== undefined && expected !== null);
}
