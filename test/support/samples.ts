import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fineToDecimal } from '#core/bank/bank-amount.ts';
import type { BankProblem } from '#core/bank/bank-reading.ts';
import { openBankFile } from '#formats/bank/open-bank-file.ts';
import { readWhole, type WholeFile, type WholeStatement } from '#formats/bank/read-whole.ts';

/** Public files of others with what their projects state of them. They lie beside the project, and may be absent. */
const SAMPLES = path.resolve(import.meta.dirname, '../../../shared/samples');

export function hasSamples(format: string): boolean {
  return existsSync(path.join(SAMPLES, format, 'EXPECTED.json'));
}

/** What is stated and computed of each file of a format, by its path. */
export function expectedOf<Expected>(format: string): [path: string, expected: Expected][] {
  const text = readFileSync(path.join(SAMPLES, format, 'EXPECTED.json'), 'utf8');
  return Object.entries((JSON.parse(text) as { files: Record<string, Expected> }).files);
}

/** What the project of a sample says of it in a file of its own. */
export function companionOf(file: string): string {
  return readFileSync(path.join(SAMPLES, file), 'utf8');
}

/** A sample as the one door reads it. */
export async function readSample(file: string): Promise<WholeFile & { format: string | null }> {
  for await (const opened of openBankFile(readFileSync(path.join(SAMPLES, file)), path.basename(file))) {
    return { ...(await readWhole(opened)), format: opened.format };
  }
  return { problems: [], statements: [], format: null };
}

/** As `readSample`, with what was read of a file before it turned out to be refused. */
export async function readDespiteRefusal(file: string): Promise<WholeFile> {
  const problems: BankProblem[] = [];
  const statements: WholeStatement[] = [];
  for await (const { parts } of openBankFile(readFileSync(path.join(SAMPLES, file)), path.basename(file))) {
    for await (const portion of parts) {
      for (const part of portion) {
        if (part.part === 'problem') problems.push(part.problem);
        else if (part.part === 'opening')
          statements.push({ opening: part.opening, lines: [], closing: null });
        else if (part.part === 'line') statements.at(-1)?.lines.push(part.line);
        else Object.assign(statements.at(-1) ?? {}, { closing: part.closing });
      }
    }
  }
  return { problems, statements };
}

/** A pair that should be equal, named for the list of differences. */
export type Fact = readonly [what: string, found: unknown, expected: unknown];

/** How a format does: the files that are as stated, and each difference. */
export function score(format: string, facts: ReadonlyMap<string, readonly Fact[]>): string[] {
  const differences = [...facts].map(([file, pairs]) =>
    pairs
      .filter(([, found, expected]) => !isSame(found, expected))
      .map(([what, found, expected]) => `${file}: ${what} is ${text(found)}, expected ${text(expected)}`),
  );
  const right = differences.filter((lines) => lines.length === 0).length;
  const all = [...facts.values()].reduce((sum, pairs) => sum + pairs.length, 0);
  process.stdout.write(`${format}: ${right}/${facts.size} files as stated (${all} facts)\n`);
  return differences.flat();
}

function isSame(found: unknown, expected: unknown): boolean {
  return text(found) === text(expected);
}

function text(value: unknown): string {
  return JSON.stringify(value ?? null);
}

/** '12.5' and 12.5 and '12.500' are the same amount: the shortest way to write it. */
export function plainAmount(amount: bigint | string | number | null | undefined): string | null {
  if (amount === null || amount === undefined) return null;
  const decimal = typeof amount === 'bigint' ? fineToDecimal(amount, '') : String(amount);
  return decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal;
}

/** Runs of blanks made one, as Rappel keeps texts. */
export function collapsed(words: string): string {
  return words.replace(/\s+/g, ' ').trim();
}

export function sumOf({ lines }: WholeStatement): bigint {
  return lines.reduce((sum, { amount, pending }) => (pending ? sum : sum + amount), 0n);
}
