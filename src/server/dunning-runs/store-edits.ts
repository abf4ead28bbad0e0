import { sql } from 'kysely';
import { effectiveProposal, type ProposalEdit } from '#core/dunning/proposal.ts';
import type { Trx } from '#server/platform/db.ts';
import { listReviewedProposals } from './reviewed-proposals.ts';

/** Stores what a person changed on these proposals, and the figures that follow from it, in one statement. */
export async function storeEdits(
  trx: Trx,
  { companyId, runId }: { companyId: string; runId: string },
  changed: readonly { readonly id: string; readonly edits: readonly ProposalEdit[] }[],
): Promise<void> {
  if (changed.length === 0) return;
  const edits = new Map(changed.map((one) => [one.id, one.edits]));
  const ids = [...edits.keys()];
  const rows = (await listReviewedProposals(trx, companyId, runId, ids)).map((proposal) => {
    const list = edits.get(proposal.id) ?? [];
    const made = effectiveProposal(proposal.computed, list, proposal.terms);
    return {
      id: proposal.id,
      edits: list,
      level: made.level,
      channel: made.channel,
      channels: made.channels.length > 1 ? made.channels : [],
      open_minor: String(made.open),
      interest_minor: String(made.interest),
      fee_minor: String(made.fee),
      total_minor: String(made.total),
      deadline_on: made.deadlineOn,
      state: made.dropped ? 'dropped' : 'proposed',
    };
  });
  await sql`
    update proposal p
    set edits = n.edits, level = n.level, channel = n.channel,
      channels = array(select jsonb_array_elements_text(n.channels)), open_minor = n.open_minor,
      interest_minor = n.interest_minor, fee_minor = n.fee_minor, total_minor = n.total_minor,
      deadline_on = n.deadline_on, state = n.state
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n (
      id uuid, edits jsonb, level smallint, channel text, channels jsonb, open_minor bigint, interest_minor bigint,
      fee_minor bigint, total_minor bigint, deadline_on date, state text
    )
    where p.company_id = ${companyId} and p.run_id = ${runId} and p.id = n.id`.execute(trx);
}
