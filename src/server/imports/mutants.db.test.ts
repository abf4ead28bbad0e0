import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { Refusal } from '#core/refusal.ts';
import { importBankFile } from '#server/bank-statements/import-bank-file.ts';
import { keepBankFile } from '#server/bank-statements/keep-bank-file.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { FUZZED, mutantOf } from '#test/fuzz/fuzzed-formats.ts';
import { mutate, seeded } from '#test/fuzz/mutate.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany } from '#test/support/people.ts';
import { toolsFor } from '#test/support/tools.ts';
import { addFileImport } from './add-import.ts';
import { showImport } from './show-import.ts';
import { importNow } from './steer-import.ts';

const fresh = await freshDb();
const tools = toolsFor(fresh, { today: '2026-04-01' });

/** How many of each format: by night RAPPEL_TEST_MUTANTS says more. */
const COUNT = Number(process.env.RAPPEL_TEST_MUTANTS ?? 6);
const BANK = new Set(['coda', 'cfonb', 'ofx', 'camt', 'mt940', 'bank-zip']);
const LISTS = new Set(['csv', 'txt', 'xlsx', 'ubl', 'zip']);
const TABLES = ['debtor', 'debtor_contact', 'document', 'due_item', 'bank_account', 'bank_line'];

/** How many rows a company has of what files bring. */
async function rowsOf(company: CompanyTools): Promise<number> {
  return inCompany(company, async (trx) => {
    let rows = 0;
    for (const table of TABLES) {
      const found = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(trx);
      rows += found.rows[0]?.n ?? 0;
    }
    return rows;
  });
}

/** Takes a file in as a person would have it done at once. @returns whether anything of it counts */
async function takeIn(company: CompanyTools, format: string, bytes: Buffer): Promise<boolean> {
  if (BANK.has(format)) {
    const bankFileId = await keepBankFile(company, { fileName: 'mutant', bytes, origin: 'upload' });
    return (await importBankFile(company, { bankFileId })).accepted;
  }
  const importId = await addFileImport(company, { fileName: 'mutant', bytes });
  await importNow(company, { importId, isCheck: false }, undefined);
  return (await showImport(company, importId)).state === 'applied';
}

test.each([...BANK, ...LISTS])(
  '%s: what is refused leaves no row',
  async (format) => {
    const company = await addCompany(tools);
    const samples = (await FUZZED[format]?.samples()) ?? [];
    const random = seeded(11);
    let refused = 0;
    for (let index = 0; index < COUNT; index++) {
      const sample = samples[index % samples.length] ?? Buffer.alloc(0);
      const mutant = await mutantOf(format, sample, (bytes) => mutate(bytes, random), random);
      const before = await rowsOf(company);
      let counts = false;
      try {
        counts = await takeIn(company, format, mutant);
      } catch (error) {
        // Nothing but a refusal may come out.
        expect(error).toBeInstanceOf(Refusal);
      }
      if (counts) continue;
      refused += 1;
      expect(await rowsOf(company), `mutant ${index}`).toBe(before);
    }
    expect(refused).toBeGreaterThan(0);
  },
  300_000,
);
