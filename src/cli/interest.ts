import { readFile } from 'node:fs/promises';
import { type Command, InvalidArgumentError } from 'commander';
import IntlMessageFormat from 'intl-messageformat';
import { answerClaim, type ClaimAnswer } from '#core/interest/answer-claim.ts';
import type { ClaimQuestion } from '#core/interest/ask-claim.ts';
import type { LawNote } from '#core/interest/claim-notes.ts';
import { LAW_COUNTRIES } from '#core/interest/find-regime.ts';
import { readPaymentLines } from '#core/interest/payment-lines.ts';
import { DEBTOR_KINDS, type DebtorKind } from '#core/receivables/kinds.ts';
import en from '#i18n/en/screens.json' with { type: 'json' };
import { clockOf } from '#server/platform/clock.ts';
import { oneOf } from './print-rows.ts';
import type { Context } from './program.ts';

type Options = {
  country: string;
  kind: DebtorKind;
  due: string;
  amount: string;
  currency: string;
  until?: string;
  payments?: string;
  rateSelection?: keyof typeof SELECTIONS;
  dayCount?: keyof typeof DAY_COUNTS;
  includeLastDay?: boolean | 'yes' | 'no';
  compound?: boolean | 'yearly' | 'never';
  contractRate?: string;
  rates?: string;
  contractDate?: string;
  notice: string;
  noticeBy: 'mail' | 'post';
  delivered?: string;
  clause: boolean;
  largeCreditor?: boolean;
  collectionCosts?: boolean;
  allocation?: keyof typeof ALLOCATIONS;
  rounding: 'row' | 'daily';
  json?: boolean;
};

const SELECTIONS = {
  floating: 'floating',
  frozen: 'frozen_at_start',
  frozenAtStart: 'frozen_at_start',
  'frozen-at-start': 'frozen_at_start',
  'frozen-on-due': 'frozen_on_due',
} as const;
const DAY_COUNTS = {
  'act/365': 'actual_365',
  '365': 'actual_365',
  'act/360': 'actual_360',
  '360': 'actual_360',
  'act/act': 'actual_actual',
  '30/360': 'thirty_360',
} as const;
const ALLOCATIONS = {
  costs: 'costs_interest_principal',
  interest: 'interest_principal',
  principal: 'principal_first',
} as const;

const EXAMPLES = `Examples:
  $ rappel interest compute --country BE --due 2025-10-15 --amount 1000 --currency EUR
  $ rappel interest compute --country NL --kind consumer --due 2025-03-31 --amount 4000 --notice 2025-04-10 --json
  $ rappel interest compute --country FR --due 2026-01-31 --amount 1000 --contract-rate 10 --payments paid.csv
`;

/** `rappel interest …`: what a late payment costs by law. No database, no account. */
export function interestCommands(program: Command, context: Context): void {
  const interest = program.command('interest').description('late-payment interest and costs by law');
  const compute = interest
    .command('compute')
    .description('compute interest, compensation and costs of one late debt, row by row with its sources')
    .requiredOption('--country <code>', `whose law: ${[...LAW_COUNTRIES].sort().join(' ')}`)
    .option('--kind <kind>', `the debtor: ${DEBTOR_KINDS.join(', ')}`, oneOf(DEBTOR_KINDS), 'business')
    .requiredOption('--due <day>', 'the last day to pay, like 2025-10-15')
    .requiredOption('--amount <amount>', 'what was owed then, like 1000.00')
    .option('--currency <code>', 'its currency', 'EUR')
    .option('--until <day>', 'the last day to count; today if left out')
    .option(
      '--payments <file>',
      'part payments: a day and an amount on each line, or JSON [{"on","amount"}]',
    );
  conventions(compute)
    .option('--json', 'print one JSON document')
    .addHelpText('before', EXAMPLES)
    .action(async (options: Options) => {
      const answer = answerClaim(await questionFrom(options, context));
      context.out(options.json ? JSON.stringify(asJson(answer)) : asText(answer));
      if (!options.json) for (const note of answer.notes) context.say(`· ${sentenceOf(note)}`);
    });
}

/** What the law leaves open or asks for, each with the way of the country as its default. */
function conventions(command: Command): Command {
  return command
    .option('--contract-rate <percent>', 'the yearly rate of the contract, within the bounds of the law')
    .option('--contract-date <day>', 'when the contract was made, for laws that changed since')
    .option('--notice <day>', "when the notice the law asks for was sent; 'none' if it was not", 'assumed')
    .option('--notice-by <way>', 'how it was sent: mail or post', oneOf(['mail', 'post']), 'mail')
    .option('--delivered <day>', 'when the goods or work were delivered (Luxembourg, consumers)')
    .option('--no-clause', 'the contract has no clause about late payment (Belgium, consumers)')
    .option('--large-creditor', 'the creditor is not a small or medium-sized business (Belgium, consumers)')
    .option('--collection-costs', 'ask collection costs by the scale of the law between businesses too')
    .option(
      '--rate-selection <way>',
      'floating, frozen-at-start or frozen-on-due',
      oneOf(Object.keys(SELECTIONS)),
    )
    .option('--day-count <way>', 'act/365, act/360, act/act or 30/360', oneOf(Object.keys(DAY_COUNTS)))
    .option(
      '--include-last-day [answer]',
      'yes: the last day counts, the due date not; no: the other way round',
      yesOrNo,
    )
    .option(
      '--compound [way]',
      'yearly or never: whether interest bears interest after a year',
      oneOf(['yearly', 'never']),
    )
    .option(
      '--allocation <way>',
      'what a part payment pays first: costs, interest or principal',
      oneOf(Object.keys(ALLOCATIONS)),
    )
    .option(
      '--rounding <way>',
      'row: once at the end of each; daily: the amount of a day first',
      oneOf(['row', 'daily']),
      'row',
    )
    .option('--rates <list>', 'DATE=PERCENT,…: yearly rates from these days on, in the place of the law’s');
}

async function questionFrom(options: Options, context: Context): Promise<ClaimQuestion> {
  const { includeLastDay, compound, rateSelection, dayCount, allocation } = options;
  return {
    country: options.country,
    kind: options.kind,
    amount: options.amount,
    currency: options.currency,
    dueOn: options.due,
    until: options.until ?? String(clockOf(context.settings().today).today('Europe/Brussels')),
    contractOn: options.contractDate ?? null,
    noticeOn: options.notice,
    noticeBy: options.noticeBy,
    deliveredOn: options.delivered ?? null,
    creditorIsSmall: !options.largeCreditor,
    hasClause: options.clause,
    contractRate: options.contractRate ?? null,
    asksCosts: options.collectionCosts ?? null,
    payments: options.payments ? readPaymentLines(await readFile(options.payments, 'utf8')) : [],
    selection: rateSelection ? SELECTIONS[rateSelection] : null,
    dayCount: dayCount ? DAY_COUNTS[dayCount] : null,
    lastDay: includeLastDay === undefined ? null : includeLastDay === true || includeLastDay === 'yes',
    compound: compound === undefined ? null : compound === 'never' ? 'never' : 'yearly',
    allocation: allocation ? ALLOCATIONS[allocation] : null,
    rounding: options.rounding,
    rates: options.rates ? readRates(options.rates) : [],
  };
}

function readRates(list: string): ClaimQuestion['rates'] {
  return list.split(',').map((pair) => {
    const [from = '', percent = ''] = pair.split('=');
    return { from, percent };
  });
}

function yesOrNo(text: string): string {
  const known: Record<string, string> = { yes: 'yes', true: 'yes', no: 'no', false: 'no' };
  const found = known[text];
  if (!found) throw new InvalidArgumentError('Use yes or no.');
  return found;
}

/** Notes carry their sentence too: a script's reader is a person in the end. */
function asJson({ notes, ...answer }: ClaimAnswer) {
  return {
    version: 1,
    ...answer,
    notes: notes.map((note) => ({ ...note, message: sentenceOf(note) })),
  };
}

function sentenceOf({ code, facts }: LawNote): string {
  return String(new IntlMessageFormat(en[`law.note.${code}`], 'en').format({ ...facts }));
}

function asText({ rows, currency, ...answer }: ClaimAnswer): string {
  const lines = rows.map((row) => [
    row.from,
    row.to,
    String(row.days),
    row.base,
    `${row.rate} %`,
    row.amount,
    row.source,
  ]);
  const table =
    lines.length > 0 ? [['from', 'to', 'days', 'on', 'rate', 'interest', 'source'], ...lines] : [];
  const widths = [0, 1, 2, 3, 4, 5, 6].map((at) =>
    Math.max(0, ...table.map((cells) => (cells[at] ?? '').length)),
  );
  const sums = [
    ['principal', answer.openPrincipal],
    ['interest', answer.interest],
    ['compensation', answer.compensation],
    ['collection costs', answer.collectionCosts],
    ['still to pay', answer.total],
  ];
  return [
    ...table.map((cells) =>
      cells
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    ),
    ...(table.length > 0 ? [''] : []),
    ...sums.map(([name = '', amount = '']) => `${name.padEnd(18)}${amount.padStart(14)} ${currency}`),
  ].join('\n');
}
