import { sql } from 'kysely';
import { findCompany } from '#server/companies/queries.ts';
import { addHolds } from '#server/debtors/queries.ts';
import { withdrawNotices } from '#server/notices/withdraw-notices.ts';
import type { Trx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';

/** Looked at again after so long: the reason to restrict may have ended. */
const REVIEW_MONTHS = 12;

type Restrictor = Pick<CompanyTools, 'companyId' | 'actor' | 'clock'>;

/** Restricts debtors that are locked: each with a hold, told in the timeline, and what has not left is withdrawn. */
export async function placeRestrictions(
  trx: Trx,
  tools: Restrictor,
  placed: { readonly debtorIds: readonly string[]; readonly because: string; readonly at: Temporal.Instant },
): Promise<void> {
  const { companyId, actor, clock } = tools;
  const { debtorIds, because, at } = placed;
  if (debtorIds.length === 0) return;
  await sql`
    update debtor set restricted_at = ${at}, restricted_because = ${because}
    where company_id = ${companyId} and id = any(${[...debtorIds]}::uuid[])`.execute(trx);
  const { timeZone } = await findCompany(trx, companyId);
  const reviewOn = clock.today(timeZone).add({ months: REVIEW_MONTHS });
  await addHolds(
    trx,
    debtorIds.map((debtorId) => ({
      ...{ companyId, id: newId(), debtorId, dueItemId: null, reason: because, untilOn: null, reviewOn },
      ...{ placedBy: actor, placedAt: at, releasedAt: null, releasedBy: null },
    })),
  );
  await addTimelineEntries(
    trx,
    companyId,
    debtorIds.map((debtorId) => ({
      ...{ kind: 'debtor_restricted' as const, facts: { reason: because }, at, actor, debtorId },
    })),
  );
  await withdrawNotices(trx, tools, await listAskedItems(trx, companyId, debtorIds));
}

/** What the persons owe, and what they are asked for in another's place. */
async function listAskedItems(trx: Trx, companyId: string, debtorIds: readonly string[]): Promise<string[]> {
  const ids = sql`${[...debtorIds]}::uuid[]`;
  const { rows } = await sql<{ id: string }>`
    select id from due_item where company_id = ${companyId} and debtor_id = any(${ids}) and open_minor <> 0
    union
    select l.due_item_id from notice n
    join notice_line l on l.company_id = n.company_id and l.notice_id = n.id
    where n.company_id = ${companyId} and n.debtor_id = any(${ids}) and n.undone_at is null`.execute(trx);
  return rows.map(({ id }) => id);
}

/** Frees debtors that are locked; the holds stay until somebody releases them. */
export async function liftRestrictions(
  trx: Trx,
  { companyId, actor }: Restrictor,
  { debtorIds, at }: { readonly debtorIds: readonly string[]; readonly at: Temporal.Instant },
): Promise<void> {
  if (debtorIds.length === 0) return;
  await sql`
    update debtor set restricted_at = null, restricted_because = null
    where company_id = ${companyId} and id = any(${[...debtorIds]}::uuid[])`.execute(trx);
  await addTimelineEntries(
    trx,
    companyId,
    debtorIds.map((debtorId) => ({
      ...{ kind: 'debtor_unrestricted' as const, facts: {}, at, actor, debtorId },
    })),
  );
}
