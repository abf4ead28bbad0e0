import { sql } from 'kysely';
import type { DispatchState } from '#core/dunning/notice-state.ts';
import type { Channel } from '#core/receivables/kinds.ts';
import { IN_NUMBER_ORDER } from '#server/debtors/number-order.ts';
import { isUnrestricted } from '#server/debtors/restricted.ts';
import type { Db, Trx } from '#server/platform/db.ts';

/** One portion at a time: whoever issues a run holds it; not its key, see lockRun. */
export function lockRunToIssue(trx: Trx, companyId: string, runId: string) {
  return trx
    .selectFrom('run')
    .select(['id', 'number', 'state', 'approvedBy'])
    .where('companyId', '=', companyId)
    .where('id', '=', runId)
    .where('state', 'in', ['approved', 'sending'])
    .forNoKeyUpdate()
    .executeTakeFirst();
}

/** The next proposals that wait, in the order of their debtors' numbers: notices are numbered as they were reviewed. */
export async function listProposedIds(
  trx: Trx,
  companyId: string,
  runId: string,
  max: number,
): Promise<string[]> {
  const rows = await trx
    .selectFrom('proposal as p')
    .innerJoin('debtor as d', (join) =>
      join.onRef('d.companyId', '=', 'p.companyId').onRef('d.id', '=', 'p.debtorId'),
    )
    .select('p.id')
    .where('p.companyId', '=', companyId)
    .where('p.runId', '=', runId)
    .where('p.state', '=', 'proposed')
    .orderBy(IN_NUMBER_ORDER)
    .orderBy('p.position')
    .limit(max)
    .execute();
  return rows.map(({ id }) => id);
}

/** The how manieth of those that wait it is, in the order in which they are issued. */
export async function findPlaceAmongProposed(
  trx: Trx,
  companyId: string,
  { runId, id }: { readonly runId: string; readonly id: string },
): Promise<number> {
  const { rows } = await sql<{ place: number }>`
    with waiting as (
      select p.id, ${IN_NUMBER_ORDER} as key, p.position
      from proposal p join debtor d on d.company_id = p.company_id and d.id = p.debtor_id
      where p.company_id = ${companyId} and p.run_id = ${runId} and (p.state = 'proposed' or p.id = ${id})
    )
    select count(*)::int as place from waiting, waiting mine
    where mine.id = ${id} and (waiting.key, waiting.position) <= (mine.key, mine.position)`.execute(trx);
  return rows[0]?.place ?? 1;
}

export async function findApprover(trx: Trx, companyId: string, runId: string): Promise<string | null> {
  const run = await trx
    .selectFrom('run')
    .select('approvedBy')
    .where('companyId', '=', companyId)
    .where('id', '=', runId)
    .executeTakeFirst();
  return run?.approvedBy ?? null;
}

export async function markDropped(trx: Trx, companyId: string, runId: string, ids: readonly string[]) {
  if (ids.length === 0) return;
  await trx
    .updateTable('proposal')
    .set({ state: 'dropped' })
    .where('companyId', '=', companyId)
    .where('runId', '=', runId)
    .where('id', 'in', [...ids])
    .execute();
}

/** Numbers run without gaps in a company: the row of the company is locked until the next ones are taken. */
export async function lockLastNoticeNumber(trx: Trx, companyId: string): Promise<number> {
  await sql`select 1 from company where id = ${companyId} for no key update`.execute(trx);
  return findLastNoticeNumber(trx, companyId);
}

export async function findLastNoticeNumber(trx: Trx, companyId: string): Promise<number> {
  const { last } = await trx
    .selectFrom('notice')
    .select(sql<number>`coalesce(max(number), 0)`.as('last'))
    .where('companyId', '=', companyId)
    .executeTakeFirstOrThrow();
  return last;
}

/** Who answers for a run in test mode: who approved it, or else an owner. Users are of no company: not in its transaction. */
export async function findIssuer(db: Db, companyId: string, userId: string | null) {
  const { rows } = await sql<{ name: string; email: string }>`
    select u.name, u.email from membership m join app_user u on u.id = m.user_id
    where m.company_id = ${companyId} and (m.user_id = ${userId} or m.role = 'owner')
    order by (m.user_id = ${userId}) desc nulls last, m.created_at limit 1`.execute(db);
  return rows[0] ?? null;
}

const notices = (trx: Trx, companyId: string) =>
  trx
    .selectFrom('notice')
    .innerJoin('debtor', (on) =>
      on.onRef('debtor.companyId', '=', 'notice.companyId').onRef('debtor.id', '=', 'notice.debtorId'),
    )
    .innerJoin('run', (on) =>
      on.onRef('run.companyId', '=', 'notice.companyId').onRef('run.id', '=', 'notice.runId'),
    )
    .where('notice.companyId', '=', companyId);

/** Each way it leaves, in the order of its channels, corrections last. */
export function waysOf(notice: string) {
  return sql<NoticeWay[]>`(
    select coalesce(json_agg(json_build_object('channel', x.channel, 'state', x.state, 'purpose', x.purpose)
      order by x.purpose desc, x.id), '[]')
    from dispatch x
    where x.company_id = ${sql.ref(`${notice}.companyId`)} and x.notice_id = ${sql.ref(`${notice}.id`)})`;
}
export type NoticeWay = {
  readonly channel: Channel;
  readonly state: DispatchState;
  readonly purpose: 'notice' | 'correction';
};

const ROW = [
  'notice.id',
  'notice.number',
  'notice.runId',
  'run.number as runNumber',
  'notice.debtorId',
  'debtor.number as debtorNumber',
  'debtor.name as debtorName',
  'notice.stepKind',
  'notice.level',
  'notice.channel',
  'notice.language',
  'notice.currency',
  'notice.openMinor',
  'notice.interestMinor',
  'notice.feeMinor',
  'notice.totalMinor',
  'notice.issuedOn',
  'notice.deadlineOn',
  'notice.undoneAt',
] as const;

export type NoticeFilter = {
  readonly run?: string | undefined;
  readonly debtor?: string | undefined;
  readonly dueItem?: string | undefined;
  readonly state?: NoticeState | undefined;
};
export type NoticeState = DispatchState;

/** Notices, the latest first. */
export async function listNotices(
  trx: Trx,
  companyId: string,
  { run, debtor, dueItem, state, page, perPage }: NoticeFilter & { page: number; perPage: number },
) {
  let found = notices(trx, companyId);
  if (run) found = found.where('notice.runId', '=', run);
  if (debtor)
    found = found.where(
      sql<boolean>`(notice.debtor_id = ${debtor} or exists (select from notice_line l
        join due_item i on i.company_id = l.company_id and i.id = l.due_item_id
        where l.company_id = notice.company_id and l.notice_id = notice.id and i.debtor_id = ${debtor}))`,
    );
  if (!run && !debtor && !dueItem) found = found.where(isUnrestricted(companyId, sql`notice.debtor_id`));
  if (state)
    found = found.where(
      sql<boolean>`exists (select from dispatch x where x.company_id = notice.company_id
        and x.notice_id = notice.id and x.purpose = 'notice' and x.state = ${state})`,
    );
  if (dueItem)
    found = found.where((eb) =>
      eb.exists(
        eb
          .selectFrom('noticeLine')
          .select(sql`1`.as('one'))
          .whereRef('noticeLine.companyId', '=', 'notice.companyId')
          .whereRef('noticeLine.noticeId', '=', 'notice.id')
          .where('noticeLine.dueItemId', '=', dueItem),
      ),
    );
  const { total } = await found.select(sql<number>`count(*)::int`.as('total')).executeTakeFirstOrThrow();
  const rows = await found
    .select([...ROW, waysOf('notice').as('ways')])
    .orderBy('notice.number', 'desc')
    .limit(perPage)
    .offset((page - 1) * perPage)
    .execute();
  return { rows, total };
}

export type FoundNotice = NonNullable<Awaited<ReturnType<typeof findNotice>>>;

export function findNotice(trx: Trx, companyId: string, id: string) {
  return notices(trx, companyId)
    .select([...ROW, waysOf('notice').as('ways'), 'notice.pdfFileId', 'notice.pdfSha256', 'notice.snapshot'])
    .where('notice.id', '=', id)
    .executeTakeFirst();
}

export function listNoticeLines(trx: Trx, companyId: string, noticeId: string) {
  return trx
    .selectFrom('noticeLine')
    .innerJoin('dueItem', (on) =>
      on
        .onRef('dueItem.companyId', '=', 'noticeLine.companyId')
        .onRef('dueItem.id', '=', 'noticeLine.dueItemId'),
    )
    .innerJoin('document', (on) =>
      on
        .onRef('document.companyId', '=', 'dueItem.companyId')
        .onRef('document.id', '=', 'dueItem.documentId'),
    )
    .select([
      'noticeLine.dueItemId',
      'noticeLine.level',
      'noticeLine.openMinor',
      'noticeLine.interestMinor',
      'noticeLine.feeMinor',
      'noticeLine.undone',
      'dueItem.dueOn',
      'document.number as documentNumber',
      'document.kind as documentKind',
    ])
    .where('noticeLine.companyId', '=', companyId)
    .where('noticeLine.noticeId', '=', noticeId)
    .orderBy('noticeLine.position')
    .execute();
}

export function listDispatches(trx: Trx, companyId: string, noticeId: string) {
  return trx
    .selectFrom('dispatch')
    .selectAll()
    .where('companyId', '=', companyId)
    .where('noticeId', '=', noticeId)
    .orderBy('purpose', 'desc')
    .orderBy('id')
    .execute();
}

/**
 * The letters of a run in postal order: by country, postal code, street; registered ones apart and first. Of a notice
 * that was taken back, the correction where there is one. None of what asks a restricted person for money, or another
 * one for theirs.
 */
export async function listLettersToPrint(trx: Trx, companyId: string, runId: string) {
  const { rows } = await sql<{ id: string; number: number; fileId: string }>`
    select x.id, n.number, x.bytes_file_id as file_id
    from dispatch x
    join notice n on n.company_id = x.company_id and n.id = x.notice_id
    join debtor d on d.company_id = n.company_id and d.id = n.debtor_id
    where x.company_id = ${companyId} and n.run_id = ${runId} and x.channel in ('post', 'registered_post')
      and x.bytes_file_id is not null and (x.purpose = 'correction' or (n.undone_at is null and d.restricted_at is null
        and not exists (
          select from notice_line l
          join due_item i on i.company_id = l.company_id and i.id = l.due_item_id
          join debtor owing on owing.company_id = i.company_id and owing.id = i.debtor_id
          where l.company_id = n.company_id and l.notice_id = n.id and owing.restricted_at is not null)))
    order by x.channel = 'registered_post' desc, d.country, d.postal_code, d.street, n.number`.execute(trx);
  return rows;
}
