import type { BankFormat, BankPart } from '#core/bank/bank-reading.ts';
import { readLines } from '#formats/bank/bank-lines.ts';
import type { BankText, KnownFormat } from '#formats/bank/bank-reader.ts';
import { FieldCutter } from './cut-fields.ts';
import { MessageReader } from './read-message.ts';

/** MT940 (statement) and MT942 (interim report), as SWIFT defines them and banks write them. */
export const mt940: KnownFormat = { recognise: recogniseMt940, read: readMt940 };

/** A reference and an account at the start of lines, whatever stands before them. */
export function recogniseMt940(start: string): BankFormat | null {
  const reference = /(?:^|\{4:\s*):20:/m.exec(start);
  if (!reference) return null;
  const message = start.slice(reference.index);
  if (!/^:25P?:/m.test(message) || !/^:(?:28C?|60[FM]|61|34F|13D):/m.test(message)) return null;
  const opening = /^:60[FM]:/m.exec(message)?.index ?? Infinity;
  const interim = /^:(?:34F|13D?):/m.exec(message)?.index ?? Infinity;
  return interim < opening ? 'mt942' : 'mt940';
}

/** Reads message by message, page by page. What was read before a refusal is told before it. @throws Refusal bank_… */
export async function* readMt940(source: BankText): AsyncGenerator<readonly BankPart[]> {
  const cutter = new FieldCutter(source.file);
  const reader = new MessageReader(source.file);
  for await (const lines of readLines(source)) {
    const parts: BankPart[] = [];
    const error = attempt(() => {
      for (const line of lines) for (const field of cutter.take(line)) parts.push(...reader.take(field));
    });
    if (parts.length > 0) yield parts;
    if (error !== null) throw error;
  }
  const parts: BankPart[] = [];
  const error = attempt(() => {
    for (const field of cutter.end()) parts.push(...reader.take(field));
    parts.push(...reader.flush());
    parts.push(...reader.end());
  });
  if (parts.length > 0) yield parts;
  if (error !== null) throw error;
}

function attempt(read: () => void): unknown {
  try {
    read();
    return null;
  } catch (error) {
    return error;
  }
}
