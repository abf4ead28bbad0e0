import type { Command } from 'commander';
import { DEBTOR_VIEWS } from '#contract/debtors.ts';
import { listDebtors } from '#server/debtors/list-debtors.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addDebtorExplain } from './explain.ts';
import { oneOf, pagesOf, printRows, type RowPrinter } from './print-rows.ts';
import type { Context } from './program.ts';

type Options = { company: string; view: string; search?: string; json?: boolean; ndjson?: boolean };

/** `rappel debtor list`: who owes what, for people and for scripts. */
export function debtorCommand(program: Command, context: Context): void {
  const debtor = program.command('debtor').description('list debtors and what they owe');
  addDebtorExplain(debtor, context);
  debtor
    .command('list')
    .description('list debtors with their balances, the highest overdue amount first')
    .requiredOption('--company <key>', 'the company')
    .option('--view <view>', `one of ${DEBTOR_VIEWS.join(', ')}`, oneOf(DEBTOR_VIEWS), 'open')
    .option('--search <words>', 'in number, name, e-mail, document number, reference')
    .option('--json', 'print one JSON document')
    .option('--ndjson', 'print one JSON object a line, as they are read')
    .addHelpText(
      'before',
      'Examples:\n  $ rappel debtor list --company lambert --view overdue\n  $ rappel debtor list --company lambert --ndjson | jq .number\n',
    )
    .action(async ({ company, ...options }: Options) => {
      await context.inside(company, (tools) => printDebtors(tools, context, options));
    });
}

async function printDebtors(tools: CompanyTools, context: Context, options: Omit<Options, 'company'>) {
  const view = DEBTOR_VIEWS.find((one) => one === options.view) ?? 'open';
  const question = { view, sort: 'overdue', direction: 'desc', perPage: 2000 } as const;
  const search = options.search === undefined ? {} : { search: options.search };
  const printer: RowPrinter<Row> = {
    name: 'debtors',
    format: options.ndjson ? 'ndjson' : options.json ? 'json' : 'table',
    columns: ['number', 'name', 'level', 'overdue', 'open', 'days late'],
    line: (row) => [
      row.number,
      row.name,
      String(row.level),
      amounts(row.overdue),
      amounts(row.open),
      String(row.daysLate),
    ],
  };
  const pages = pagesOf(
    (page) => listDebtors(tools, { ...question, ...search, page }),
    (row) => row,
  );
  const count = await printRows(context, printer, pages);
  if (count === 0) context.say('No debtor matches.');
}

type Row = Awaited<ReturnType<typeof listDebtors>>['rows'][number];

function amounts(balances: readonly { amount: string; currency: string }[]): string {
  return balances.map(({ amount, currency }) => `${amount} ${currency}`).join(', ');
}
