import { openBankFile } from '#formats/bank/open-bank-file.ts';
import { readWhole, type WholeFile } from '#formats/bank/read-whole.ts';

/** A bank file as the one door reads it, with what it took it for. */
export async function readBankText(
  content: string | Uint8Array,
): Promise<WholeFile & { format: string | null; encoding: string }> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  for await (const file of openBankFile(bytes, 'given')) {
    const whole = await readWhole(file);
    return { ...whole, format: file.format, encoding: file.encoding() };
  }
  return { problems: [], statements: [], format: null, encoding: '' };
}
