import type { BankFormat, BankPart } from '#core/bank/bank-reading.ts';
import { readLines } from '#formats/bank/bank-lines.ts';
import type { BankText, KnownFormat } from '#formats/bank/bank-reader.ts';
import { CodaFile } from './coda-file.ts';

/** CODA, as every Belgian bank sends it: records of 128 characters, several statements to a file. */
export async function* readCoda(text: BankText): AsyncGenerator<readonly BankPart[]> {
  const file = new CodaFile(text.file);
  for await (const lines of readLines(text, 128)) {
    for (const { row, text } of lines) file.line(text, row);
    yield file.take();
  }
  file.end();
  yield file.take();
}

/** A header: the record 0 of a Belgian bank, its day, and the application 05. */
function recogniseCoda(start: string): BankFormat | null {
  return /^0000[0 ][\d ]{6}[\d ]{3}05/.test(start) ? 'coda' : null;
}

export const coda: KnownFormat = { recognise: recogniseCoda, read: readCoda };
