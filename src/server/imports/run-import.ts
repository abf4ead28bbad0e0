import { sql } from 'kysely';
import type { Currency } from '#core/money/currencies.ts';
import { addProblems, countMerge, emptyResult, type ImportResult } from '#core/receivables/import-result.ts';
import type { ImportKind } from '#core/receivables/import-states.ts';
import type { ListField } from '#core/receivables/list-fields.ts';
import { type MergeMode, type MergeRules, mergeDebtor } from '#core/receivables/merge-import.ts';
import { refuse } from '#core/refusal.ts';
import { StylesUnsure } from '#formats/table/detect-styles.ts';
import { type Bulk, inCompanyBulk } from '#server/platform/bulk.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import { refreshStatistics } from '#server/platform/table-statistics.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { followImport } from '#server/settlements/follow-import.ts';
import { findNumberPatterns } from '#server/settlements/read-match-facts.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { type ImportSource, openSource } from './import-source.ts';
import { meetings } from './merge-staged.ts';
import { MergeWriter } from './merge-writer.ts';
import { findFileBytes, findImport, findImporter, markImport, type StoredImport } from './queries.ts';
import { stageRows } from './stage-rows.ts';
import { type Progress, progressOf } from './tell-progress.ts';
import { addTrace } from './trace-import.ts';

export type Outcome = { readonly result: ImportResult; readonly applied: boolean };

type Work = {
  readonly stored: StoredImport;
  readonly source: ImportSource;
  readonly company: Importer;
  readonly isCheck: boolean;
  readonly progress: Progress;
};
type Importer = Awaited<ReturnType<typeof findImporter>> & { readonly currency: Currency };

/**
 * Does an import, or only works out what it would do. One transaction: rows are laid down, met with what is known
 * debtor by debtor, and written at the end, or not at all: in strict mode, one bad row stops it.
 */
export async function runImport(
  tools: CompanyTools,
  {
    importId,
    isCheck,
    onProgress,
  }: { importId: string; isCheck: boolean; onProgress?: Progress['listener'] },
): Promise<Outcome> {
  const { stored, bytes, company } = await inCompany(tools, async (trx) => {
    const found = (await findImport(trx, importId)) ?? refuse('import_unknown', {});
    const fileBytes = await findFileBytes(trx, found.fileId);
    return { stored: found, bytes: fileBytes, company: await findImporter(trx, tools.companyId) };
  });
  const progress = progressOf(tools, stored, bytes, onProgress);
  const open = (isThorough: boolean) =>
    openSource(bytes, stored.fileName, stored.options.choices, stored.format, isThorough);
  try {
    return await decide(tools, { stored, source: await open(false), company, isCheck, progress });
  } catch (error) {
    if (!(error instanceof StylesUnsure)) throw error;
    return decide(tools, { stored, source: await open(true), company, isCheck, progress });
  }
}

async function decide(tools: CompanyTools, work: Work): Promise<Outcome> {
  const { stored, source, isCheck } = work;
  try {
    if (source.questions.length > 0) {
      const result = emptyResult();
      addProblems(result, source.questions);
      throw new NotApplied(result);
    }
    const outcome = await inCompanyBulk(tools, (trx, bulk) => merge(tools, trx, bulk, work));
    await refreshStatistics(tools, ['debtor', 'document', 'due_item'], outcome.result.rows.read);
    return outcome;
  } catch (error) {
    if (!(error instanceof NotApplied)) throw error;
    const { result } = error;
    const { kind } = source;
    await inCompany(tools, (trx) =>
      markImport(trx, stored.id, isCheck ? 'checked' : 'refused', { from: underWay(isCheck), kind, result }),
    );
    return { result, applied: false };
  }
}

/** The state of an import while somebody is at it. */
export function underWay(isCheck: boolean): 'checking' | 'applying' {
  return isCheck ? 'checking' : 'applying';
}

/** All in one transaction: what is refused or merely checked is taken back whole, and only its figures are kept. */
async function merge(tools: CompanyTools, trx: Trx, bulk: Bulk, work: Work): Promise<Outcome> {
  const { stored, source, company, isCheck, progress } = work;
  await awaitTurn(tools, trx, work);
  const result = emptyResult();
  const headerOf = (name: ListField) =>
    source.table?.columns.find(({ field }) => field === name)?.header ?? null;
  const [debtorColumn, payerColumn] = [headerOf('debtor_number'), headerOf('payer_number')];
  const read = { portions: source.portions(company), debtorColumn, payerColumn };
  const staged = await stageRows(trx, bulk, read, result, (rows) => progress.tell('reading', rows));
  if (result.rows.read === 0) refuse('file_empty', { file: stored.fileName });
  const today = tools.clock.today(company.timeZone);
  const mode = modeOf(source.kind, stored.options.mirror);
  const rules: MergeRules = {
    mode,
    today,
    language: company.language,
    country: company.country,
    termsDays: company.defaultTermsDays,
    mirrorUntil: staged.newestIssuedOn,
  };
  const writer = await MergeWriter.open(trx, bulk, {
    today,
    at: tools.clock.now(),
    actor: tools.actor,
    source: stored.format,
    fileName: stored.fileName,
    fileByRow: staged.fileByRow,
    directDebits: staged.directDebits,
    importId: stored.id,
  });
  const patterns = await findNumberPatterns(trx, tools.companyId);
  const isLenient = stored.options.lenient;
  let debtors = 0;
  for await (const { number, known, rows } of meetings(trx, bulk, mode === 'mirror')) {
    const merged = mergeDebtor(known, rows, staged.protectedOf(number), rules);
    countMerge(result, merged, today);
    if (!isCheck && (isLenient || result.problemCount === 0)) await writer.add(known, number, merged);
    debtors += 1;
    if (debtors % 500 === 0) await progress.tell('comparing', debtors);
  }
  if (isCheck || (result.problemCount > 0 && !isLenient)) throw new NotApplied(result);
  await progress.tell('writing', 0);
  await writer.close();
  if (source.kind !== 'debtors') {
    const { newestIssuedOn } = staged;
    const { changed } = writer;
    const isMirror = mode === 'mirror';
    await followImport(trx, tools, {
      importId: stored.id,
      isMirror,
      today,
      newestIssuedOn,
      changed,
      patterns,
    });
  }
  await addTrace(trx, tools.companyId, stored.id, writer.added);
  await recordApplied(tools, trx, stored, source.kind, result);
  return { result, applied: true };
}

/**
 * One import at a time: two lists would each settle what only the other names.
 * @throws Refusal import_cancelled where it is not under way any more when its turn has come: another process that had
 * this job, and was only slow, has ended it; or a person has.
 */
async function awaitTurn(tools: CompanyTools, trx: Trx, { stored, isCheck }: Work): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('import ' || ${tools.companyId}, 0)),
    set_config('work_mem', '64MB', true)`.execute(trx);
  const found = await findImport(trx, stored.id);
  if (found?.state !== underWay(isCheck)) refuse('import_cancelled', { file: stored.fileName });
}

/** Takes back what the transaction may have written already, and carries the figures out of it. */
class NotApplied extends Error {
  readonly result: ImportResult;

  constructor(result: ImportResult) {
    super('the import was only checked, or refused');
    this.result = result;
  }
}

function modeOf(kind: ImportKind, mirror: boolean): MergeMode {
  if (kind !== 'open_items') return kind;
  return mirror ? 'mirror' : 'additions';
}

async function recordApplied(
  tools: CompanyTools,
  trx: Trx,
  stored: StoredImport,
  kind: ImportKind,
  result: ImportResult,
): Promise<void> {
  const { added, changed, settled } = result.documents;
  const facts = {
    file: stored.fileName,
    added: String(added),
    changed: String(changed),
    settled: String(settled),
  };
  const at = tools.clock.now();
  await addTimelineEntries(trx, tools.companyId, [{ kind: 'import_applied', facts, at, actor: tools.actor }]);
  const isWanted = await markImport(trx, stored.id, 'applied', {
    from: 'applying',
    kind,
    result,
    appliedAt: at,
  });
  // Stopped while it wrote, and told so: nothing of it is kept.
  if (!isWanted) refuse('import_cancelled', { file: stored.fileName });
}
