import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { refuse } from '#core/refusal.ts';
import { exportPerson } from '#server/dossier/export-person.ts';
import { printDossier } from '#server/dossier/print-dossier.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import type { Context } from './program.ts';

const EXAMPLES = `Examples:
  $ rappel dossier D0017 --company lambert --out dossier.pdf       one PDF/A-3 with every paper, its proof and its verifier;
                                                                   a ZIP of them all where one PDF cannot hold them
  $ rappel dossier D0017 --company lambert --personal-data         what the person may ask for: JSON and papers, as ZIP
`;

type Options = { company: string; out?: string; personalData?: boolean; json?: boolean };

/** `rappel dossier`: everything on record about one debtor. */
export function dossierCommand(program: Command, context: Context): void {
  program
    .command('dossier')
    .description('write everything on record about a debtor into one file')
    .argument('<debtor>', 'its number')
    .requiredOption('--company <key>', 'the company')
    .option('--out <file>', 'the file to write; without it one named after the debtor')
    .option('--personal-data', 'the answer to a person who asks for their data')
    .option('--json', 'print one JSON document')
    .addHelpText('before', EXAMPLES)
    .action(async (number: string, { company, out, personalData, json }: Options) => {
      await context.inside(company, async (tools) => {
        const debtor = await findByNumber(tools, number);
        const make = personalData ? exportPerson : printDossier;
        const { name, parts, size } = await make(tools, { debtor });
        const file = path.resolve(out ? endingLike(out, name) : name);
        await writeFile(file, parts);
        if (json) context.out(JSON.stringify({ file, size }));
        else context.say(`Written to ${file}.`);
      });
    });
}

/** A dossier too large for one PDF is a ZIP, whatever ending was asked for. */
function endingLike(file: string, name: string): string {
  const { dir, name: plain, ext } = path.parse(file);
  return ext.toLowerCase() === '.pdf' ? path.join(dir, plain + path.extname(name)) : file;
}

async function findByNumber(tools: CompanyTools, number: string): Promise<string> {
  const { companyId } = tools;
  const found = await inCompany(tools, (trx) =>
    trx
      .selectFrom('debtor')
      .select('id')
      .where('companyId', '=', companyId)
      .where('number', '=', number)
      .executeTakeFirst(),
  );
  return found?.id ?? refuse('debtor_unknown', { debtor: number });
}
