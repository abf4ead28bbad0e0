import { sql } from 'kysely';

/** Debtors as a person counts them: numbers that are all digits as numbers (411 before 1042), others letter by letter. */
export const IN_NUMBER_ORDER = sql<string>`case when d.number ~ '^[0-9]+$' then lpad(d.number, 60, '0') else d.number end`;
