/** What a statement says of itself that the next one must meet. Days are ISO days, balances whole minor units. */
export type StatementHead = {
  readonly id: string;
  readonly number: string | null;
  readonly openedOn: string | null;
  readonly closedOn: string | null;
  readonly opening: bigint | null;
  readonly closing: bigint | null;
};

export type StatementGap<Head extends StatementHead = StatementHead> = {
  readonly before: Head;
  readonly after: Head;
  /** Numbers that are missing between the two, ends included. */
  readonly missing: { readonly from: string; readonly to: string } | null;
  /** The balances do not meet. */
  readonly isApart: boolean;
};

/** More numbers than this between two neighbours are no gap: the bank counts something else, or by the date. */
const MISSING_MAX = 100;

/** Where the statements of one account do not follow each other. It is told, and nothing is made up for it. */
export function findGaps<Head extends StatementHead>(statements: readonly Head[]): StatementGap<Head>[] {
  const ordered = inOrder(statements);
  return ordered.slice(1).flatMap((after, index) => {
    const before = ordered[index];
    if (!before) return [];
    const missing = missingNumbers(before, after);
    const isApart = arePartedBalances(before, after);
    return missing || isApart ? [{ before, after, missing, isApart }] : [];
  });
}

/** By day; statements of the same day as their balances chain them, else by number. */
export function inOrder<Head extends StatementHead>(statements: readonly Head[]): Head[] {
  const sorted = statements.toSorted(
    (one, other) =>
      compareTexts(one.closedOn, other.closedOn) ||
      compareTexts(one.openedOn, other.openedOn) ||
      (sequenceOf(one.number) ?? 0) - (sequenceOf(other.number) ?? 0),
  );
  const ordered: Head[] = [];
  while (sorted.length > 0) {
    const last = ordered.at(-1)?.closing ?? null;
    const day = sorted[0]?.closedOn;
    const count = sorted.findIndex(({ closedOn }) => closedOn !== day);
    const sameDay = sorted.slice(0, count < 0 ? sorted.length : count);
    const next = sameDay.findIndex(({ opening }) => opening !== null && opening === last);
    ordered.push(...sorted.splice(sameDay.length > 1 && next > 0 ? next : 0, 1));
  }
  return ordered;
}

function compareTexts(one: string | null, other: string | null): number {
  const [a, b] = [one ?? '', other ?? ''];
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Numbers begin again with each year; a bank that does not begin again is no gap either. */
function missingNumbers(before: StatementHead, after: StatementHead): StatementGap['missing'] {
  const [last, next] = [sequenceOf(before.number), sequenceOf(after.number)];
  if (last === null || next === null || next === last || next === last + 1) return null;
  const isNewYear = yearOf(before) !== yearOf(after);
  const from = isNewYear && next < last ? 1 : last + 1;
  if (next < from || next - from > MISSING_MAX || next === from) return null;
  return { from: String(from), to: String(next - 1) };
}

/** '31', '031', '31/2' (a page); null for anything that does not count. */
function sequenceOf(number: string | null): number | null {
  const found = /^0*(\d{1,9})(?:\/\d+)?$/.exec(number?.trim() ?? '');
  return found ? Number(found[1]) : null;
}

function yearOf({ closedOn, openedOn }: StatementHead): string {
  return (closedOn ?? openedOn ?? '').slice(0, 4);
}

function arePartedBalances(before: StatementHead, after: StatementHead): boolean {
  if (before.closing === null || after.opening === null) return false;
  // Two reports of overlapping days need not meet.
  if (before.closedOn && after.openedOn && after.openedOn < before.closedOn) return false;
  return before.closing !== after.opening;
}
