import { expect, test } from 'vitest';
import type { BankDetail } from '#core/bank/bank-reading.ts';
import type { WholeStatement } from '#formats/bank/read-whole.ts';
import {
  collapsed,
  expectedOf,
  type Fact,
  hasSamples,
  plainAmount,
  readSample,
  score,
  sumOf,
} from '#test/support/samples.ts';

type StatedLine = {
  readonly number?: string;
  readonly date?: string;
  readonly valueDate?: string;
  readonly entryDate?: string;
  readonly ref?: string;
  readonly clientReference?: string;
  readonly bankReference?: string;
  readonly transactionCode?: string;
  readonly account?: string;
  readonly bic?: string;
  readonly amount?: number;
  readonly name?: string;
  readonly address?: string;
  readonly message?: string;
  readonly communication?: string;
  readonly structuredMessage?: string;
  readonly counterpartyName?: string;
  readonly counterpartyIban?: string;
  readonly counterpartyBic?: string;
};
type Stated = {
  readonly valid?: boolean;
  readonly statements?: number;
  readonly lists?: number;
  readonly account?: string | { readonly number: string; readonly currency: string; readonly name: string };
  readonly currency?: string;
  readonly date?: string;
  readonly oldBalance?: number;
  readonly initialBalance?: number;
  readonly newBalance?: number;
  readonly oldBalanceDate?: string;
  readonly newBalanceDate?: string;
  readonly transactions?: number;
  readonly moves?: number;
  readonly move0?: StatedLine;
  readonly tx?: Readonly<Record<string, StatedLine>>;
};
type Expected = {
  readonly stated: Stated | null;
  readonly computed: {
    readonly statements: readonly {
      readonly account: string;
      readonly currency: string;
      readonly old: string;
      readonly new: string;
      readonly oldDate: string;
      readonly newDate: string;
      readonly codaSeq: string;
      readonly movements: number;
      readonly credit: string;
      readonly debit: string;
      readonly balanceOk: boolean;
      readonly recordCountOk: boolean;
      readonly totalsOk: boolean;
    }[];
  };
};

test.skipIf(!hasSamples('coda'))(
  'public CODA files read as their projects state (skipped without samples)',
  async () => {
    const facts = new Map<string, readonly Fact[]>();
    for (const [path, expected] of expectedOf<Expected>('coda'))
      facts.set(path, await factsOf(path, expected));
    expect(score('coda', facts)).toEqual([]);
  },
);

async function factsOf(path: string, { stated, computed }: Expected): Promise<Fact[]> {
  const { format, problems, statements } = await readSample(path);
  const refused = problems.some(({ refuses }) => refuses === 'file');
  if (stated?.valid === false)
    return [
      ['refused', refused, true],
      ['statements', statements.length, 0],
    ];
  const [first] = statements;
  if (!first) return [['refused', problems.at(-1), null]];
  const codes = problems.map(({ code, facts }) =>
    code === 'statement_totals_disagree' ? facts.total : code,
  );
  return [
    ['format', format, 'coda'],
    ...computed.statements.flatMap((one, index) => computedFacts(statements[index] ?? first, one)),
    ['records', codes.includes('records'), computed.statements.some(({ recordCountOk }) => !recordCountOk)],
    [
      'totals',
      codes.includes('debit') || codes.includes('credit'),
      computed.statements.some(({ totalsOk }) => !totalsOk),
    ],
    ...(stated ? statedFacts(statements, stated) : []),
  ];
}

function computedFacts(found: WholeStatement, one: Expected['computed']['statements'][number]): Fact[] {
  return [
    ['account', found.opening.account, one.account],
    ['currency', found.opening.currency, one.currency],
    ['opening', plainAmount(found.opening.opening), plainAmount(one.old)],
    ['closing', plainAmount(found.closing?.closing), plainAmount(one.new)],
    ['opened on', found.opening.openedOn, one.oldDate],
    ['closed on', found.closing?.closedOn, one.newDate],
    ['number', found.opening.number, one.codaSeq],
    ['lines', found.lines.length, one.movements],
    ['sum', sumOf(found), BigInt(Math.round((Number(one.credit) - Number(one.debit)) * 1000)) * 100n],
    ['balanced', found.closing?.balanced, one.balanceOk],
  ].map(([what, is, expected]) => [String(what), String(is), String(expected)]);
}

function statedFacts(statements: readonly WholeStatement[], stated: Stated): Fact[] {
  const [first] = statements;
  const account = typeof stated.account === 'object' ? stated.account : { number: stated.account };
  const facts: Fact[] = [
    ['statements', statements.length, stated.statements ?? stated.lists],
    ['account', first?.opening.account, account.number],
    ['currency', first?.opening.currency, 'currency' in account ? account.currency : stated.currency],
    ['holder', first?.opening.holder, 'name' in account ? account.name : undefined],
    ['opening', plainAmount(first?.opening.opening), plainAmount(stated.oldBalance ?? stated.initialBalance)],
    ['closing', plainAmount(first?.closing?.closing), plainAmount(stated.newBalance)],
    ['opened on', first?.opening.openedOn, stated.oldBalanceDate],
    ['closed on', first?.closing?.closedOn, stated.newBalanceDate],
    ['lines', first?.lines.length, stated.moves],
    // This source lists the parts of a batch instead of the batch.
    ['leaves', leavesOf(first).length, stated.transactions],
    ...Object.entries({ ...(stated.move0 && { 0: stated.move0 }), ...stated.tx }).flatMap(([index, line]) =>
      lineFacts(leavesOf(first)[Number(index)], line, `line ${index}`),
    ),
  ];
  return facts.filter(([, , expected]) => expected !== undefined && expected !== null);
}

type Leaf = BankDetail & { readonly bookedOn: string; readonly valueOn: string | null };

function leavesOf(statement: WholeStatement | undefined): Leaf[] {
  return (statement?.lines ?? []).flatMap((line): Leaf[] =>
    line.details.length > 0 ? line.details.map((detail) => ({ ...line, ...detail })) : [line],
  );
}

function lineFacts(found: Leaf | undefined, stated: StatedLine, name: string): Fact[] {
  const words = found?.text ?? '';
  const facts: Fact[] = [
    ['amount', plainAmount(found?.amount), plainAmount(stated.amount)],
    ['name', found?.counterparty ?? '', stated.counterpartyName ?? stated.name],
    ['iban', found?.iban, stated.counterpartyIban ?? stated.account],
    ['bic', found?.bic, stated.counterpartyBic ?? stated.bic],
    // One project calls the value date the date of a line; its value dates and entry dates are equal elsewhere.
    ['booked on', found?.bookedOn, stated.entryDate ?? stated.date],
    ['value on', found?.valueOn, stated.valueDate],
    ['bank reference', found?.bankReference, stated.bankReference ?? stated.ref],
    ['end to end', found?.endToEndId, stated.clientReference],
    ['code', found?.code, stated.transactionCode],
    ['address', words.includes(stated.address ?? ''), stated.address && true],
    [
      'message',
      includesMessage(found, stated.message ?? stated.communication),
      (stated.message ?? stated.communication) && true,
    ],
    ['structured', hasStructured(found, stated.structuredMessage), stated.structuredMessage && true],
    ['number', (found?.structuredReference ?? '').replace(/\D/g, ''), stated.number],
  ];
  return facts
    .filter(([, , expected]) => expected !== undefined && expected !== '')
    .map(([what, is, expected]) => [`${name} ${what}`, is, expected]);
}

/**
 * Sample 2 glues the figures of a VAT record to the message, and sample 6 calls the customer's reference the message
 * of a structured line: both are ours under their own names.
 */
function includesMessage(found: Leaf | undefined, message: string | undefined): boolean {
  const wanted = collapsed((message ?? '').replace(/ 00001680$/, ''));
  return [found?.text, found?.endToEndId].some((text) => text?.includes(wanted));
}

/** A structured message with wrong check digits is free text for us. */
function hasStructured(found: Leaf | undefined, message: string | undefined): boolean {
  if (message === '(not empty)') return Boolean(found?.structuredReference || found?.text);
  const digits = (found?.structuredReference ?? '').replace(/\D/g, '');
  return digits === message || (found?.text.includes(message ?? '') ?? false);
}
