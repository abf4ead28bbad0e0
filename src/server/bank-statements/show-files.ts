import type { BankFileView } from '#contract/bank-statements.ts';
import { refuse } from '#core/refusal.ts';
import { listUserNames } from '#server/dunning-runs/queries.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { findBankFile, listBankFiles, type StoredBankFile } from './file-queries.ts';

/** @throws Refusal bank_file_not_found */
export async function showBankFile(tools: CompanyTools, bankFileId: string): Promise<BankFileView> {
  const found = await inCompany(tools, (trx) => findBankFile(trx, bankFileId));
  const [view] = await viewsOf(tools, found ? [found] : [], SHOWN_PROBLEMS);
  return view ?? refuse('bank_file_not_found', {});
}

/** The newest first. */
export async function showBankFiles(
  tools: CompanyTools,
  { page, perPage }: { page: number; perPage: number },
): Promise<{ rows: BankFileView[]; total: number }> {
  const { rows, total } = await inCompany(tools, (trx) => listBankFiles(trx, page, perPage));
  return { rows: await viewsOf(tools, rows, LISTED_PROBLEMS), total };
}

const SHOWN_PROBLEMS = 200;
const LISTED_PROBLEMS = 3;

async function viewsOf({ db }: CompanyTools, rows: readonly StoredBankFile[], problems: number) {
  const names = await listUserNames(
    db,
    rows.map(({ createdBy }) => createdBy),
  );
  return rows.map(({ progress, result, createdBy, ...row }): BankFileView => {
    const { id, fileName, origin, state, format, profile, createdAt, endedAt } = row;
    return {
      ...{ id, fileName, origin, state, format, profile },
      createdAt: createdAt.toString(),
      createdBy: createdBy && (names.get(createdBy) ?? createdBy),
      endedAt: endedAt?.toString() ?? null,
      progress: progress && { done: progress.done, total: progress.total },
      result: result && { ...result, problems: result.problems.slice(0, problems) },
    };
  });
}
