import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { LANGUAGES, type Language } from '#core/receivables/kinds.ts';
import { printRunReport } from '#server/dossier/print-run-report.ts';
import { findNamed } from './find-run.ts';
import type { Context } from './program.ts';

type Given = { company?: string; to?: string; language?: Language; json?: boolean };

/** `rappel run report RUN`: what was approved and what became of it, with the head of the timeline. */
export function addRunReport(run: Command, context: Context): void {
  run
    .command('report <run>')
    .description('write what was approved, by whom, and what became of it, as one PDF with its data attached')
    .option('--company <key>', 'the company, where runs are named by their number')
    .option('--to <file>', 'the file to write; without it one named after the run')
    .option('--language <language>', `${LANGUAGES.join(', ')} (default: the company’s)`, readLanguage)
    .option('--json', 'print one JSON document')
    .addHelpText('before', 'Example:\n  $ rappel run report 12 --company lambert --to run-12.pdf\n')
    .action(async (name: string, { company, to, language, json }: Given) => {
      const file = await context.withRappel(async (rappel) => {
        const { tools, found } = await findNamed(rappel, name, company);
        return printRunReport(tools, { run: found.id, language: language ?? null });
      });
      const target = path.resolve(to ?? file.name);
      await writeFile(target, Buffer.from(await file.arrayBuffer()));
      if (json) context.out(JSON.stringify({ file: target, size: file.size }));
      else context.say(`Written to ${target}.`);
    });
}

function readLanguage(text: string): Language {
  const found = LANGUAGES.find((language) => language === text);
  if (!found) throw new InvalidArgumentError(`Write one of ${LANGUAGES.join(', ')}.`);
  return found;
}
