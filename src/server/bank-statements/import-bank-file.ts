import { sql } from 'kysely';
import type { BankFileResult } from '#contract/bank-statements.ts';
import type { BankProblem } from '#core/bank/bank-reading.ts';
import { type Currency, isCurrency } from '#core/money/currencies.ts';
import { refuse } from '#core/refusal.ts';
import { openBankFile } from '#formats/bank/open-bank-file.ts';
import { findCompany } from '#server/companies/queries.ts';
import { type Bulk, inCompanyBulk } from '#server/platform/bulk.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import { refreshStatistics } from '#server/platform/table-statistics.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { matchLinesJob } from '#server/settlements/jobs.ts';
import { addTimelineEntries, type NewTimelineEntry } from '#server/timeline/queries.ts';
import {
  findBankFile,
  findStart,
  markBankFile,
  OPEN_STATES,
  readFileBytes,
  type StoredBankFile,
} from './file-queries.ts';
import { CSV_START, csvReaderFor } from './keep-profile.ts';
import { type StagedFile, type StagingTerms, stageFile } from './stage-file.ts';
import { createStagedTables } from './staged-tables.ts';
import { type TakenIn, takeIn } from './take-in.ts';
import { type Listener, progressOf } from './tell-progress.ts';
import { lockBank } from './trace-file.ts';

export type BankImport = {
  readonly result: BankFileResult;
  readonly accepted: boolean;
  /** The lines that now wait to be matched; null for more than a job may carry: all that wait. */
  readonly lineIds: readonly string[] | null;
};

export type ImportOptions = {
  readonly onProgress?: Listener | undefined;
  /** Sees all that is read, as it is read. */
  readonly onParts?: StagingTerms['onParts'];
  /** Only works out what would happen: nothing is kept. */
  readonly isTry?: boolean;
  /** The caller matches the lines itself, right after; should it not come to that, the queue does it later. */
  readonly matchesItself?: boolean;
};

/**
 * Reads a kept bank file and takes its statements in: one transaction, all of it or nothing. What the file itself
 * contradicts is refused and told, a statement that does not add up is kept visible as refused.
 */
export async function importBankFile(
  tools: CompanyTools,
  { bankFileId, ...options }: { bankFileId: string } & ImportOptions,
): Promise<BankImport> {
  const stored = await inCompany(tools, (trx) => findBankFile(trx, bankFileId));
  if (!stored) return refuse('bank_file_not_found', {});
  try {
    const taken = await inCompanyBulk(tools, (trx, bulk) => importAll(tools, { trx, bulk, stored, options }));
    await refreshStatistics(tools, ['bank_line'], taken.result.lines.added);
    return taken;
  } catch (error) {
    if (error instanceof Tried) return error.outcome;
    if (!(error instanceof NotTaken)) throw error;
    const { format, result } = error;
    if (options.isTry) return { result, accepted: false, lineIds: [] };
    const endedAt = tools.clock.now();
    const told = { from: OPEN_STATES, format, result, endedAt };
    await inCompany(tools, (trx) => markBankFile(trx, stored.id, 'refused', told));
    return { result, accepted: false, lineIds: [] };
  }
}

type Work = {
  readonly trx: Trx;
  readonly bulk: Bulk;
  readonly stored: StoredBankFile;
  readonly options: ImportOptions;
};

async function importAll(tools: CompanyTools, { trx, bulk, stored, options }: Work): Promise<BankImport> {
  // One file at a time: what is known must not change between asking and adding.
  await lockBank(trx, tools.companyId);
  // Another process that had this job, and was only slow, may have ended it; or a person.
  const { id, fileName: file } = stored;
  if (!isOpen((await findBankFile(trx, id))?.state)) refuse('bank_file_cancelled', { file });
  const staged = await stageStored(tools, trx, bulk, stored, options);
  if (staged.refusedBy) throw new NotTaken(staged);
  const taken = await takeIn(trx, tools, stored.id, staged.statements);
  const result = resultOf(staged, taken);
  const accepted = staged.statements.some(({ problem }) => problem === null);
  if (options.isTry) throw new Tried({ result, accepted, lineIds: [] });
  const [format, endedAt] = [staged.format, tools.clock.now()];
  const told = { from: OPEN_STATES, format, result, endedAt };
  const isWanted = await markBankFile(trx, id, accepted ? 'imported' : 'refused', told);
  // Stopped while it wrote, and told so: nothing of it is kept.
  if (!isWanted) refuse('bank_file_cancelled', { file });
  await addTimelineEntries(trx, tools.companyId, entriesOf(tools, stored.fileName, result));
  const statementIds = taken.added.map(({ id }) => id);
  const lineIds = await listNewLines(trx, tools.companyId, statementIds, taken.replaced.lentIds);
  await queueMatching(tools, trx, lineIds, options.matchesItself);
  return { result, accepted, lineIds };
}

function isOpen(state: StoredBankFile['state'] | undefined): boolean {
  return state !== undefined && OPEN_STATES.includes(state);
}

/** Reads a stored file again, or for the first time, into the tables that are dropped with the transaction. Lock the bank. */
export async function stageStored(
  tools: CompanyTools,
  trx: Trx,
  bulk: Bulk,
  stored: Pick<StoredBankFile, 'id' | 'fileId' | 'fileName' | 'profile'>,
  { onProgress, onParts, only }: Pick<ImportOptions, 'onProgress' | 'onParts'> & { only?: number },
): Promise<StagedFile> {
  await sql`select set_config('work_mem', '64MB', true)`.execute(trx);
  await createStagedTables(trx);
  const read = <T>(work: (own: Trx) => Promise<T>) => inCompany(tools, work);
  const { size } = await trx
    .selectFrom('file')
    .select('size')
    .where('id', '=', stored.fileId)
    .executeTakeFirstOrThrow();
  const tell = only === undefined ? progressOf(tools, stored, onProgress) : async () => {};
  let done = 0;
  const bytes = counted(readFileBytes(read, stored.fileId), (count) => {
    done += count;
  });
  const terms: StagingTerms = {
    currencyOf: await currencies(trx, tools.companyId),
    ...(only !== undefined && { only }),
    onParts,
    told: () => tell(done, size),
  };
  const start = () => findStart(trx, stored.fileId, CSV_START);
  const otherwise = await csvReaderFor(trx, tools.companyId, { profile: stored.profile, start });
  return stageFile(bulk, openBankFile(bytes, stored.fileName, { otherwise }), stored.fileName, terms);
}

async function* counted(bytes: AsyncIterable<Buffer>, told: (count: number) => void): AsyncGenerator<Buffer> {
  for await (const part of bytes) {
    told(part.length);
    yield part;
  }
}

/** What an account is kept in where a file does not say: as the account is known, else as the company's. */
async function currencies(trx: Trx, companyId: string): Promise<(account: string) => Currency> {
  const { currency } = await findCompany(trx, companyId);
  const known = await trx
    .selectFrom('bankAccount')
    .select(['number', 'currency'])
    .where('companyId', '=', companyId)
    .execute();
  return (account) => {
    const own = known.filter(({ number }) => number === account);
    return own.length === 1 && own[0] && isCurrency(own[0].currency) ? own[0].currency : currency;
  };
}

/** More lines than this are not listed in a job. */
const LISTED_MAX = 20_000;

/** The lines of these statements that wait to be matched, and what else waits now. */
export async function listNewLines(
  trx: Trx,
  companyId: string,
  statementIds: readonly string[],
  more: readonly string[] = [],
): Promise<string[] | null> {
  const { rows } = await sql<{ id: string }>`
    select id from bank_line where company_id = ${companyId} and statement_id = any(${statementIds}::uuid[])
      and state in ('open', 'pending') and remaining_minor <> 0
    limit ${LISTED_MAX + 1}`.execute(trx);
  const ids = new Set([...more, ...rows.map(({ id }) => id)]);
  return ids.size > LISTED_MAX ? null : [...ids];
}

const MATCHED_BY_CALLER = { minutes: 5 };

/** The lines are matched right after; where the caller does that, only later, should it have died before. */
export async function queueMatching(
  tools: CompanyTools,
  trx: Trx,
  lineIds: readonly string[] | null,
  matchesItself = false,
): Promise<void> {
  if (lineIds?.length === 0) return;
  const payload = { companyId: tools.companyId, lineIds: lineIds && [...lineIds] };
  const after = matchesItself && lineIds !== null ? Temporal.Now.instant().add(MATCHED_BY_CALLER) : undefined;
  await tools.queue.add(trx, matchLinesJob, payload, after);
}

/** Takes back all that was tried, and carries what would have happened out of it. */
class Tried extends Error {
  readonly outcome: BankImport;

  constructor(outcome: BankImport) {
    super('the import was only tried');
    this.outcome = outcome;
  }
}

/** Takes back what the transaction may have written already, and carries what was read out of it. */
class NotTaken extends Error {
  readonly format: StagedFile['format'];
  readonly result: BankFileResult;

  constructor({ format, problems }: StagedFile) {
    super('the bank file was refused');
    this.format = format;
    this.result = { ...emptyResult(), ...told(problems) };
  }
}

const PROBLEMS_KEPT = 200;

function told(problems: readonly BankProblem[]) {
  const kept = problems
    .slice(0, PROBLEMS_KEPT)
    .map(({ code, facts, at }) => ({ code, facts: { ...facts }, at }));
  return { problemCount: problems.length, problems: kept };
}

/** A file that is refused as a whole. */
export function refusedResult(code: string, facts: Readonly<Record<string, string>>): BankFileResult {
  const problem = { code, facts: { ...facts }, at: { row: Number(facts.line ?? 0), column: '' } };
  return { ...emptyResult(), problemCount: 1, problems: [problem] };
}

function emptyResult(): BankFileResult {
  return {
    statements: { added: 0, known: 0, refused: 0 },
    lines: { added: 0, known: 0, pending: 0, replaced: 0, lapsed: 0, returned: 0 },
    accountsAdded: [],
    problemCount: 0,
    problems: [],
  };
}

function resultOf({ problems }: StagedFile, taken: TakenIn): BankFileResult {
  const { added, known, refused, lines, replaced, accountsAdded } = taken;
  return {
    statements: {
      added: added.length,
      known: known.filter(({ problem }) => problem === null).length,
      refused: refused.length,
    },
    lines: { ...lines, replaced: replaced.replaced, lapsed: replaced.lapsed },
    accountsAdded: accountsAdded.map(({ id, number, currency }) => ({ id, number, currency })),
    ...told(problems),
  };
}

function entriesOf({ clock, actor }: CompanyTools, file: string, result: BankFileResult): NewTimelineEntry[] {
  const [at, { lines, statements }] = [clock.now(), result];
  const counts = {
    added: String(lines.added),
    known: String(lines.known),
    refused: String(statements.refused),
  };
  return [
    ...result.accountsAdded.map(({ number }) => ({
      ...{ at, actor },
      kind: 'bank_account_added' as const,
      facts: { account: number, file },
    })),
    { at, actor, kind: 'bank_file_imported' as const, facts: { file, ...counts } },
  ];
}
