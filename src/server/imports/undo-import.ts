import { sql } from 'kysely';
import { money, toDecimal } from '#core/money/money.ts';
import { whyNotImport } from '#core/receivables/import-states.ts';
import { refuse } from '#core/refusal.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { matchConcernedJob } from '#server/settlements/jobs.ts';
import { addTimelineEntries, type NewTimelineEntry } from '#server/timeline/queries.ts';
import { putBack, removeAdded } from './put-back.ts';
import { lockImport, markImport, type StoredImport } from './queries.ts';
import {
  findLatestApplied,
  findLeft,
  findStanding,
  findTouched,
  findTrace,
  hasEndedAgreements,
  layOutUndone,
  listTakenBack,
  type Standing,
  type TakenBack,
  type Trace,
} from './undo-queries.ts';

/**
 * Takes the latest import back: what it added is gone, what it changed stands exactly as before. Refused where something
 * stands on it by now, which is named. Undoing twice changes nothing.
 */
export function undoImport(tools: CompanyTools, importId: string): Promise<void> {
  return inCompany(tools, async (trx) => {
    // Neither an import nor a settlement begins meanwhile.
    await sql`select pg_advisory_xact_lock(hashtextextended('import ' || ${tools.companyId}, 0))`.execute(
      trx,
    );
    const stored = (await lockImport(trx, importId)) ?? refuse('import_unknown', {});
    if (stored.state === 'undone') return;
    const trace = await traceOf(trx, stored);
    await layOutUndone(trx, importId, trace);
    await refuseWhatStands(trx, stored, trace);
    const { itemIds, debtorIds } = await listChanged(trx);
    const takenBack = await listTakenBack(trx, importId, trace);
    await putBack(trx, importId);
    const lineIds = await removeAdded(trx, trace);
    await record(trx, tools, stored, takenBack);
    const { companyId } = tools;
    await tools.queue.add(trx, matchConcernedJob, { companyId, itemIds, debtorIds, lineIds });
  });
}

async function traceOf(trx: Trx, { id, state, fileName }: StoredImport): Promise<Trace> {
  const closed = whyNotImport('undo', state);
  if (closed) refuse('import_not_open', { state });
  const latest = await findLatestApplied(trx);
  if (latest && latest.id !== id) refuse('import_undo_not_latest', { file: latest.fileName });
  return (await findTrace(trx, id)) ?? refuse('import_undo_untraced', { file: fileName });
}

async function refuseWhatStands(
  trx: Trx,
  { appliedAt, fileName }: StoredImport,
  trace: Trace,
): Promise<void> {
  const standing = appliedAt && (await findStanding(trx, { appliedAt }));
  if (standing) refuseFor(standing);
  const { touched, ...counts } = await findLeft(trx);
  const isWhole = Object.entries(trace.added).every(
    ([what, count]) => counts[what as keyof typeof counts] === count,
  );
  if (touched || !isWhole) refuse('import_undo_changed', { what: (await findTouched(trx)) || fileName });
  if (await hasEndedAgreements(trx, trace)) refuse('import_undo_followed', { file: fileName });
}

function refuseFor({ kind, about, number }: Standing): never {
  if (kind === 'notice') return refuse('import_undo_reminded', { document: about, notice: number });
  if (kind === 'run') return refuse('import_undo_proposed', { document: about, run: number });
  if (kind === 'settlement') return refuse('import_undo_settled', { document: about });
  // What was done for it stays told: a step, an answer, a hold that is over.
  if (kind === 'history') return refuse('import_undo_changed', { what: about });
  return refuse('import_undo_used', { kind, what: about });
}

async function listChanged(trx: Trx): Promise<{ itemIds: string[]; debtorIds: string[] }> {
  const { rows } = await sql<{ itemIds: string[]; debtorIds: string[] }>`
    select (select coalesce(array_agg(id), '{}') from undone_due_item where not added) as item_ids,
      (select coalesce(array_agg(id), '{}') from undone_debtor where not added) as debtor_ids`.execute(trx);
  return rows[0] ?? { itemIds: [], debtorIds: [] };
}

/**
 * Said once for the company, once for each debtor that remains, and for each item of which the import told otherwise: who
 * works back what was open on a day finds both.
 */
async function record(
  trx: Trx,
  { companyId, clock, actor }: CompanyTools,
  stored: StoredImport,
  takenBack: readonly TakenBack[],
): Promise<void> {
  const { id, fileName } = stored;
  const { rows } = await sql<{ debtorId: string }>`
    select distinct coalesce(b.before ->> 'debtor_id', b.row_key)::uuid as debtor_id from import_before b
    where b.company_id = ${companyId} and b.import_id = ${id} and b.table_name in ('debtor', 'document', 'due_item')`.execute(
    trx,
  );
  const entry = { kind: 'import_undone' as const, facts: { file: fileName }, at: clock.now(), actor };
  await addTimelineEntries(trx, companyId, [
    entry,
    ...rows.map(({ debtorId }) => ({ ...entry, debtorId })),
    ...takenBack.map((one) => changedBack(one, { at: entry.at, actor })),
  ]);
  await sql`delete from import_trace where company_id = ${companyId} and import_id = ${id}`.execute(trx);
  await sql`delete from import_before where company_id = ${companyId} and import_id = ${id}`.execute(trx);
  await markImport(trx, id, 'undone');
}

function changedBack(
  { debtorId, dueItemId, document, currency, dueOnBefore, dueOn, ...sums }: TakenBack,
  about: { at: Temporal.Instant; actor: string | null },
): NewTimelineEntry {
  const write = (minor: bigint) => `${toDecimal(money(minor, currency))} ${currency}`;
  const [openBefore, open] = [write(sums.openBefore), write(sums.open)];
  const facts = { document, openBefore, open, dueOnBefore, dueOn };
  return { kind: 'item_changed', facts, debtorId, dueItemId, ...about };
}
