import { z } from 'zod';
import { BANK_CSV_FIELDS, CSV_DAY_ORDERS, CSV_DECIMALS, CSV_SEPARATORS } from '#core/bank/csv-profile.ts';
import { ProblemView } from './problem-view.ts';

/** How one bank writes its CSV; what is left out is told from the file. */
export const BankCsvProfileView = z.object({
  /** By heading, as the file has it; '' ignores a column. */
  columns: z.record(z.string().max(200), z.enum(BANK_CSV_FIELDS).or(z.literal(''))).optional(),
  separator: z.enum(CSV_SEPARATORS).optional(),
  decimal: z.enum(CSV_DECIMALS).optional(),
  days: z.enum(CSV_DAY_ORDERS).optional(),
  /** The account the file is about, where no column says it. */
  account: z.string().max(40).optional(),
  currency: z.string().max(3).optional(),
  /** Words of the column `sign` that mean money out. */
  debitWords: z.array(z.string().max(40)).max(20).optional(),
});
export type BankCsvProfileView = z.infer<typeof BankCsvProfileView>;

/** How the start of a CSV is understood with a profile, and what must be answered before it can be read. */
export const BankCsvTable = z.object({
  columns: z.array(
    z.object({
      header: z.string(),
      field: z.enum(BANK_CSV_FIELDS).nullable(),
      samples: z.array(z.string()),
    }),
  ),
  account: z.string().nullable(),
  currency: z.string().nullable(),
  decimal: z.enum(CSV_DECIMALS).nullable(),
  days: z.enum(CSV_DAY_ORDERS).nullable(),
  firstRows: z.array(z.object({ row: z.number().int(), cells: z.array(z.string()) })),
  questions: z.array(ProblemView),
});
export type BankCsvTable = z.infer<typeof BankCsvTable>;

export const SavedProfile = z.object({ name: z.string(), profile: BankCsvProfileView });
export type SavedProfile = z.infer<typeof SavedProfile>;
