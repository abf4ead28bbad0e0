import { sql } from 'kysely';
import type { StepKind } from '#core/dunning/policy.ts';
import type { Withdrawal } from '#core/dunning/withdrawal.ts';
import { findCompany } from '#server/companies/queries.ts';
import type { Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { findTooOften } from '#server/sending-limits/find-too-often.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { markWithdrawn } from './dispatch-queries.ts';
import { freeLines, listStillUnderWay } from './mark-sent.ts';
import { type Asked, lockFactsNow, whyWithdraw } from './recheck.ts';

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
    where x.company_id = ${companyId} and x.state in ('held', 'queued', 'claimed') and x.purpose = 'notice'
      and n.undone_at is null
      and exists (select from notice_line l where l.company_id = n.company_id and l.notice_id = n.id
        and l.due_item_id = any(${[...dueItemIds]}::uuid[]))
    order by n.number for update of x skip locked`.execute(trx);
  const reasons = await recheckDispatches(trx, tools, rows);
  await withdrawDispatches(trx, tools, rows, reasons);
  return reasons.size;
}

/**
 * For each dispatch, by its id, the first reason why it must not leave; those that still stand are not in it. To settle a
 * doubt by asking again, the debtor's other doubts do not count: each would wait for the other.
 */
export async function recheckDispatches(
  trx: Trx,
  { companyId, clock }: Pick<CompanyTools, 'companyId' | 'clock'>,
  rows: readonly Pick<Waiting, 'id' | 'noticeId' | 'debtorId' | 'runId'>[],
  { doubtsCount = true } = {},
): Promise<ReadonlyMap<string, Withdrawal>> {
  const reasons = new Map<string, Withdrawal>();
  if (rows.length === 0) return reasons;
  const { timeZone } = await findCompany(trx, companyId);
  const ids = rows.map(({ noticeId }) => noticeId);
  const asked = await listAsked(trx, companyId, ids);
  const lines = [...asked.values()].flatMap((one) => one.lines);
  const now = await lockFactsNow(trx, companyId, {
    debtorIds: [...rows.map(({ debtorId }) => debtorId), ...lines.map(({ debtorId }) => debtorId)],
    dueItemIds: lines.map(({ dueItemId }) => dueItemId),
    today: clock.today(timeZone),
    doubtsCount,
    dispatchIds: rows.map(({ id }) => id),
  });
  const moved = await listMoved(
    trx,
    companyId,
    rows.map(({ id }) => id),
  );
  for (const { id, noticeId } of rows) {
    const own = asked.get(noticeId);
    const because = own && (whyWithdraw(own, now) ?? (moved.has(id) ? 'address_changed' : null));
    if (because) reasons.set(id, because);
  }
  const leaving = rows.filter(({ id }) => !reasons.has(id));
  for (const id of await findTooOften(trx, companyId, clock.now(), leaving)) reasons.set(id, 'too_often');
  return reasons;
}

/** Mails to an address that is none of the debtor's any more. What a person wrote on the notice stays as it is. */
async function listMoved(trx: Trx, companyId: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    select x.id from dispatch x
    join notice n on n.company_id = x.company_id and n.id = x.notice_id
    join debtor d on d.company_id = n.company_id and d.id = n.debtor_id
    cross join lateral jsonb_array_elements(
      case when x.addressees -> 'meantFor' <> '[]' then x.addressees -> 'meantFor'
        else (x.addressees -> 'to') || (x.addressees -> 'copies') end) a
    where x.company_id = ${companyId} and x.id = any(${[...ids]}::uuid[]) and x.channel in ('mail', 'portal')
      and not (x.addressees ? 'byHand')
      and lower(a ->> 'address') is distinct from lower(d.email)
      and not exists (select from debtor_contact c where c.company_id = d.company_id and c.debtor_id = d.id
        and lower(c.email) = lower(a ->> 'address'))`.execute(trx);
  return new Set(rows.map(({ id }) => id));
}

type FoundLine = {
  readonly noticeId: string;
  readonly noticeDebtorId: string;
  readonly stepKind: StepKind;
  readonly hasLeft: boolean;
} & Asked['lines'][number];

/** What issued notices ask, and whether they have left through one of their channels already. */
async function listAsked(
  trx: Trx,
  companyId: string,
  noticeIds: readonly string[],
): Promise<ReadonlyMap<string, Asked>> {
  const { rows } = await sql<FoundLine>`
    select l.notice_id, n.debtor_id as notice_debtor_id, n.step_kind, i.debtor_id, l.due_item_id, l.level, l.times,
      l.cycle, l.open_minor as open,
      exists (select from dispatch x where x.company_id = n.company_id and x.notice_id = n.id
        and x.purpose = 'notice' and x.state in ('sent', 'delivered', 'bounced')) as has_left
    from notice_line l
    join notice n on n.company_id = l.company_id and n.id = l.notice_id
    join due_item i on i.company_id = l.company_id and i.id = l.due_item_id
    where l.company_id = ${companyId} and l.notice_id = any(${[...noticeIds]}::uuid[])
    order by l.notice_id, l.position`.execute(trx);
  const asked = new Map<string, Asked & { lines: FoundLine[] }>();
  for (const row of rows) {
    const { noticeId, noticeDebtorId: debtorId, stepKind, hasLeft } = row;
    const known = asked.get(noticeId);
    if (known) known.lines.push(row);
    else asked.set(noticeId, { debtorId, stepKind, hasLeft, lines: [row] });
  }
  return asked;
}

/** Lets go of dispatches. A notice of which another channel has left, or still may, stands; one of which none does is undone. */
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
  const underWay = await listStillUnderWay(
    trx,
    companyId,
    gone.map(({ noticeId }) => noticeId),
    gone.map(({ id }) => id),
  );
  const noticeIds = gone.map(({ noticeId }) => noticeId).filter((id) => !underWay.has(id));
  await freeLines(trx, companyId, noticeIds, clock.now());
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
