import { expect, test } from 'vitest';
import type { BankDetail } from '#core/bank/bank-reading.ts';
import type { WholeStatement } from '#formats/bank/read-whole.ts';
import {
  collapsed,
  companionOf,
  expectedOf,
  type Fact,
  hasSamples,
  plainAmount,
  readSample,
  score,
} from '#test/support/samples.ts';

type Computed = {
  readonly account: string | null;
  readonly currency: string | null;
  readonly legalSeq: string | null;
  readonly elecSeq: string | null;
  readonly balances: readonly (readonly [type: string, amount: string, currency: string, on: string])[];
  readonly entries: number;
  readonly reversals: number;
  readonly structuredRefs: readonly string[];
  readonly creditSum: string;
  readonly debitSum: string;
  readonly balanceOk?: boolean;
};
type Stated = {
  readonly date: string;
  readonly startBalance: number;
  readonly endBalance: number;
  readonly total: number;
  readonly lines: number;
  readonly line0: {
    readonly date: string;
    readonly amount: number;
    readonly creditorName: string;
    readonly creditorIban: string;
    readonly remittance: string;
  };
};
type Expected = {
  readonly stated: Stated | null;
  readonly companions: readonly string[];
  readonly computed: { readonly root: string; readonly statements: readonly Computed[] } | null;
};
type Whole = Awaited<ReturnType<typeof readSample>>;

test.skipIf(!hasSamples('camt'))(
  'public camt files read as their projects state (skipped without samples)',
  async () => {
    const facts = new Map<string, readonly Fact[]>();
    for (const [path, expected] of expectedOf<Expected>('camt'))
      facts.set(path, await factsOf(path, expected));
    expect(score('camt', facts)).toEqual([]);
  },
);

async function factsOf(path: string, { stated, companions, computed }: Expected): Promise<Fact[]> {
  const whole = await readSample(path);
  // A message without a statement is no statement file, and said to be none.
  if (computed?.statements.length === 0) return [['refused', whole.problems[0]?.code, 'bank_field_missing']];
  return [
    ['statements', whole.statements.length, computed?.statements.length ?? whole.statements.length],
    ...(computed?.statements ?? []).flatMap((one, index) => computedFacts(whole, index, one)),
    ...(stated ? statedFacts(whole.statements[0], stated) : []),
    ...companions.flatMap((companion) => companionFacts(whole, companion)),
  ];
}

function computedFacts({ statements, problems }: Whole, index: number, one: Computed): Fact[] {
  const found = statements[index];
  const balance = (type: string) => one.balances.find(([each]) => each === type);
  const [opening, closing] = [balance('OPBD') ?? balance('PRCD'), balance('CLBD')];
  const isMixed = Boolean(closing && closing[2] !== found?.opening.currency);
  const sum = (sign: 1n | -1n) =>
    found?.lines.reduce(
      (total, { amount, pending }) => (!pending && amount * sign > 0n ? total + amount * sign : total),
      0n,
    );
  return [
    // The other reader knows no account of version 1.
    ['account', found?.opening.account, one.account ?? found?.opening.account],
    ['currency', found?.opening.currency, one.currency ?? opening?.[2] ?? found?.opening.currency],
    ['number', found?.opening.number, one.elecSeq ?? one.legalSeq],
    ['opening', plainAmount(found?.opening.opening), plainAmount(opening?.[1].replace('-0.00', '0'))],
    ['opened on', found?.opening.openedOn, opening?.[3].slice(0, 10) ?? found?.opening.openedOn],
    ['closing', plainAmount(found?.closing?.closing), isMixed ? null : plainAmount(closing?.[1])],
    ['closed on', found?.closing?.closedOn, closing?.[3] ?? found?.closing?.closedOn],
    ['lines', found?.lines.length, one.entries],
    ['credits', plainAmount(sum(1n)), plainAmount(one.creditSum)],
    ['debits', plainAmount(sum(-1n)), plainAmount(one.debitSum)],
    ['reversals', (found?.lines.filter(({ reversal }) => reversal).length ?? 0) >= one.reversals, true],
    ['balanced', found?.closing?.balanced, one.balanceOk ?? null],
    [
      'refused for its sums',
      problems.some(({ refuses }) => refuses === 'statement'),
      one.balanceOk === false || isMixed || hasWrongTotals(one),
    ],
    ...one.structuredRefs.map(
      (reference): Fact => [
        `reference ${reference}`,
        leavesOf(found).some((leaf) => holds(leaf, reference)),
        true,
      ],
    ),
  ];
}

/** The one file whose totals of entries are those of another. */
function hasWrongTotals({ account }: Computed): boolean {
  return account === 'BE55442968847144';
}

type Leaf = BankDetail & {
  readonly bookedOn: string;
  readonly valueOn: string | null;
  readonly own: string;
  readonly ownCode: string | null;
};

function leavesOf(statement: WholeStatement | undefined): Leaf[] {
  return (statement?.lines ?? []).flatMap((line): Leaf[] =>
    line.details.length > 0
      ? line.details.map((detail) => ({
          ...line,
          ...detail,
          own: `${line.text} ${line.bankReference}`,
          ownCode: line.code,
        }))
      : [{ ...line, own: '', ownCode: line.code }],
  );
}

/** A reference with wrong check digits is text. */
function holds(leaf: Leaf | undefined, words: string): boolean {
  const plain = (text: string | null | undefined) => (text ?? '').replace(/[\s+/]/g, '');
  const { text, structuredReference, endToEndId, bankReference, own } = leaf ?? {};
  return [text, structuredReference, endToEndId, bankReference, own].some((each) =>
    plain(each).includes(plain(words)),
  );
}

function statedFacts(found: WholeStatement | undefined, stated: Stated): Fact[] {
  const [line] = found?.lines ?? [];
  return [
    ['stated opening', plainAmount(found?.opening.opening), plainAmount(stated.startBalance)],
    ['stated closing', plainAmount(found?.closing?.closing), plainAmount(stated.endBalance)],
    ['stated lines', found?.lines.length, stated.lines],
    ['stated day', line?.bookedOn, stated.line0.date],
    ['stated amount', plainAmount(line?.amount), plainAmount(stated.line0.amount)],
    ['stated name', line?.counterparty, stated.line0.creditorName],
    ['stated iban', line?.iban, stated.line0.creditorIban],
    ['stated text', line?.text, stated.line0.remittance],
  ];
}

function companionFacts(whole: Whole, companion: string): Fact[] {
  const text = companionOf(companion);
  return companion.endsWith('.json')
    ? genkgoFacts(whole, JSON.parse(text) as GenkgoMessage)
    : ocaFacts(whole, text);
}

type Money = { readonly getAmount: string; readonly getCurrency: { readonly getCode: string } };
type GenkgoParty = {
  readonly getAccount: { readonly getIdentification: string } | null;
  readonly getRelatedPartyType: { readonly __CLASS__: string; readonly getName: string | null };
};
type GenkgoDetail = {
  readonly getReference: {
    readonly getEndToEndId: string | null;
    readonly getUuidEndToEndReference: string | null;
  } | null;
  readonly getRelatedParties: readonly GenkgoParty[];
  readonly getRelatedAgents: readonly {
    readonly getRelatedAgentType: { readonly __CLASS__: string; readonly getBIC: string | null };
  }[];
  readonly getRemittanceInformation: {
    readonly getMessage: string | null;
    readonly getCreditorReferenceInformation: { readonly getRef: string | null } | null;
  } | null;
};
type GenkgoEntry = {
  readonly getAmount: Money;
  readonly getBookingDate: { readonly 0: string } | null;
  readonly getValueDate: { readonly 0: string } | null;
  readonly getStatus: string;
  readonly getReversalIndicator: boolean;
  readonly getAccountServicerReference: string | null;
  readonly getTransactionDetail: GenkgoDetail | null;
  readonly getTransactionDetails?: readonly unknown[];
};
type GenkgoMessage = { readonly getEntries: readonly GenkgoEntry[] };

/** Dumps of what another reader says: its days are moved to UTC, so only the parts that a zone leaves alone are compared. */
function genkgoFacts({ statements }: Whole, { getEntries }: GenkgoMessage): Fact[] {
  // Of several statements, the dump holds the last.
  const lines = statements.flatMap(({ lines }) => lines).slice(-getEntries.length);
  return [
    ['dumped entries', lines.length, getEntries.length],
    ...getEntries.flatMap((entry, index): Fact[] => {
      const line = lines[index];
      const [leaf] = leavesOf(
        line && { opening: {} as WholeStatement['opening'], lines: [line], closing: null },
      );
      const { getAmount, getCurrency } = entry.getAmount;
      return [
        ['dumped amount', plainAmount(line?.amount), plainAmount(majorOf(getAmount, getCurrency.getCode))],
        ['dumped currency', line?.currency, getCurrency.getCode],
        ['dumped day', line?.bookedOn, entry.getBookingDate?.[0].slice(0, 10) ?? line?.bookedOn],
        ['dumped value day', line?.valueOn, entry.getValueDate?.[0].slice(0, 10) ?? null],
        ['dumped status', line?.pending, /^(PDNG|INFO|FUTR)$/.test(entry.getStatus)],
        ['dumped reversal', line?.reversal, entry.getReversalIndicator],
        [
          'dumped bank reference',
          line?.bankReference,
          entry.getAccountServicerReference || line?.bankReference,
        ],
        ...detailFacts(leaf, entry, statements[0]?.opening.account),
      ];
    }),
  ];
}

/** Their dumps round five decimals to the two of the currency. */
function majorOf(minor: string, currency: string): string {
  return currency === 'JPY' ? minor : (Number(minor) / 100).toFixed(2);
}

function detailFacts(leaf: Leaf | undefined, entry: GenkgoEntry, own: string | undefined): Fact[] {
  const detail = entry.getTransactionDetail;
  if (!detail) return [];
  const side = entry.getAmount.getAmount.startsWith('-') ? 'Creditor' : 'Debtor';
  const party = (role: string) =>
    detail.getRelatedParties.find(({ getRelatedPartyType }) =>
      getRelatedPartyType.__CLASS__.endsWith(`\\${role}`),
    );
  const named = party(side);
  const behind = party(side === 'Creditor' ? 'Debtor' : 'Creditor');
  const isOwn = (one: GenkgoParty | undefined) => one?.getAccount?.getIdentification === own;
  const other = isOwn(named) && !isOwn(behind) ? behind : named;
  const ultimate = party(`Ultimate${side}`);
  const told = (text: string | null | undefined) => (text === 'NOTPROVIDED' ? null : (text ?? null));
  const remittance = detail.getRemittanceInformation;
  const message: Fact = ['dumped message', holds(leaf, collapsed(remittance?.getMessage ?? '')), true];
  // Parts that do not say what they are in the account's currency stay one line, with all their texts.
  if ((entry.getTransactionDetails?.length ?? 0) > 1 && leaf?.own === '') return [message];
  return [
    ['dumped name', leaf?.counterparty, other?.getRelatedPartyType.getName ?? leaf?.counterparty],
    ['dumped account', leaf?.iban, other?.getAccount?.getIdentification ?? leaf?.iban],
    ['dumped ultimate', leaf?.ultimateParty, ultimate?.getRelatedPartyType.getName ?? null],
    ['dumped end to end', leaf?.endToEndId, told(detail.getReference?.getEndToEndId)],
    message,
    ['dumped reference', holds(leaf, remittance?.getCreditorReferenceInformation?.getRef ?? ''), true],
  ];
}

const OCA_LINE =
  /'account_number': (\S+),\s+'amount': (-?[\d.]+),\s+'date': '([\d-]+)',\s+'narration': ([\s\S]*?)'partner_name': ('[^']*'|"[^"]*"|None|False),[\s\S]*?'ref': '([^']*)',\s+'transaction_type': '([^']*)'/g;

/** What another project's importer makes of a file; it calls each part of a batch a line. */
function ocaFacts({ statements }: Whole, text: string): Fact[] {
  const [found] = statements;
  const at = (key: string) => new RegExp(`'${key}': '?([-\\d.]+)`).exec(text)?.[1];
  const lines = [...text.matchAll(OCA_LINE)];
  const leaves = leavesOf(found);
  if (at('balance_start') === undefined) return [];
  return [
    // Where a notification has no balance, that importer says zero.
    ['imported opening', plainAmount(found?.opening.opening ?? 0n), plainAmount(at('balance_start'))],
    ['imported closing', plainAmount(found?.closing?.closing ?? 0n), plainAmount(at('balance_end_real'))],
    ['imported lines', leaves.length, lines.length],
    ...lines.flatMap(([, account = '', amount, day, , name = '', reference = '', code], index): Fact[] => {
      const leaf = leaves[index];
      const unquoted = (word: string) => (/^(None|False)$/.test(word) ? null : word.slice(1, -1));
      return [
        ['imported account', leaf?.iban, unquoted(account) ?? leaf?.iban],
        ['imported amount', plainAmount(leaf?.amount), plainAmount(Number(amount))],
        ['imported day', leaf?.bookedOn, day],
        ['imported name', leaf?.counterparty, unquoted(name) ?? leaf?.counterparty],
        ['imported reference', holds(leaf, reference), true],
        ['imported kind', leaf?.ownCode, code || leaf?.ownCode],
      ];
    }),
  ];
}
