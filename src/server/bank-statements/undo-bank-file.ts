import { sql } from 'kysely';
import { doesAccountGo, obstacleOf, whyNotUndoFile } from '#core/bank/undo-file.ts';
import { refuse } from '#core/refusal.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { matchConcernedJob, matchLinesJob } from '#server/settlements/jobs.ts';
import { takeBack } from '#server/settlements/undo-settlements.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { findBankFile, lockBankFile, markUndoneFiles, type StoredBankFile } from './file-queries.ts';
import { nameOf } from './meet-accounts.ts';
import {
  putAccountsBack,
  removeDecisions,
  removeLines,
  removeProposals,
  removeTrace,
} from './take-lines-back.ts';
import { lockBank } from './trace-file.ts';
import { type FoundObstacle, listDecisions, listOtherObstacles } from './undo-obstacles.ts';
import {
  countUndone,
  findExtent,
  layOutUndone,
  listTracedAccounts,
  listTwins,
  listUndone,
  lockUndone,
  sumUndone,
  type TracedAccount,
  type UndoCounts,
} from './undo-queries.ts';

export type UndoPlan = {
  readonly file: StoredBankFile;
  readonly counts: UndoCounts;
  readonly sums: Awaited<ReturnType<typeof sumUndone>>;
  /** All that it told of. */
  readonly accounts: readonly TracedAccount[];
  /** Accounts that the file opened: those that go with it, and those that stay because a person made them their own. */
  readonly accountsGone: readonly TracedAccount[];
  readonly accountsKept: readonly TracedAccount[];
  readonly obstacles: readonly FoundObstacle[];
};

/**
 * Takes a bank file back whole: its lines and statements, and what Rappel settled with them by itself, newest first, through
 * the rules of taking a settlement back. All else stands as before it. Refused while a person's decision, a later file, a
 * reminder or the ledger stands on it. Undoing twice changes nothing.
 * @throws Refusal bank_file_not_found, bank_file_undo_closed, bank_file_undo_untraced, bank_file_undo_blocked
 */
export function undoBankFile(tools: CompanyTools, bankFileId: string): Promise<void> {
  const { companyId } = tools;
  return inCompany(tools, async (trx) => {
    await lockBank(trx, companyId);
    // Nobody settles or matches meanwhile; whoever does already is waited for.
    await sql`select pg_advisory_xact_lock(hashtextextended('import ' || ${companyId}, 0)),
      set_config('work_mem', '64MB', true)`.execute(trx);
    const file = (await lockBankFile(trx, bankFileId)) ?? refuse('bank_file_not_found', {});
    if (file.state === 'undone') return;
    const fileIds = await layOut(trx, companyId, file);
    await lockUndone(trx, companyId, fileIds);
    const plan = await planOf(trx, companyId, file, fileIds);
    refuseWhatStands(plan);
    await unmake(trx, tools, plan, fileIds);
  });
}

/** What taking a file back would undo, and what is in the way of it; nothing is changed. */
export function planUndo(tools: CompanyTools, bankFileId: string): Promise<UndoPlan> {
  const { companyId } = tools;
  return inCompany(tools, async (trx) => {
    const file = (await findBankFile(trx, bankFileId)) ?? refuse('bank_file_not_found', {});
    const fileIds = await layOut(trx, companyId, file);
    return planOf(trx, companyId, file, fileIds);
  });
}

async function layOut(trx: Trx, companyId: string, file: StoredBankFile): Promise<string[]> {
  const { statements, traced } = await findExtent(trx, companyId, file.id);
  // Refused statements that had come before left a trace, which keeps the file that first told of them.
  if (whyNotUndoFile(file.state, traced ? 1 : statements))
    refuse('bank_file_undo_closed', { file: file.fileName });
  if (!traced) refuse('bank_file_undo_untraced', { file: file.fileName });
  const fileIds = [file.id, ...(await listTwins(trx, companyId, file.id))];
  await layOutUndone(trx, companyId, fileIds);
  return fileIds;
}

async function planOf(
  trx: Trx,
  companyId: string,
  file: StoredBankFile,
  fileIds: readonly string[],
): Promise<UndoPlan> {
  const accounts = await listTracedAccounts(trx, companyId, fileIds);
  const goes = (account: TracedAccount) =>
    doesAccountGo({
      ...account,
      isNamed: account.name !== nameOf(account.number),
      isFollowed: account.followed,
    });
  const decided = (await listDecisions(trx, companyId)).flatMap(
    ({ kind, origin, marksCollection, ...found }): FoundObstacle[] => {
      const obstacle = obstacleOf({ kind, origin, marksCollection });
      return obstacle ? [{ ...found, kind: obstacle }] : [];
    },
  );
  const others = await listOtherObstacles(trx, companyId, fileIds);
  const [later, rest] = [others.filter(isLater), others.filter((one) => !isLater(one))];
  return {
    file,
    counts: await countUndone(trx, companyId),
    sums: await sumUndone(trx, companyId),
    accounts,
    accountsGone: accounts.filter(goes),
    accountsKept: accounts.filter((account) => account.wasAdded && !goes(account)),
    obstacles: [...later, ...decided, ...rest],
  };
}

const isLater = ({ kind }: FoundObstacle) => kind === 'later_file';

function refuseWhatStands({ file, obstacles }: UndoPlan): void {
  const [first] = obstacles;
  if (!first) return;
  refuse('bank_file_undo_blocked', {
    file: file.fileName,
    kind: first.kind,
    about: first.about,
    more: String(obstacles.length - 1),
  });
}

async function unmake(
  trx: Trx,
  tools: CompanyTools,
  plan: UndoPlan,
  fileIds: readonly string[],
): Promise<void> {
  const { companyId, clock, actor } = tools;
  const { settlementIds, itemIds } = await listUndone(trx);
  const lineIds = await removeProposals(trx, companyId);
  await takeBack(trx, tools, settlementIds);
  await removeDecisions(trx, companyId, fileIds);
  await removeLines(trx, companyId, fileIds);
  await removeTrace(trx, companyId, fileIds);
  const goneIds = plan.accountsGone.map(({ id }) => id);
  await putAccountsBack(trx, companyId, plan.accounts, goneIds);
  await markUndoneFiles(trx, companyId, fileIds);
  const { lines, settlements } = plan.counts;
  const facts = { file: plan.file.fileName, lines: String(lines), settlements: String(settlements) };
  await addTimelineEntries(trx, companyId, [{ kind: 'bank_file_undone', facts, at: clock.now(), actor }]);
  await matchAnew(trx, tools, { itemIds, lineIds: [...lineIds, ...(await listBack(trx))] });
}

/** Lines of other files that wait again. */
async function listBack(trx: Trx): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from undone_line where remains`.execute(trx);
  return rows.map(({ id }) => id);
}

/** More items than this are not listed in a job. */
const LISTED_MAX = 20_000;

/** What is open again may be what other lines wait for. */
async function matchAnew(
  trx: Trx,
  { companyId, queue }: CompanyTools,
  { itemIds, lineIds }: { itemIds: string[]; lineIds: string[] },
): Promise<void> {
  if (itemIds.length + lineIds.length === 0) return;
  if (itemIds.length + lineIds.length > LISTED_MAX)
    await queue.add(trx, matchLinesJob, { companyId, lineIds: null });
  else await queue.add(trx, matchConcernedJob, { companyId, itemIds, debtorIds: [], lineIds });
}
