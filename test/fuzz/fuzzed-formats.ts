import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type BankFileChoices, openBankFile } from '#formats/bank/open-bank-file.ts';
import { readWhole } from '#formats/bank/read-whole.ts';
import { bankCsvReader } from '#formats/bank-csv/read-bank-csv.ts';
import { refusalSentence } from '#server/platform/refusal-words.ts';

const FORMATS = path.resolve(import.meta.dirname, '../../src/formats');

/** The formats with sample files of their own beside their reader, and what else their reading needs. */
export const FUZZED: Readonly<Record<string, BankFileChoices>> = {
  coda: {},
  cfonb: {},
  ofx: {},
  camt: {},
  mt940: {},
  'bank-csv': { otherwise: bankCsvReader() },
};

/** The valid files that mutants are made from. */
export function samplesOf(format: string): Buffer[] {
  const folder = path.join(FORMATS, format, 'samples');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => !name.endsWith('.json'))
    .sort()
    .map((name) => readFileSync(path.join(folder, name)));
}

/**
 * Reads a mutant as the command line would. Whatever is wrong must be a problem with its place and a whole sentence, and
 * what is read must be whole: anything else is thrown. @returns what became of it
 */
export async function readMutant(format: string, mutant: Buffer): Promise<'read' | 'refused'> {
  let refused = false;
  for await (const file of openBankFile(mutant, 'mutant', FUZZED[format] ?? {})) {
    const { problems, statements } = await readWhole(file);
    for (const { code, facts, at, refuses } of problems) {
      // It throws where a fact is missing.
      if (refusalSentence(code, facts, 'fr') === code) throw new Error(`${code} has no sentence`);
      if (!(at.row >= 0)) throw new Error(`${code} stands nowhere`);
      refused ||= refuses !== null;
    }
    for (const { opening, lines } of statements) {
      if (opening.account === '' && opening.row === 0) throw new Error('a statement from nowhere');
      for (const { bookedOn, amount } of lines) {
        if (!/^\d{4}-\d\d-\d\d$/.test(bookedOn)) throw new Error(`a line booked on ${bookedOn}`);
        if (typeof amount !== 'bigint') throw new Error('a line without an amount');
      }
    }
  }
  return refused ? 'refused' : 'read';
}
