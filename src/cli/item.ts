import type { Command } from 'commander';
import { OPEN_ITEM_VIEWS } from '#contract/open-items.ts';
import { readAllItems } from '#server/open-items/read-all-items.ts';
import type { itemRowView } from '#server/open-items/show-item.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addItemExplain } from './explain.ts';
import { oneOf, printRows, type RowPrinter } from './print-rows.ts';
import type { Context } from './program.ts';

type Options = { company: string; view: string; json?: boolean; ndjson?: boolean };
type Row = ReturnType<typeof scriptRow>;

/** `rappel item list`: every due item with its level and last reminder, for people and for scripts. */
export function itemCommand(program: Command, context: Context): void {
  const item = program
    .command('item')
    .description('list open items with their level and last reminder, and explain them');
  addItemExplain(item, context);
  item
    .command('list')
    .description('list due items, the oldest due date first')
    .requiredOption('--company <key>', 'the company')
    .option('--view <view>', `one of ${OPEN_ITEM_VIEWS.join(', ')}`, oneOf(OPEN_ITEM_VIEWS), 'open')
    .option('--json', 'print one JSON document')
    .option('--ndjson', 'print one JSON object a line, as they are read')
    .addHelpText(
      'before',
      'Examples:\n  $ rappel item list --company lambert --view overdue\n  $ rappel item list --company lambert --json > items.json\n',
    )
    .action(async ({ company, ...options }: Options) => {
      await context.inside(company, (tools) => printItems(tools, context, options));
    });
}

async function printItems(tools: CompanyTools, context: Context, options: Omit<Options, 'company'>) {
  const view = OPEN_ITEM_VIEWS.find((one) => one === options.view) ?? 'open';
  const printer: RowPrinter<Row> = {
    name: 'items',
    format: options.ndjson ? 'ndjson' : options.json ? 'json' : 'table',
    columns: ['document', 'debtor', 'due', 'days late', 'level', 'last reminder', 'open'],
    line: (row) => [
      row.position > 1 ? `${row.document}/${row.position}` : row.document,
      `${row.debtor} ${row.debtorName}`,
      row.dueOn,
      String(row.daysLate),
      String(row.level),
      row.lastReminderOn ?? '',
      `${row.open} ${row.currency}`,
    ],
  };
  const count = await printRows(context, printer, scriptRows(readAllItems(tools, view)));
  if (count === 0) context.say('No item matches.');
}

type View = ReturnType<typeof itemRowView>;

/** The words scripts know from `rappel run plan`: numbers instead of ids, the last reminder by its day and number. */
function scriptRow({ number, debtor, kind, notifiedOn, lastNotice, ...row }: View) {
  return {
    debtor: debtor.number,
    debtorName: debtor.name,
    document: number,
    documentKind: kind,
    position: row.position,
    issuedOn: row.issuedOn,
    dueOn: row.dueOn,
    daysLate: row.daysLate,
    currency: row.currency,
    amount: row.amount,
    open: row.open,
    level: row.level,
    times: row.times,
    lastReminderOn: notifiedOn,
    lastReminder: lastNotice,
    deadlineOn: row.deadlineOn,
    onHold: row.onHold,
    disputed: row.disputed,
    promised: row.promised,
    settledOn: row.settledOn,
  };
}

async function* scriptRows(pages: AsyncIterable<readonly View[]>) {
  for await (const page of pages) yield page.map(scriptRow);
}
