import { expect, test } from 'vitest';
import type { BankLine } from '#core/bank/bank-reading.ts';
import type { WholeFile, WholeStatement } from '#formats/bank/read-whole.ts';
import {
  companionOf,
  expectedOf,
  type Fact,
  hasSamples,
  plainAmount,
  readDespiteRefusal,
  score,
} from '#test/support/samples.ts';

type Computed = {
  readonly tx: number;
  readonly unparsed61: number;
  readonly credit: string;
  readonly debit: string;
  readonly account: string;
  readonly opening?: Balance;
  readonly closing?: Balance;
  readonly openTag?: string;
  readonly closeTag?: string;
  readonly balanceOk?: boolean;
};
type Balance = { readonly amount: string; readonly date: string; readonly currency: string };
type Stated = {
  readonly it?: string;
  readonly expr?: string;
  readonly path?: string;
  readonly equals: unknown;
};
type Expected = {
  readonly stated: readonly Stated[] | TrytonStated | null;
  readonly companions: readonly string[];
  readonly computed: { readonly statements: readonly Computed[] } | null;
};

test.skipIf(!hasSamples('mt940'))(
  'public MT940 files read as their projects state (skipped without samples)',
  async () => {
    const facts = new Map<string, readonly Fact[]>();
    for (const [path, expected] of expectedOf<Expected>('mt940'))
      facts.set(path, await factsOf(path, expected));
    expect(score('mt940', facts)).toEqual([]);
  },
);

/** Shortened by their projects: what they hold is compared, and why each is refused. */
const REFUSED: Readonly<Record<string, string>> = {
  'mt940/jejik-K4262927_20200905-080000-952.txt': 'bank_file_cut_short',
  'mt940/jejik-oldenburgischelandesbank2.txt': 'bank_file_cut_short',
  'mt940/schuppelius-invalid.mt940': 'bank_field_missing',
  'mt940/tryton-MT940-optional.txt': 'bank_field_missing',
  'mt940/wolph-betterplace-amount_formats.sta': 'bank_file_unknown',
  'mt940/wolph-cmxl-statement_details.sta': 'bank_file_unknown',
  'mt940/wolph-self-provided-gv_codes.sta': 'bank_file_cut_short',
  'mt940/wolph-self-provided-multiline.sta': 'bank_record_misplaced',
  'mt940/zilverline-knab-knab_invalid.txt': 'bank_file_cut_short',
};

async function factsOf(path: string, { stated, companions, computed }: Expected): Promise<Fact[]> {
  const whole = await readDespiteRefusal(path);
  const refusing = whole.problems.find(({ refuses }) => refuses === 'file');
  const isShort = path in REFUSED;
  return [
    ['refused', refusing?.code, REFUSED[path]],
    ...(isShort ? [] : computedFacts(whole, computed?.statements ?? [])),
    ...(Array.isArray(stated)
      ? statedFacts(whole, stated as readonly Stated[])
      : stated
        ? trytonFacts(whole, stated as TrytonStated)
        : []),
    ...companions.flatMap((companion) =>
      webschikFacts(whole, JSON.parse(companionOf(companion)) as Webschik[]),
    ),
  ];
}

function computedFacts({ statements, problems }: WholeFile, computed: readonly Computed[]): Fact[] {
  const lines = statements.flatMap(({ lines }) => lines);
  const total = (key: 'credit' | 'debit') =>
    plainAmount(computed.reduce((sum, one) => sum + Number(one[key]), 0).toFixed(2));
  const sum = (sign: 1n | -1n) =>
    plainAmount(lines.reduce((all, { amount }) => (amount * sign > 0n ? all + amount * sign : all), 0n));
  const isParsed = computed.every(({ unparsed61 }) => unparsed61 === 0);
  // The other reader takes each page for a statement, and one that begins behind a mark of the file's end for none.
  const isPaged = computed.some(({ openTag, closeTag }) => openTag === '60M' || closeTag === '62M');
  return [
    [
      'lines',
      lines.length,
      computed.reduce((count, { tx, unparsed61 }) => count + tx + (isParsed ? 0 : unparsed61 - 0), 0),
    ],
    ...(isParsed
      ? ([
          ['credits', sum(1n), total('credit')],
          ['debits', sum(-1n), total('debit')],
        ] as Fact[])
      : []),
    ...(isPaged || computed.length !== statements.length
      ? []
      : computed.flatMap((one, index) => statementFacts(statements[index], one))),
    [
      'refused for its sums',
      problems.some(({ refuses }) => refuses === 'statement'),
      statements.some(({ closing }) => closing?.balanced === false),
    ],
  ];
}

function statementFacts(found: WholeStatement | undefined, one: Computed): Fact[] {
  return [
    ['account', squeezed(one.account).includes(squeezed(found?.opening.account)), true],
    ['opening', plainAmount(found?.opening.opening), plainAmount(one.opening?.amount)],
    ['opened on', found?.opening.openedOn, one.opening?.date ?? null],
    ['currency', found?.opening.currency, one.opening?.currency ?? found?.opening.currency],
    ['closing', plainAmount(found?.closing?.closing), plainAmount(one.closing?.amount)],
    ['closed on', found?.closing?.closedOn, one.closing?.date ?? null],
    [
      'balanced',
      found?.closing?.balanced ?? null,
      one.unparsed61 > 0 ? (found?.closing?.balanced ?? null) : (one.balanceOk ?? null),
    ],
  ];
}

function squeezed(text: unknown): string {
  return String(text ?? '')
    .replace(/[\s".]/g, '')
    .toUpperCase();
}

function statedFacts(whole: WholeFile, stated: readonly Stated[]): Fact[] {
  const byPath = stated.filter(({ path }) => path !== undefined);
  const byExpression = stated.filter(({ expr }) => expr !== undefined);
  return [...byPath.flatMap((each) => pathFact(whole, each)), ...expressionFacts(whole, byExpression)];
}

/** 'statements[0].Transactions[1].Eref': one project addresses what it states by index. */
function pathFact({ statements }: WholeFile, { path = '', equals }: Stated): Fact[] {
  const plain = path.replace(/, '.*'/, '');
  // Pages are statements there, and one bank's number of a payment an account.
  if (plain === 'statements.length' || statements.some(({ opening }) => opening.number === '999')) return [];
  const [, at, field = ''] = /^statements\[(\d+)\]\.(.*)$/.exec(plain) ?? [];
  const statement = statements[Number(at)];
  const line = /^Transactions\[(\d+)\]\.(.*)$/.exec(field);
  if (line)
    return lineFact(statement?.lines[Number(line[1])], line[2] ?? '', equals).map(
      ([what, ...rest]) => [`${plain} ${what}`, ...rest] as Fact,
    );
  const found = STATEMENT_FIELDS[field];
  return found ? [[plain, normal(found(statement)), normal(equals)]] : [];
}

const STATEMENT_FIELDS: Readonly<Record<string, (found: WholeStatement | undefined) => unknown>> = {
  'Account.Number': (found) => found?.opening.account,
  'OpeningBalance.Amount': (found) => plainAmount(found?.opening.opening),
  'OpeningBalance.Date': (found) => found?.opening.openedOn,
  'OpeningBalance.Currency': (found) => found?.opening.currency,
  'ClosingBalance.Amount': (found) => plainAmount(found?.closing?.closing),
  'ClosingBalance.Date': (found) => found?.closing?.closedOn,
  'ClosingBalance.Currency': (found) => found?.opening.currency,
  'Transactions.length': (found) => found?.lines.length,
};

/** Under the name of the field: what Rappel keeps. Primanota, booking texts and creditors' ids it does not. */
const LINE_FIELDS: Readonly<Record<string, (line: BankLine | undefined) => unknown>> = {
  Amount: (line) => plainAmount(line?.amount),
  ValueDate: (line) => line?.valueOn,
  BookDate: (line) => line?.bookedOn,
  GVC: (line) => line?.code,
  Eref: (line) => line?.endToEndId,
  BIC: (line) => line?.bic,
  IBAN: (line) => line?.iban,
  AccountHolder: (line) => line?.counterparty,
  Mref: (line) => line?.mandate,
  Svwz: (line) => line?.text,
  BankRef: (line) => line?.bankReference,
  'ContraAccount.Number': (line) => line?.iban,
  'ContraAccount.Name': (line) => line?.counterparty,
};

function lineFact(line: BankLine | undefined, field: string, equals: unknown): Fact[] {
  const found = LINE_FIELDS[field];
  if (!found || equals === null || equals === 'NOTPROVIDED' || equals === '') return [];
  // A bank's national number is no BIC; the other reader says it in its place.
  if (field === 'BIC' && /^\d+$/.test(String(equals))) return [];
  const [is, wanted] = [normal(found(line)), normal(equals)];
  // It lets a value run on into the fields behind it, and shows numbers that may be those of cards.
  const runsOn = /^(Mref|Svwz)$/.test(field) && is !== '' && wanted.startsWith(is);
  const isMasked = /^x+\d{4}$/.test(is) && wanted.endsWith(is.slice(-4));
  return [[field, runsOn || isMasked ? wanted : is, wanted]];
}

/** Blanks at the cuts of a text are the reader's choice; days are days; 'P001234567' and '001234567' one account. */
function normal(value: unknown): string {
  const text =
    typeof value === 'number' ? (plainAmount(value) ?? '') : String(value ?? '').replace(/ 00:00:00$/, '');
  return /^P?0*\d{5,}$/.test(text) ? text.replace(/^P?0*/, '') : text.replace(/[\s.]/g, '');
}

/** 'transaction.contra_account': another project does not say of which line, but of one line each time. */
function expressionFacts(whole: WholeFile, stated: readonly Stated[]): Fact[] {
  const facts: Fact[] = [];
  let group = new Map<string, unknown>();
  let object = '';
  const lines = whole.statements.flatMap(({ lines }) => lines);
  const close = () => {
    if (group.size > 0)
      facts.push([
        `a line with ${JSON.stringify([...group])}`,
        lines.some((line) => fits(line, group)),
        true,
      ]);
    group = new Map();
  };
  for (const { it = '', expr = '', equals } of stated) {
    const field =
      /(?:transaction|transactions|transaction_\d|credit_transfer|direct_debit)(?:\.last|\[\d+\])?\.(\w+)$/.exec(
        expr,
      )?.[1];
    if (field !== undefined && field !== 'size') {
      const next = expr.slice(0, expr.lastIndexOf('.'));
      const isOther =
        next !== object ||
        group.has(field) ||
        !lines.some((line) => fits(line, new Map([...group, [field, equals]])));
      if (isOther) close();
      object = next;
      if (LINE_TESTS[field]) group.set(field, equals);
    } else facts.push(...fileFact(whole, it, expr, equals));
  }
  close();
  return facts;
}

function fileFact({ statements }: WholeFile, it: string, expr: string, equals: unknown): Fact[] {
  const some = (test: (statement: WholeStatement) => boolean): Fact => [
    `${it}: ${expr} = ${String(equals)}`,
    statements.some(test),
    true,
  ];
  if (/keys\.size$/.test(expr))
    return [[it, new Set(statements.map(({ opening }) => opening.account)).size, equals]];
  if (/transactions\)?\.size$/.test(expr)) {
    const all = statements.reduce((sum, { lines }) => sum + lines.length, 0);
    return [[it, all === equals || statements.some(({ lines }) => lines.length === equals), true]];
  }
  if (/balance\.(amount|date|currency)$/.test(expr)) {
    return [
      some(({ opening, closing }) =>
        [
          plainAmount(opening.opening),
          opening.openedOn,
          opening.currency,
          plainAmount(closing?.closing),
          closing?.closedOn,
        ].includes(typeof equals === 'number' ? plainAmount(equals) : String(equals)),
      ),
    ];
  }
  return [];
}

const LINE_TESTS: Readonly<Record<string, (line: BankLine, equals: unknown) => boolean>> = {
  amount: (line, equals) => plainAmount(line.amount) === plainAmount(equals as number),
  // The same line by another name, where the value is code.
  date: (line, equals) => line.valueOn === equals,
  date_accounting: (line, equals) => line.bookedOn === equals || String(equals).startsWith('@'),
  currency: (line, equals) => line.currency === equals,
  description: (line, equals) => isDescribed(line, normal(equals)),
  contra_account: (line, equals) =>
    equals === 'NONREF' || (line.iban ?? '').endsWith(normal(equals)) || isToldInText(line, equals),
  contra_account_iban: (line, equals) =>
    equals === 'nil' ? !/[A-Z]/.test(line.iban ?? '') : normal(line.iban) === normal(equals),
  contra_account_owner: (line, equals) =>
    normal(line.counterparty) === normal(equals) || isToldInText(line, equals),
  contra_bic: (line, equals) => line.bic === equals,
  customer_reference: (line, equals) =>
    /^(NONREF)?$/.test(String(equals)) || line.endToEndId === equals || (line.iban ?? '') === normal(equals),
  eref: (line, equals) => line.endToEndId === equals,
  bank_reference: (line, equals) => (line.bankReference ?? '') === equals,
  sepa_business_code: (line, equals) => line.code === equals,
};

/** Where the bank parts nothing, that project guesses a name or leaves one in the text. */
function isToldInText(line: BankLine, equals: unknown): boolean {
  return equals !== '' && normal(line.text).includes(normal(equals));
}

/** Their description may be the whole field; ours is what was meant for the reader. */
function isDescribed(line: BankLine, wanted: string): boolean {
  const text = normal(line.text);
  if (wanted.includes('SVWZ+') && text.startsWith(wanted.slice(wanted.indexOf('SVWZ+') + 5))) return true;
  if (text === wanted || (text !== '' && wanted.includes(text)) || text.includes(wanted)) return true;
  if (/^BETALINGSKENMERK/.test(wanted)) return wanted.endsWith(text);
  const lines = wanted.split('\\n').every((part) => text.includes(part));
  return lines || (text === '' && wanted.includes(normal(line.iban)));
}

function fits(line: BankLine, group: ReadonlyMap<string, unknown>): boolean {
  return [...group].every(([field, equals]) => LINE_TESTS[field]?.(line, equals) ?? true);
}

type TrytonStated = {
  readonly statements: number;
  readonly s0: {
    readonly account: string;
    readonly start: { readonly date: string; readonly amount: number; readonly currency: string };
    readonly end: { readonly date: string; readonly amount: number };
    readonly transactions: number;
    readonly tx0: {
      readonly date: string;
      readonly booking: string;
      readonly amount: number;
      readonly id: string;
    };
  };
};

function trytonFacts({ statements }: WholeFile, { s0, ...stated }: TrytonStated): Fact[] {
  const [found] = statements;
  const [line] = found?.lines ?? [];
  return [
    ['stated statements', statements.length, stated.statements],
    ['stated account', found?.opening.account, s0.account],
    [
      'stated opening',
      [found?.opening.openedOn, plainAmount(found?.opening.opening)],
      [s0.start.date, plainAmount(s0.start.amount)],
    ],
    [
      'stated closing',
      [found?.closing?.closedOn, plainAmount(found?.closing?.closing)],
      [s0.end.date, plainAmount(s0.end.amount)],
    ],
    ['stated lines', found?.lines.length, s0.transactions],
    [
      'stated line',
      [line?.valueOn, line?.bookedOn, plainAmount(line?.amount), line?.code],
      [s0.tx0.date, s0.tx0.booking, plainAmount(s0.tx0.amount), s0.tx0.id],
    ],
  ];
}

type Webschik = {
  readonly accountId: string;
  readonly number: string;
  readonly openingBalance: {
    readonly isCredit: boolean;
    readonly date: string;
    readonly currency: string;
    readonly value: number;
  };
  readonly closingBalance: { readonly date: string; readonly value: number };
  readonly transactions: readonly {
    readonly code: string;
    readonly amount: number;
    readonly valueDate: string;
    readonly entryDate: string;
    readonly currency: string;
  }[];
};

function webschikFacts({ statements }: WholeFile, stated: readonly Webschik[]): Fact[] {
  return stated.flatMap((one, index): Fact[] => {
    const found = statements[index];
    return [
      ['dumped account', found?.opening.account, one.accountId],
      ['dumped number', found?.opening.number, one.number],
      [
        'dumped opening',
        [found?.opening.openedOn, plainAmount(found?.opening.opening)],
        [one.openingBalance.date, plainAmount(one.openingBalance.value)],
      ],
      [
        'dumped closing',
        [found?.closing?.closedOn, plainAmount(found?.closing?.closing)],
        [one.closingBalance.date, plainAmount(one.closingBalance.value)],
      ],
      [
        'dumped lines',
        found?.lines.map((line) => [plainAmount(line.amount), line.valueOn, line.bookedOn, line.code]),
        one.transactions.map((each) => [plainAmount(each.amount), each.valueDate, each.entryDate, each.code]),
      ],
    ];
  });
}
