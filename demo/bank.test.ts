import { expect, test } from 'vitest';
import { openBankFile } from '#formats/bank/open-bank-file.ts';
import { DEMO_BANK_FILES, DEMO_NEXT_BANK_FILE } from './bank.ts';

test.each([...DEMO_BANK_FILES, DEMO_NEXT_BANK_FILE])(
  '$name reads without a problem, and adds up',
  async ({ text, name }) => {
    const kinds: string[] = [];
    for await (const file of openBankFile(Buffer.from(text), name)) {
      expect(file.format).toBe('camt.053');
      for await (const portion of file.parts) kinds.push(...portion.map(({ part }) => part));
    }
    expect(kinds.filter((kind) => kind === 'problem')).toEqual([]);
    expect(kinds.filter((kind) => kind === 'line').length).toBeGreaterThan(1);
    expect(kinds.at(-1)).toBe('closing');
  },
);
