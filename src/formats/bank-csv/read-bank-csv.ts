import { fineToDecimal } from '#core/bank/bank-amount.ts';
import type { BankPart } from '#core/bank/bank-reading.ts';
import type { BankCsvProfile } from '#core/bank/csv-profile.ts';
import { refuse } from '#core/refusal.ts';
import type { BankReader, BankText } from '#formats/bank/bank-reader.ts';
import { openBankCsv } from './open-bank-csv.ts';
import { type ReadRow, RowReader } from './read-row.ts';

/** Longer than ten years of a busy account; a list that is turned round must be held as a whole. */
const LENGTH_MAX = 64 * 1024 * 1024;

/**
 * Reads a bank's CSV: by its profile, and by its headings where the profile says nothing. One statement for each account
 * and currency, the oldest movement first. Balances are known only where a column of them proves that no line is missing.
 */
export function bankCsvReader(profile: BankCsvProfile = {}): BankReader {
  return (text) => readBankCsv(text, profile);
}

async function* readBankCsv(
  { file, portions }: BankText,
  profile: BankCsvProfile,
): AsyncGenerator<readonly BankPart[]> {
  const pieces: string[] = [];
  let length = 0;
  for await (const portion of portions) {
    length += portion.length;
    if (length > LENGTH_MAX) refuse('file_too_large', { file, limit: '64 MB' });
    pieces.push(portion);
  }
  const table = await openBankCsv(pieces.join(''), file, profile);
  if (table.questions.length > 0) {
    yield table.questions.map((problem) => ({ part: 'problem', problem }) as const);
    return;
  }
  const reader = new RowReader(table, file, profile);
  const statements = new Map<string, ReadRow[]>();
  for (const row of table.rows) {
    const read = reader.read(row);
    if (!read) continue;
    const key = `${read.account} ${read.line.currency}`;
    const rows = statements.get(key);
    if (rows) rows.push(read);
    else statements.set(key, [read]);
  }
  if (statements.size === 0) refuse('file_empty', { file });
  for (const rows of statements.values()) yield partsOf(rows);
}

function partsOf(rows: readonly ReadRow[]): readonly BankPart[] {
  const [given] = rows;
  if (!given) return [];
  const { rows: ordered, opening, closing, apart } = inOrder(rows);
  const [first, last] = [ordered[0] ?? given, ordered.at(-1) ?? given];
  const numbers = new Set(rows.map(({ number }) => number));
  const row = given.line.row;
  return [
    {
      part: 'opening',
      opening: {
        account: given.account,
        currency: given.line.currency,
        number: numbers.size === 1 ? given.number : null,
        holder: null,
        openedOn: first.line.bookedOn,
        opening,
        row,
      },
    },
    ...ordered.map(({ line }) => ({ part: 'line', line }) as const),
    ...(apart ? [balancesApart(apart)] : []),
    { part: 'closing', closing: { closedOn: last.line.bookedOn, closing, row } },
  ];
}

type Ordered = {
  readonly rows: readonly ReadRow[];
  readonly opening: bigint | null;
  readonly closing: bigint | null;
  /** The row whose balance does not follow from the one before. */
  readonly apart: { readonly read: ReadRow; readonly expected: bigint } | null;
};

/** The oldest first. Which end that is, the days tell, or else the balances. */
function inOrder(rows: readonly ReadRow[]): Ordered {
  const turned = [...rows].reverse();
  const [first, last] = [rows[0]?.line.bookedOn ?? '', rows.at(-1)?.line.bookedOn ?? ''];
  const ways = first > last ? [turned] : first < last ? [rows] : [rows, turned];
  const booked = rows.filter(({ line }) => !line.pending);
  if (booked.length === 0 || booked.some(({ balance }) => balance === null)) {
    return { rows: ways[0] ?? rows, opening: null, closing: null, apart: null };
  }
  for (const way of ways) {
    const proven = proof(way);
    if (proven) return { rows: way, ...proven, apart: null };
  }
  return { rows: ways[0] ?? rows, opening: null, closing: null, apart: firstApart(ways[0] ?? rows) };
}

/** Each balance is the one before and the movement: opening and closing of the whole, or null. */
function proof(rows: readonly ReadRow[]): { opening: bigint; closing: bigint } | null {
  if (firstApart(rows)) return null;
  const booked = rows.filter(({ line }) => !line.pending);
  const [first, last] = [booked[0], booked.at(-1)];
  if (first?.balance == null || last?.balance == null) return null;
  return { opening: first.balance - first.line.amount, closing: last.balance };
}

function firstApart(rows: readonly ReadRow[]): Ordered['apart'] {
  let before: bigint | null = null;
  for (const read of rows) {
    if (read.line.pending) continue;
    const expected: bigint | null = before === null ? null : before + read.line.amount;
    if (expected !== null && read.balance !== expected) return { read, expected };
    before = read.balance;
  }
  return null;
}

function balancesApart({ read, expected }: NonNullable<Ordered['apart']>): BankPart {
  const { row, currency } = read.line;
  const words = (fine: bigint) => `${fineToDecimal(fine, currency)} ${currency}`.trim();
  const facts = { line: String(row), given: words(read.balance ?? 0n), expected: words(expected) };
  const problem = {
    code: 'bank_csv_balances_apart',
    facts,
    at: { row, column: 'balance' },
    refuses: null,
  } as const;
  return { part: 'problem', problem };
}
