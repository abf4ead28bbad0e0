import type { Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';

export type NextAction = {
  readonly kind: string | null;
  readonly level: number | null;
  readonly on: string | null;
  readonly because: string | null;
  readonly facts: Readonly<Record<string, string>>;
  readonly until: string | null;
};

/** What comes next for a debtor, or for one of its items, by the rules a run follows. */
export async function findNextAction(
  _trx: Trx,
  _tools: CompanyTools,
  _of: { debtorId: string; itemId?: string },
): Promise<NextAction | null> {
  return null;
}
