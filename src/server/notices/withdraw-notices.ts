import { sql } from 'kysely';
import type { Withdrawal } from '#core/dunning/withdrawal.ts';
import { findCompany } from '#server/companies/queries.ts';
import type { Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { markWithdrawn } from './dispatch-queries.ts';
import { freeLines } from './mark-sent.ts';
import { lockFactsNow, whyWithdraw } from './recheck.ts';

type Waiting = {
  readonly id: string;
  readonly noticeId: string;
  readonly number: number;
  readonly debtorId: string;
  readonly runId: string;
};

/**
 * Takes back what has not left of notices that ask for these items, where their facts no longer stand: a payment that comes
 * in after the approval stops the letter. One that is just being claimed is left to its claim, which reads again itself.
 */
export async function withdrawNotices(
  trx: Trx,
  tools: Pick<CompanyTools, 'companyId' | 'clock'>,
  dueItemIds: readonly string[],
): Promise<number> {
  if (dueItemIds.length === 0) return 0;
  const { companyId } = tools;
  const { rows } = await sql<Waiting>`
    select x.id, n.id as notice_id, n.number, n.debtor_id, n.run_id
    from dispatch x join notice n on n.company_id = x.company_id and n.id = x.notice_id
    where x.company_id = ${companyId} and x.state in ('held', 'queued', 'claimed') and n.undone_at is null
      and exists (select from notice_line l where l.company_id = n.company_id and l.notice_id = n.id
        and l.due_item_id = any(${[...dueItemIds]}::uuid[]))
    order by n.number for update of x skip locked`.execute(trx);
  const reasons = await recheckDispatches(trx, tools, rows);
  await withdrawDispatches(trx, tools, rows, reasons);
  return reasons.size;
}

/** For each dispatch, by its id, the first reason why it must not leave; those that still stand are not in it. */
export async function recheckDispatches(
  trx: Trx,
  { companyId, clock }: Pick<CompanyTools, 'companyId' | 'clock'>,
  rows: readonly Pick<Waiting, 'id' | 'noticeId' | 'debtorId'>[],
): Promise<ReadonlyMap<string, Withdrawal>> {
  const reasons = new Map<string, Withdrawal>();
  if (rows.length === 0) return reasons;
  const { timeZone } = await findCompany(trx, companyId);
  const lines = await trx
    .selectFrom('noticeLine')
    .select(['noticeId', 'dueItemId', 'level', 'times', 'cycle', 'openMinor as open'])
    .where('companyId', '=', companyId)
    .where(
      'noticeId',
      'in',
      rows.map(({ noticeId }) => noticeId),
    )
    .execute();
  const now = await lockFactsNow(trx, companyId, {
    debtorIds: rows.map(({ debtorId }) => debtorId),
    dueItemIds: lines.map(({ dueItemId }) => dueItemId),
    today: clock.today(timeZone),
  });
  for (const { id, noticeId, debtorId } of rows) {
    const own = lines.filter((line) => line.noticeId === noticeId);
    const because = whyWithdraw({ debtorId, lines: own }, now);
    if (because) reasons.set(id, because);
  }
  return reasons;
}

export async function withdrawDispatches(
  trx: Trx,
  { companyId, clock }: Pick<CompanyTools, 'companyId' | 'clock'>,
  rows: readonly Waiting[],
  reasons: ReadonlyMap<string, Withdrawal>,
): Promise<void> {
  if (reasons.size === 0) return;
  const gone = rows.filter(({ id }) => reasons.has(id));
  for (const because of new Set(reasons.values())) {
    const ids = gone.filter(({ id }) => reasons.get(id) === because).map(({ id }) => id);
    await markWithdrawn(trx, companyId, ids, because, clock.now());
  }
  const noticeIds = gone.map(({ noticeId }) => noticeId);
  await freeLines(trx, companyId, noticeIds);
  await sql`update notice set undone_at = ${clock.now()}
    where company_id = ${companyId} and id = any(${noticeIds}::uuid[])`.execute(trx);
  await addTimelineEntries(
    trx,
    companyId,
    gone.map((one) => ({
      kind: 'notice_withdrawn' as const,
      at: clock.now(),
      actor: null,
      debtorId: one.debtorId,
      noticeId: one.noticeId,
      runId: one.runId,
      facts: { notice: String(one.number), because: reasons.get(one.id) ?? 'changed' },
    })),
  );
}
