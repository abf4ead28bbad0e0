import type { Problem } from '#core/problem.ts';
import { overdueItems } from '#core/receivables/merge-document.ts';
import type { DebtorMerge } from '#core/receivables/merge-import.ts';

/** What an import changes, or would change: the same figures before and after, so that they can be compared. */
export type ImportResult = {
  /** `erased`: rows that only tell of an erased debtor; they are left out. */
  readonly rows: { read: number; rejected: number; erased: number };
  readonly documents: {
    added: number;
    changed: number;
    unchanged: number;
    settled: number;
    suspicious: number;
  };
  readonly debtors: { added: number; changed: number; unchanged: number };
  /** Added items that are overdue already: old arrears, which begin at level 0. */
  backlog: number;
  /** Rejected rows could not be told apart from what is missing, so nothing was taken for settled. */
  mirrorHeld: boolean;
  problemCount: number;
  /** The first of them, with row and column. */
  readonly problems: Problem[];
  /** Taken over, but worth a look. */
  readonly suspicious: Problem[];
};

export const PROBLEMS_KEPT = 1000;

export function emptyResult(): ImportResult {
  return {
    rows: { read: 0, rejected: 0, erased: 0 },
    documents: { added: 0, changed: 0, unchanged: 0, settled: 0, suspicious: 0 },
    debtors: { added: 0, changed: 0, unchanged: 0 },
    backlog: 0,
    mirrorHeld: false,
    problemCount: 0,
    problems: [],
    suspicious: [],
  };
}

/** Adds one debtor's outcome to the figures. */
export function countMerge(result: ImportResult, merge: DebtorMerge, today: Temporal.PlainDate): void {
  result.debtors[merge.change] += 1;
  for (const document of merge.documents) {
    result.documents[document.change] += 1;
    result.backlog += overdueItems(document, today);
  }
  result.documents.suspicious += merge.suspicious.length;
  result.suspicious.push(...merge.suspicious.slice(0, PROBLEMS_KEPT - result.suspicious.length));
  addProblems(result, merge.problems);
  result.rows.rejected += merge.problems.length;
}

export function addProblems(result: ImportResult, problems: readonly Problem[]): void {
  result.problemCount += problems.length;
  result.problems.push(...problems.slice(0, Math.max(0, PROBLEMS_KEPT - result.problems.length)));
}
