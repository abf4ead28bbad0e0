import type { BankFormat, BankPart } from '#core/bank/bank-reading.ts';
import { readLines } from '#formats/bank/bank-lines.ts';
import type { BankText, KnownFormat } from '#formats/bank/bank-reader.ts';
import { CfonbFile } from './cfonb-file.ts';
import { WIDTH } from './cfonb-records.ts';

/** CFONB 120, the statement of French banks: records of 120 characters, a statement a day and account. */
export async function* readCfonb(text: BankText): AsyncGenerator<readonly BankPart[]> {
  const file = new CfonbFile(text.file);
  for await (const lines of readLines(text, WIDTH)) {
    for (const { row, text } of lines) file.line(text, row);
    yield file.take();
  }
  file.end();
  yield file.take();
}

/** An old balance with its bank, account and day; or records of 240 characters, to say that these are something else. */
function recogniseCfonb(start: string): BankFormat | null {
  const isOldBalance = /^01\d{5}[\d ]{4}[\d ]{5}[A-Z ]{3}[\d ].[0-9A-Za-z ]{11}..\d{6}/.test(start);
  const isOf240 = /^31[\d ]{12,14}E {4}/.test(start);
  return isOldBalance || isOf240 ? 'cfonb120' : null;
}

export const cfonb: KnownFormat = { recognise: recogniseCfonb, read: readCfonb };
