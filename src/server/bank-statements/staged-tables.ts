import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { fineToDecimal, fineToMinor } from '#core/bank/bank-amount.ts';
import type { BankDetail, BankLine } from '#core/bank/bank-reading.ts';
import { identityOf } from '#core/bank/line-identity.ts';
import type { Currency } from '#core/money/currencies.ts';
import type { CopyRow } from '#server/platform/bulk.ts';
import type { Trx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';

/** The columns of a line that are told, as they are laid down. */
export const TOLD = [
  ...['counterparty', 'iban', 'bic', 'ultimate_party', 'structured_reference', 'text', 'end_to_end_id'],
  ...['bank_reference', 'mandate', 'code', 'reversal', 'return_reason'],
] as const;

export const STAGED_LINE = [
  ...['statement', 'nth', 'id', 'parent_id', 'booked_on', 'value_on', 'currency', 'amount_minor'],
  ...['pending', 'is_batch', 'identity', 'details', ...TOLD],
];

/** Where a file's lines are laid down before anything is decided about them. */
export async function createStagedTables(trx: Trx): Promise<void> {
  await sql`create temp table staged_line (
    statement integer, nth integer, id uuid, parent_id uuid, booked_on date, value_on date, currency text,
    amount_minor bigint, pending boolean, is_batch boolean, identity uuid, details jsonb,
    counterparty text, iban text, bic text, ultimate_party text, structured_reference text, text text,
    end_to_end_id text, bank_reference text, mandate text, code text, reversal boolean, return_reason text
  ) on commit drop`.execute(trx);
}

/** A hash as a uuid is written: half the index of a text, and compared at once. */
export function hashOf(text: string): string {
  return asUuid(createHash('sha256').update(text).digest('hex'));
}

export function asUuid(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}

export type LaidLine = { readonly identity: string; readonly rows: readonly CopyRow[] };

/**
 * A line as it is laid down, with its parts as lines of their own where they tell amounts that add up. Null where its
 * amount is finer than its currency.
 */
export function layDown(
  line: BankLine,
  place: { statement: number; nth: number; currency: Currency },
): LaidLine | null {
  const { statement, nth, currency } = place;
  const minor = fineToMinor(line.amount, currency);
  if (minor === null) return null;
  const identity = hashOf(identityOf(line));
  const id = newId();
  const told = line.details.length === 1 ? completed(line, line.details[0]) : line;
  const parts = partsOf(line, currency);
  const isBatch = parts !== null;
  const details = isBatch || line.details.length < 2 ? null : JSON.stringify(line.details, decimalAmounts);
  const days = [line.bookedOn, line.valueOn] as const;
  const row = (
    own: string,
    parent: string | null,
    amount: bigint,
    batch: boolean,
    said: BankDetail,
    more: string | null,
  ) =>
    [
      ...[statement, nth, own, parent, ...days, currency, amount, line.pending, batch, identity, more],
      ...[said.counterparty, said.iban, said.bic, said.ultimateParty, said.structuredReference, said.text],
      ...[said.endToEndId, said.bankReference, said.mandate, said.code, said.reversal, said.returnReason],
    ] satisfies CopyRow;
  const rows = [row(id, null, minor, isBatch, told, details)];
  for (const { detail, amount } of parts ?? []) rows.push(row(newId(), id, amount, false, detail, null));
  return { identity, rows };
}

function decimalAmounts(this: { currency?: string }, _key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? fineToDecimal(value, this.currency ?? '') : value;
}

/** The only part of a line is the line itself: what one of them leaves out, the other may tell. */
function completed(line: BankLine, part: BankDetail | undefined): BankDetail {
  if (!part || part.amount !== line.amount) return line;
  return {
    ...line,
    counterparty: line.counterparty ?? part.counterparty,
    iban: line.iban ?? part.iban,
    bic: line.bic ?? part.bic,
    ultimateParty: line.ultimateParty ?? part.ultimateParty,
    structuredReference: line.structuredReference ?? part.structuredReference,
    text: line.text || part.text,
    endToEndId: line.endToEndId ?? part.endToEndId,
    mandate: line.mandate ?? part.mandate,
    returnReason: line.returnReason ?? part.returnReason,
    reversal: line.reversal || part.reversal,
  };
}

/** The parts of a batch; null where there are none, or they tell too little to stand for the whole. */
function partsOf(line: BankLine, currency: Currency): { detail: BankDetail; amount: bigint }[] | null {
  if (line.details.length < 2) return null;
  const sum = line.details.reduce((total, { amount }) => total + amount, 0n);
  if (sum !== line.amount || line.details.some((part) => part.currency !== line.currency)) return null;
  const parts = line.details.flatMap((detail) => {
    const amount = fineToMinor(detail.amount, currency);
    return amount === null || amount === 0n ? [] : [{ detail, amount }];
  });
  return parts.length === line.details.length ? parts : null;
}
