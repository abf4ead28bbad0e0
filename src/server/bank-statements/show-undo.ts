import type { BankFileUndoView } from '#contract/bank-undo-views.ts';
import { money, toDecimal } from '#core/money/money.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { listUserNames } from '#server/users/user-names.ts';
import { planUndo } from './undo-bank-file.ts';
import type { FoundObstacle } from './undo-obstacles.ts';

const OBSTACLES_SHOWN = 200;

/** What taking a file back would undo, and what is in the way. @throws Refusal as `undoBankFile`, but for what stands on it */
export async function showUndo(tools: CompanyTools, bankFileId: string): Promise<BankFileUndoView> {
  const { file, counts, sums, accountsGone, accountsKept, obstacles } = await planUndo(tools, bankFileId);
  const shown = obstacles.slice(0, OBSTACLES_SHOWN);
  const names = await listUserNames(
    tools.db,
    shown.map(({ by }) => by),
  );
  return {
    file: { id: file.id, name: file.fileName },
    ...counts,
    money: sums.map(({ currency, amountMinor }) => ({
      amount: toDecimal(money(amountMinor, currency)),
      currency,
    })),
    accountsGone: accountsGone.map(({ number }) => number),
    accountsKept: accountsKept.map(({ name }) => name),
    obstacleCount: obstacles.length,
    obstacles: shown.map((one) => obstacleView(one, names)),
  };
}

function obstacleView(
  { amountMinor, currency, day, by, lineId, debtorId, fileId, ...told }: FoundObstacle,
  names: ReadonlyMap<string, string>,
): BankFileUndoView['obstacles'][number] {
  const hasAmount = amountMinor !== null && currency !== null;
  return {
    ...told,
    amount: hasAmount ? { amount: toDecimal(money(amountMinor, currency)), currency } : null,
    on: day?.toString() ?? null,
    by: by === null ? null : (names.get(by) ?? by),
    line: lineId,
    debtor: debtorId,
    file: fileId,
  };
}
