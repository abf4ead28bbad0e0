import type { Command } from 'commander';
import { PROMISE_STATES } from '#core/agreements/promise.ts';
import { dayFrom } from '#core/calendar/days.ts';
import { currencyFrom } from '#core/money/currencies.ts';
import { findDebtorByNumber, findItemByNumber } from '#server/open-items/find-by-number.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { recordPromise } from '#server/promises/record-promise.ts';
import { showPromise, showPromises } from '#server/promises/show-promises.ts';
import { withdrawPromise } from '#server/promises/withdraw-promise.ts';
import { idFrom, numberUpTo, oneOf, pagesOf, printRows, type RowPrinter } from './print-rows.ts';
import type { Context } from './program.ts';

type Shown = Awaited<ReturnType<typeof showPromise>>;

/** `rappel promise …`: what debtors say they will pay, and whether they did. */
export function promiseCommand(program: Command, context: Context): void {
  const promise = program.command('promise').description('what debtors promise to pay: add, withdraw, list');
  addAdd(promise, context);
  addWithdraw(promise, context);
  addList(promise, context);
}

type AddGiven = {
  company: string;
  debtor: string;
  document?: string[];
  amount?: string;
  currency?: string;
  on: Temporal.PlainDate;
  tolerance?: number;
  note?: string;
  json?: boolean;
};

function addAdd(promise: Command, context: Context): void {
  promise
    .command('add')
    .description('write down that a debtor will pay by a day; until then nobody is reminded of it')
    .requiredOption('--company <key>', 'the company')
    .requiredOption('--debtor <number>', 'who promises')
    .option('--document <number...>', 'for these documents (default: for all that is owed)')
    .option('--amount <amount>', 'like 500.00 (default: all that is open)')
    .option('--currency <code>', 'where no document is named (default: the company’s)')
    .requiredOption('--on <day>', 'the day it is paid by, like 2026-04-10', dayFrom)
    .option('--tolerance <days>', 'days after it that still count (default: the company’s)', numberUpTo(30))
    .option('--note <words>', 'who said what')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'before',
      'Example:\n  $ rappel promise add --company lambert --debtor D0042 --amount 500.00 --on 2026-04-10\n',
    )
    .action(async ({ company, json, ...given }: AddGiven) => {
      await context.inside(company, async (tools) => {
        await tell(tools, context, await add(tools, given), json);
      });
    });
}

async function add(tools: CompanyTools, given: Omit<AddGiven, 'company' | 'json'>): Promise<string> {
  const items: string[] = [];
  for (const document of given.document ?? []) {
    items.push(await findItemByNumber(tools, { document, debtor: given.debtor }));
  }
  return recordPromise(tools, {
    debtor: await findDebtorByNumber(tools, given.debtor),
    items,
    amount: given.amount ?? null,
    currency: given.currency === undefined ? null : currencyFrom(given.currency),
    on: given.on.toString(),
    toleranceDays: given.tolerance ?? null,
    note: given.note ?? null,
  });
}

function addWithdraw(promise: Command, context: Context): void {
  promise
    .command('withdraw <id>')
    .description('take back a promise that stands')
    .requiredOption('--company <key>', 'the company')
    .option('--note <words>', 'why')
    .option('--json', 'print one JSON document')
    .action(
      async (id: string, { company, note, json }: { company: string; note?: string; json?: boolean }) => {
        await context.inside(company, async (tools) => {
          await withdrawPromise(tools, { promise: idFrom(id), note: note ?? null });
          await tell(tools, context, id, json);
        });
      },
    );
}

async function tell(tools: CompanyTools, context: Context, id: string, json: boolean | undefined) {
  const promise = await showPromise(tools, { promise: id });
  if (json) return context.out(JSON.stringify({ promise: scriptRow(promise) }));
  const { amount, currency, on, deadline, state } = promise;
  const until = state === 'open' ? `, a payment counts until ${deadline}` : '';
  context.out(`Promise ${id} of ${amount} ${currency} by ${on} is ${state}${until}.`);
}

type ListGiven = { company: string; state?: string; debtor?: string; json?: boolean; ndjson?: boolean };

function addList(promise: Command, context: Context): void {
  promise
    .command('list')
    .description('list promises with what was paid of them, the latest day first')
    .requiredOption('--company <key>', 'the company')
    .option('--state <state>', `one of ${PROMISE_STATES.join(', ')} (default: all)`, oneOf(PROMISE_STATES))
    .option('--debtor <number>', 'of one debtor')
    .option('--json', 'print one JSON document')
    .option('--ndjson', 'print one JSON object a line, as they are read')
    .action(async ({ company, ...given }: ListGiven) => {
      await context.inside(company, (tools) => printPromises(tools, context, given));
    });
}

async function printPromises(tools: CompanyTools, context: Context, given: Omit<ListGiven, 'company'>) {
  const state = PROMISE_STATES.find((one) => one === given.state);
  const debtor = given.debtor === undefined ? undefined : await findDebtorByNumber(tools, given.debtor);
  const printer: RowPrinter<ReturnType<typeof scriptRow>> = {
    name: 'promises',
    format: given.ndjson ? 'ndjson' : given.json ? 'json' : 'table',
    columns: ['by', 'debtor', 'promised', 'paid', 'state', 'for', 'id'],
    line: (row) => [
      row.on,
      `${row.debtor} ${row.debtorName}`,
      `${row.amount} ${row.currency}`,
      row.paid,
      row.state,
      row.documents.join(', ') || 'all that is owed',
      row.id,
    ],
  };
  const pages = pagesOf((page) => showPromises(tools, { state, debtor, page, perPage: 1000 }), scriptRow);
  if ((await printRows(context, printer, pages)) === 0) context.say('No promise matches.');
}

/** The words scripts know from the other commands: numbers instead of ids. */
function scriptRow({ debtor, items, ...row }: Shown) {
  const documents = items.map(({ number }) => number);
  return { ...row, debtor: debtor.number, debtorName: debtor.name, documents };
}
