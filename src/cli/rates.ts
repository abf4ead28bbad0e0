import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import IntlMessageFormat from 'intl-messageformat';
import { RATE_STATUSES, type RateStatus } from '#core/interest/rates/rate-series.ts';
import type { Problem } from '#core/problem.ts';
import en from '#i18n/en/refusals.json' with { type: 'json' };
import { giveRates } from '#server/rates/give-rates.ts';
import { printRateRows } from '#server/rates/raw-routes.ts';
import { readRateFile } from '#server/rates/read-rate-file.ts';
import { rateRows, showRates } from '#server/rates/show-rates.ts';
import { oneOf, printRows } from './print-rows.ts';
import { type Context, EXIT } from './program.ts';

type Asked = { company: string; country?: string; status?: RateStatus; search?: string; json?: boolean };
type ImportOptions = { company: string; reason?: string; replaceVerified?: boolean; json?: boolean };

const IMPORT_EXAMPLES = `Example:
  $ rappel rates import rates.csv --company lambert

The first line names the columns, in any order:
  series   a name of \`rappel rates list\`, such as BE_COMMERCIAL
  from     the first day, like 2027-01-01
  until    the last day; may be empty or missing: to the end of its half-year or year, or until another
  percent  a yearly percentage, like 10.50
  source   where it stands: an official journal with its date, or an address
All rows are taken, or none. Another value than a verified one needs --replace-verified and --reason.
`;

/** `rappel rates …`: the rates that interest is computed with, and those a company gives in their place. */
export function ratesCommands(program: Command, context: Context): void {
  const rates = program.command('rates').description('rates of the law, and those you give in their place');
  filters(rates.command('list').description('list rates by series, the newest first'))
    .addHelpText('before', 'Example:\n  $ rappel rates list --company lambert --country BE\n')
    .action(async ({ json, ...asked }: Asked) => {
      const rows = await rowsOf(context, asked);
      const columns = ['series', 'from', 'until', 'percent', 'status', 'source'] as const;
      const printer = {
        name: 'rates',
        format: json ? ('json' as const) : ('table' as const),
        columns,
        line: (row: (typeof rows)[number]) => columns.map((column) => row[column]),
      };
      const count = await printRows(context, printer, pagesOf(rows));
      if (count === 0) context.say('No rate matches.');
    });
  filters(rates.command('export').description('print rates as a CSV that `rates import` reads'))
    .addHelpText('before', 'Example:\n  $ rappel rates export --company lambert --status given > rates.csv\n')
    .action(async ({ json, ...asked }: Asked) => {
      const rows = (await rowsOf(context, asked)).filter(({ percent }) => percent !== '');
      if (json) return context.out(JSON.stringify({ version: 1, rates: rows }));
      context.out(printRateRows(rows).trimEnd());
    });
  addImport(rates, context);
}

function addImport(rates: Command, context: Context): void {
  rates
    .command('import <file>')
    .description('take rates over from a CSV, all or none')
    .requiredOption('--company <key>', 'the company')
    .option('--reason <text>', 'why, for the history')
    .option('--replace-verified', 'put them in the place of verified rates too')
    .option('--json', 'print the outcome as JSON')
    .addHelpText('before', IMPORT_EXAMPLES)
    .action(async (file: string, { company, reason, replaceVerified, json }: ImportOptions) => {
      const name = path.basename(file);
      const given = { file: name, reason: reason ?? null, replaceVerified: replaceVerified ?? false };
      const rows = await readRateFile(await readFile(file), name);
      const { problems, ...taken } = await context.inside(company, (tools) =>
        giveRates(tools, { ...given, rates: rows }),
      );
      const told = problems.map((problem) => ({ ...problem, message: sentenceOf(problem) }));
      if (json) context.out(JSON.stringify({ version: 1, ...taken, problems: told }));
      else if (told.length === 0) context.out(`${taken.taken} taken, ${taken.unchanged} unchanged`);
      for (const { at, message } of told) context.say(`${name}:${at.row} ${at.column}: ${message}`);
      if (told.length > 0) context.exitWith(EXIT.refused);
    });
}

function filters(command: Command): Command {
  return command
    .requiredOption('--company <key>', 'the company')
    .option('--country <code>', 'only rates of the law of this country')
    .option('--status <status>', RATE_STATUSES.join(', '), oneOf(RATE_STATUSES))
    .option('--search <text>', 'only series and sources that contain it')
    .option('--json', 'print one JSON document');
}

async function rowsOf(context: Context, { company, ...asked }: Omit<Asked, 'json'>) {
  return rateRows(await context.inside(company, (tools) => showRates(tools, asked)));
}

async function* pagesOf<Row>(rows: readonly Row[]): AsyncGenerator<readonly Row[]> {
  yield rows;
}

function sentenceOf({ code, facts }: Problem): string {
  return String(new IntlMessageFormat(en[code], 'en').format({ ...facts }));
}
