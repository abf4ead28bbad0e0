import { createReadStream, readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { type BankCsvProfile, csvProfileFrom } from '#core/bank/csv-profile.ts';
import { refuse } from '#core/refusal.ts';
import { type BankImportOptions, importBankFiles } from './bank-import.ts';
import { parseBankFiles } from './bank-parse.ts';
import { addBankUndo } from './bank-undo.ts';
import { filesAt } from './import.ts';
import type { Context } from './program.ts';

/** What is done with the files of banks. */
export function bankCommands(program: Command, context: Context): void {
  const bank = program.command('bank').description('read the statements of banks');
  addParse(bank, context);
  addImport(bank, context);
  addBankUndo(bank, context);
}

const PARSE_HELP = `Examples:
  $ rappel bank parse statement.cod
  $ rappel bank parse camt.zip --json

  $ rappel bank parse account.csv --profile mybank.json

A CSV is read by its headings, in English, French, Dutch or German; what they leave open a profile says, for example
{ "columns": { "Wann": "booked_on", "Wieviel": "amount" }, "account": "BE68539007547034", "decimal": ",", "days": "dmy" }.
Needs no company, no database and no server. A ZIP counts as the files in it. In the JSON, amounts are signed decimals
("-12.50": money out), days are 2026-03-31, structuredReference is written +++090/9337/55493+++ (Belgium) or RF18539007547034
(ISO 11649) and only there if its check digits hold, details are the parts of a batch line. A statement that does not add
up has "balanced": false and a problem; a file that cannot be read has problems and no statements.
`;

function addParse(bank: Command, context: Context): void {
  bank
    .command('parse')
    .description('print what a bank file says: CODA, camt.052/.053/.054, MT940, MT942, CFONB 120, OFX, CSV')
    .argument('<file...>', 'files, ZIP archives or folders')
    .option('--profile <file>', 'how a CSV is read: a JSON file that names its columns')
    .option('--json', 'print everything as one JSON document')
    .addHelpText('before', PARSE_HELP)
    .action(async (given: string[], { json, profile }: { json?: boolean; profile?: string }) => {
      const files = given.flatMap(filesAt).map((name) => ({ name, content: bytesOf(name) }));
      await parseBankFiles(context, files, json ?? false, profile === undefined ? {} : profileAt(profile));
    });
}

const IMPORT_HELP = `Examples:
  $ rappel bank import statement.cod --company lambert
  $ rappel bank import inbox/ --company lambert --json

Beside a running server or without one. Importing a file again changes nothing. The JSON is that of bank parse; each file
also has "accepted", "counts" (statements, lines, added, known, pending, replaced, lapsed, returned, refused) and
"settlements": lines that settled by themselves ("certain") and the due items they settled ("items"). More than 20,000 new
lines are left to the server to match ("waiting").
`;

function addImport(bank: Command, context: Context): void {
  bank
    .command('import')
    .description('take bank files into a company: statements, lines, and the settlements that are certain')
    .argument('<file...>', 'files, ZIP archives or folders')
    .requiredOption('--company <key>', 'the company whose bank it is')
    .option('--profile <name>', 'how a CSV is read: a profile saved in the company')
    .option('--dry-run', 'tell what would happen, and change nothing')
    .option('--json', 'print everything as one JSON document')
    .addHelpText('before', IMPORT_HELP)
    .action(async (given: string[], options: BankImportOptions) => {
      const files = given.flatMap(filesAt);
      await context.inside(options.company, (tools) => importBankFiles(context, tools, files, options));
    });
}

/** @throws Refusal bank_profile_unreadable */
function profileAt(file: string): BankCsvProfile {
  const text = readFileSync(file, 'utf8');
  try {
    return csvProfileFrom(JSON.parse(text));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return refuse('bank_profile_unreadable', { field: file, given: text.slice(0, 40), expected: 'JSON' });
  }
}

/** Opened when its turn comes: a folder may hold more files than may be open at once. */
async function* bytesOf(name: string): AsyncGenerator<Buffer> {
  yield* createReadStream(name, { highWaterMark: 256 * 1024 });
}
