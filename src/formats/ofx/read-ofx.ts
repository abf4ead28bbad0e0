import type { BankFormat, BankPart } from '#core/bank/bank-reading.ts';
import type { BankText, KnownFormat } from '#formats/bank/bank-reader.ts';
import { OfxFile } from './ofx-file.ts';
import { OfxTokens } from './ofx-tokens.ts';

/** OFX 1 and 2, what banks offer for personal finance programs: lines, and only the balance at the end. */
export async function* readOfx({ file, portions }: BankText): AsyncGenerator<readonly BankPart[]> {
  const tokens = new OfxTokens(file);
  const ofx = new OfxFile(file);
  for await (const portion of portions) {
    for (const token of tokens.take(portion)) ofx.token(token);
    yield ofx.take();
  }
  for (const token of tokens.take('', true)) ofx.token(token);
  ofx.end();
  yield ofx.take();
}

function recogniseOfx(start: string): BankFormat | null {
  return /^OFXHEADER\s*:/i.test(start) || /<\?OFX\s|<OFX[\s>]/i.test(start.slice(0, 4096)) ? 'ofx' : null;
}

export const ofx: KnownFormat = { recognise: recogniseOfx, read: readOfx };
