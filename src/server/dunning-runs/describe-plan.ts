import { sql } from 'kysely';
import type { Because } from '#core/dunning/gates.ts';
import type { StepKind } from '#core/dunning/policy.ts';
import { money, toDecimal } from '#core/money/money.ts';
import type { Channel } from '#core/receivables/kinds.ts';
import { IN_NUMBER_ORDER } from '#server/debtors/number-order.ts';
import type { Trx } from '#server/platform/db.ts';
import { listMatchingIds } from './proposal-list.ts';
import type { FoundRun } from './queries.ts';
import { listReviewedProposals, type ReviewedProposal } from './reviewed-proposals.ts';

/** A run as scripts read it: what would go out, line by line, and why the rest does not. Amounts are decimal strings. */
export type PlanDescription = {
  readonly run: string;
  readonly on: string;
  readonly notices: readonly NoticeDescription[];
  readonly leftOut: readonly {
    readonly debtor: string;
    readonly document: string;
    readonly because: Because;
    readonly until: string | null;
  }[];
};
type NoticeDescription = {
  readonly debtor: string;
  readonly kind: StepKind;
  /** Null on every kind but notices. */
  readonly level: number | null;
  readonly currency: string;
  readonly total: string;
  readonly channel: Channel;
  /** All it leaves through, the leading one first; none where it is work for a person. */
  readonly channels: readonly Channel[];
  readonly items: readonly {
    readonly document: string;
    readonly dueOn: string;
    readonly open: string;
    /** Null where the item is only listed, or not yet due. */
    readonly level: number | null;
  }[];
};

const PORTION = 1000;

/** Describes the run as its reviewer left it; notices that were dropped are not in it. */
export async function describePlan(
  trx: Trx,
  companyId: string,
  run: Pick<FoundRun, 'id' | 'plannedFor'>,
): Promise<PlanDescription> {
  const found = await listMatchingIds(trx, companyId, run.id, { show: 'kept' });
  const notices: NoticeDescription[] = [];
  for (let start = 0; start < found.length; start += PORTION) {
    const ids = found.slice(start, start + PORTION);
    const portion = await listReviewedProposals(trx, companyId, run.id, ids);
    notices.push(...portion.map(noticeDescription));
  }
  const leftOut = await listLeftOutDocuments(trx, companyId, run.id);
  return { run: run.id, on: run.plannedFor.toString(), notices, leftOut };
}

function noticeDescription({ debtorNumber, effective }: ReviewedProposal): NoticeDescription {
  const { stepKind, level, currency, total, channel, channels, lines } = effective;
  return {
    debtor: debtorNumber,
    kind: stepKind,
    level,
    currency,
    total: toDecimal(money(total, currency)),
    channel,
    channels,
    items: lines.map((line) => ({
      document: line.documentNumber,
      dueOn: line.dueOn,
      open: toDecimal(money(BigInt(line.open), currency)),
      level: line.level || null,
    })),
  };
}

/** Of whoever is restricted nothing is told in a list of others (Art. 18 GDPR): why they were left out stands on their own page. */
async function listLeftOutDocuments(
  trx: Trx,
  companyId: string,
  runId: string,
): Promise<PlanDescription['leftOut']> {
  const { rows } = await sql<PlanDescription['leftOut'][number]>`
    select d.number as debtor, doc.number as document, l.because, line.until::text as until
    from run_left_out l
    cross join lateral unnest(l.item_ids, l.item_untils) as line (id, until)
    join due_item i on i.company_id = l.company_id and i.id = line.id
    join document doc on doc.company_id = i.company_id and doc.id = i.document_id
    join debtor d on d.company_id = l.company_id and d.id = l.debtor_id
    where l.company_id = ${companyId} and l.run_id = ${runId} and d.restricted_at is null
    order by ${IN_NUMBER_ORDER}, i.due_on, doc.number`.execute(trx);
  return rows;
}
