import type { Command } from 'commander';
import { DISPUTE_VIEWS } from '#contract/disputes.ts';
import { DISPUTE_ANSWERS, DISPUTE_REASONS } from '#core/agreements/dispute.ts';
import { dayFrom } from '#core/calendar/days.ts';
import { openDispute } from '#server/disputes/open-dispute.ts';
import { resolveDispute } from '#server/disputes/resolve-dispute.ts';
import { showDispute, showDisputes } from '#server/disputes/show-disputes.ts';
import { findDebtorByNumber, findItemByNumber } from '#server/open-items/find-by-number.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { idFrom, oneOf, pagesOf, placeFrom, printRows, type RowPrinter } from './print-rows.ts';
import type { Context } from './program.ts';

type Dispute = Awaited<ReturnType<typeof showDispute>>;

/** `rappel dispute …`: what debtors contest. */
export function disputeCommand(program: Command, context: Context): void {
  const dispute = program.command('dispute').description('what debtors contest: open, close, list');
  addOpen(dispute, context);
  addClose(dispute, context);
  addList(dispute, context);
}

type OpenGiven = {
  company: string;
  document: string;
  debtor?: string;
  position?: number;
  amount?: string;
  reason: string;
  note?: string;
  answerBy?: Temporal.PlainDate;
  json?: boolean;
};

function addOpen(dispute: Command, context: Context): void {
  dispute
    .command('open')
    .description('write down that a debtor contests an item, or a part of it')
    .requiredOption('--company <key>', 'the company')
    .requiredOption('--document <number>', 'the number of the document')
    .option('--debtor <number>', 'where several debtors have a document of that number')
    .option('--position <n>', 'of an instalment: its place in the document', placeFrom)
    .option('--amount <amount>', 'a part of it, like 120.00 (default: all of it)')
    .requiredOption('--reason <reason>', `one of ${DISPUTE_REASONS.join(', ')}`, oneOf(DISPUTE_REASONS))
    .option('--note <words>', 'what the debtor says')
    .option('--answer-by <day>', 'the day somebody answers it (default: in a week)', dayFrom)
    .option('--json', 'print one JSON document')
    .addHelpText(
      'before',
      'Example:\n  $ rappel dispute open --company lambert --document F2026-118 --amount 120.00 --reason quantity\n',
    )
    .action(async ({ company, json, ...given }: OpenGiven) => {
      await context.inside(company, async (tools) => {
        const reason = DISPUTE_REASONS.find((one) => one === given.reason) ?? 'other';
        const id = await openDispute(tools, {
          item: await findItemByNumber(tools, given),
          amount: given.amount ?? null,
          reason,
          note: given.note ?? null,
          answerBy: given.answerBy?.toString() ?? null,
          assignedTo: null,
        });
        await tell(tools, context, id, json);
      });
    });
}

type CloseGiven = { company: string; outcome: string; note?: string; json?: boolean };

function addClose(dispute: Command, context: Context): void {
  dispute
    .command('close <id>')
    .description('answer a dispute; justified asks for nothing of it until the credit note has come')
    .requiredOption('--company <key>', 'the company')
    .requiredOption('--outcome <outcome>', `one of ${DISPUTE_ANSWERS.join(', ')}`, oneOf(DISPUTE_ANSWERS))
    .option('--note <words>', 'what was found')
    .option('--json', 'print one JSON document')
    .action(async (id: string, { company, outcome, note, json }: CloseGiven) => {
      await context.inside(company, async (tools) => {
        const answer = DISPUTE_ANSWERS.find((one) => one === outcome) ?? 'rejected';
        await resolveDispute(tools, { dispute: idFrom(id), outcome: answer, note: note ?? null });
        await tell(tools, context, id, json);
      });
    });
}

async function tell(tools: CompanyTools, context: Context, id: string, json: boolean | undefined) {
  const dispute = await showDispute(tools, { dispute: id });
  if (json) return context.out(JSON.stringify({ dispute: scriptRow(dispute) }));
  const outcome = dispute.outcome === null ? '' : `: ${dispute.outcome}`;
  context.out(`Dispute ${id} on ${dispute.item.number} is ${dispute.state}${outcome}.`);
}

type ListGiven = { company: string; view: string; debtor?: string; json?: boolean; ndjson?: boolean };

function addList(dispute: Command, context: Context): void {
  dispute
    .command('list')
    .description('list disputes, the soonest to answer first')
    .requiredOption('--company <key>', 'the company')
    .option('--view <view>', `one of ${DISPUTE_VIEWS.join(', ')}`, oneOf(DISPUTE_VIEWS), 'standing')
    .option('--debtor <number>', 'of one debtor')
    .option('--json', 'print one JSON document')
    .option('--ndjson', 'print one JSON object a line, as they are read')
    .action(async ({ company, ...given }: ListGiven) => {
      await context.inside(company, (tools) => printDisputes(tools, context, given));
    });
}

async function printDisputes(tools: CompanyTools, context: Context, given: Omit<ListGiven, 'company'>) {
  const view = DISPUTE_VIEWS.find((one) => one === given.view) ?? 'standing';
  const debtor = given.debtor === undefined ? undefined : await findDebtorByNumber(tools, given.debtor);
  const printer: RowPrinter<ReturnType<typeof scriptRow>> = {
    name: 'disputes',
    format: given.ndjson ? 'ndjson' : given.json ? 'json' : 'table',
    columns: ['document', 'debtor', 'disputed', 'reason', 'state', 'answer by', 'id'],
    line: (row) => [
      row.document,
      `${row.debtor} ${row.debtorName}`,
      `${row.amount ?? row.open} ${row.currency}`,
      row.reason,
      row.outcome ?? row.state,
      row.answerBy,
      row.id,
    ],
  };
  const pages = pagesOf((page) => showDisputes(tools, { view, debtor, page, perPage: 1000 }), scriptRow);
  if ((await printRows(context, printer, pages)) === 0) context.say('No dispute matches.');
}

/** The words scripts know from the other commands: numbers instead of ids. */
function scriptRow({ debtor, item, assignedTo, ...row }: Dispute) {
  const { number: document, dueOn, open } = item;
  const { number, name: debtorName } = debtor;
  return { ...row, debtor: number, debtorName, document, dueOn, open, assignedTo: assignedTo?.name ?? null };
}
