import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { CLAIM_VIEWS } from '#contract/claims.ts';
import { dayFrom } from '#core/calendar/days.ts';
import { PAYMENT_ORDERS, type PaymentOrder } from '#core/claims/claim-to-day.ts';
import { LANGUAGES, type Language } from '#core/receivables/kinds.ts';
import { exportBookings, printBookings } from '#server/claims/export-bookings.ts';
import { findSheetSubject } from '#server/claims/find-sheet-subject.ts';
import { printSheet } from '#server/claims/print-sheet.ts';
import { showClaims } from '#server/claims/show-claims.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { oneOf, printRows } from './print-rows.ts';
import type { Context } from './program.ts';

const EXPORT_EXAMPLES = `Examples:
  $ rappel claim export --company lambert > claims-to-book.csv
  $ rappel claim export --company lambert --json

The columns:
  claim          its id, to mark it as booked
  claimedOn      the day of the reminder that asked for it
  notice         the number of that reminder
  debtor, name   the debtor's number and name
  document       the invoice it belongs to
  kind           interest, compensation (by law) or fee (of your terms)
  state          claimed or paid
  currency       of the amounts
  amount         what the ledger is to show: asked, less what was waived or is asked by a later reminder
  paid           how much of it is paid already
  from, to       of interest: the first and the last day it is for
  debitAccount   the account of debtors, from the settings of claims
  creditAccount  the account of its kind, from the same
A cell that a spreadsheet would take for a formula begins with an apostrophe. Nothing is booked by itself.
`;

const SHEET_EXAMPLES = `Examples:
  $ rappel claim sheet F2026-0042 --company lambert --until 2026-03-31 --out sheet.pdf
  $ rappel claim sheet --debtor D0017 --company lambert --until 2026-03-31 --language nl --out sheet.pdf
`;

/** `rappel claim …`: interest and costs that reminders asked for. */
export function claimCommands(program: Command, context: Context): void {
  const claim = program.command('claim').description('interest and costs that reminders asked for');
  addList(claim, context);
  addExport(claim, context);
  addSheet(claim, context);
}

type ListOptions = { company: string; view: string; json?: boolean };

function addList(claim: Command, context: Context): void {
  claim
    .command('list')
    .description('list claims, the newest reminder first')
    .requiredOption('--company <key>', 'the company')
    .option('--view <view>', `one of ${CLAIM_VIEWS.join(', ')}`, oneOf(CLAIM_VIEWS), 'open')
    .option('--json', 'print one JSON document')
    .addHelpText('before', 'Example:\n  $ rappel claim list --company lambert --view to_book\n')
    .action(async ({ company, view, json }: ListOptions) => {
      const asked = CLAIM_VIEWS.find((one) => one === view) ?? 'open';
      await context.inside(company, async (tools) => {
        const printer = {
          name: 'claims',
          format: json ? ('json' as const) : ('table' as const),
          columns: ['notice', 'document', 'debtor', 'kind', 'state', 'asked', 'open'],
          line: (row: Row) => [
            String(row.notice.number),
            row.item.number,
            `${row.debtor.number} ${row.debtor.name}`,
            row.kind,
            row.state,
            `${row.amount} ${row.currency}`,
            `${row.open} ${row.currency}`,
          ],
        };
        const count = await printRows(context, printer, pagesOf(tools, asked));
        if (count === 0) context.say('No claim matches.');
      });
    });
}

type Row = Awaited<ReturnType<typeof showClaims>>['rows'][number];

async function* pagesOf(tools: CompanyTools, view: (typeof CLAIM_VIEWS)[number]): AsyncGenerator<Row[]> {
  for (let page = 1; ; page += 1) {
    const { rows } = await showClaims(tools, { view, page, perPage: 500 });
    if (rows.length === 0) return;
    yield rows;
  }
}

function addExport(claim: Command, context: Context): void {
  claim
    .command('export')
    .description('print the booking proposal as CSV: claims that could be booked now')
    .requiredOption('--company <key>', 'the company')
    .option('--json', 'print one JSON document')
    .addHelpText('before', EXPORT_EXAMPLES)
    .action(async ({ company, json }: { company: string; json?: boolean }) => {
      const lines = await context.inside(company, exportBookings);
      context.out(json ? JSON.stringify({ version: 1, bookings: lines }) : printBookings(lines).trimEnd());
    });
}

type SheetOptions = {
  company: string;
  debtor?: string;
  until?: string;
  language?: Language;
  payments: PaymentOrder;
  out: string;
  json?: boolean;
};

function addSheet(claim: Command, context: Context): void {
  claim
    .command('sheet [document]')
    .description('write the statement of interest and costs of a debt, or of a debtor, as a PDF for a court')
    .requiredOption('--company <key>', 'the company')
    .option('--debtor <number>', 'all debts of this debtor, in the place of one document')
    .option('--until <day>', 'the last day to count, like 2026-03-31; today if left out')
    .option('--language <code>', `${LANGUAGES.join(', ')}; the debtor's if left out`, oneOf(LANGUAGES))
    .option(
      '--payments <order>',
      'as_booked: to the debt itself; by_law: costs and interest first where the law says so',
      oneOf(PAYMENT_ORDERS),
      'as_booked',
    )
    .requiredOption('--out <file>', 'where to write it')
    .option('--json', 'print what was written as JSON')
    .addHelpText('before', SHEET_EXAMPLES)
    .action(async (document: string | undefined, options: SheetOptions) => {
      const { name, pdf } = await context.inside(options.company, async (tools) =>
        printSheet(tools, {
          of: await findSheetSubject(tools, { document, debtor: options.debtor }),
          until: options.until ? dayFrom(options.until) : null,
          language: options.language ?? null,
          order: options.payments,
        }),
      );
      const file = path.resolve(options.out);
      await writeFile(file, pdf);
      context.out(options.json ? JSON.stringify({ file, name, bytes: pdf.length }) : file);
    });
}
