import { sql } from 'kysely';
import type { RunSummary } from '#contract/dunning-run-views.ts';
import { whyEditImpossible } from '#core/dunning/check-edit.ts';
import type { ProposalEdit } from '#core/dunning/proposal.ts';
import type { Trx } from '#server/platform/db.ts';
import { listReviewedProposals } from './reviewed-proposals.ts';
import { storeEdits } from './store-edits.ts';

type LostEdits = RunSummary['lostEdits'];
type Kept = {
  debtorId: string;
  debtorNumber: string;
  debtorName: string;
  key: string;
  edits: ProposalEdit[];
};

/** Remembers what a person changed on a run's proposals before they are computed anew. */
export async function keepEdits(trx: Trx, companyId: string, runId: string) {
  const { rows } = await sql<Kept>`
    select p.debtor_id, d.number as debtor_number, d.name as debtor_name, p.key, p.edits
    from proposal p
    join debtor d on d.company_id = p.company_id and d.id = p.debtor_id
    where p.company_id = ${companyId} and p.run_id = ${runId} and p.edits <> '[]'`.execute(trx);
  return {
    /** Puts the changes back on the notice of the same debtor and key. @returns how many stand, and those that are no longer possible */
    restore: (after: Trx) => restoreEdits(after, companyId, runId, rows),
  };
}

async function restoreEdits(
  trx: Trx,
  companyId: string,
  runId: string,
  kept: readonly Kept[],
): Promise<{ kept: number; lost: LostEdits }> {
  if (kept.length === 0) return { kept: 0, lost: [] };
  const lost: LostEdits = [];
  const ids = await findIds(trx, companyId, runId, kept);
  const reviewed = await listReviewedProposals(trx, companyId, runId, [...ids.values()]);
  const byId = new Map(reviewed.map((proposal) => [proposal.id, proposal]));
  const changed: { id: string; edits: ProposalEdit[] }[] = [];
  for (const one of kept) {
    const debtor = { id: one.debtorId, number: one.debtorNumber, name: one.debtorName };
    const proposal = byId.get(ids.get(keyOf(one)) ?? '');
    const possible: ProposalEdit[] = [];
    for (const edit of one.edits) {
      const because = proposal ? whyEditImpossible(proposal.computed, edit.change, proposal.terms) : 'gone';
      if (because) lost.push({ debtor, proposal: proposal?.id ?? null, change: edit.change.kind, because });
      else possible.push(edit);
    }
    if (proposal && possible.length > 0) changed.push({ id: proposal.id, edits: possible });
  }
  await storeEdits(trx, { companyId, runId }, changed);
  return { kept: changed.reduce((sum, { edits }) => sum + edits.length, 0), lost };
}

async function findIds(trx: Trx, companyId: string, runId: string, kept: readonly Kept[]) {
  const { rows } = await sql<{ id: string; debtorId: string; key: string }>`
    select p.id, p.debtor_id, p.key
    from proposal p
    join unnest(${kept.map(({ debtorId }) => debtorId)}::uuid[], ${kept.map(({ key }) => key)}::text[])
      as wanted (debtor_id, key) on wanted.debtor_id = p.debtor_id and wanted.key = p.key
    where p.company_id = ${companyId} and p.run_id = ${runId}`.execute(trx);
  return new Map(rows.map((row) => [keyOf(row), row.id]));
}

function keyOf({ debtorId, key }: { debtorId: string; key: string }): string {
  return `${debtorId} ${key}`;
}
