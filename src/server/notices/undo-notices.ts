import { sql } from 'kysely';
import type { Channel } from '#core/receivables/kinds.ts';
import { refuse } from '#core/refusal.ts';
import { refuseSettledClaims } from '#server/claims/take-back-claims.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { correctNotices, prepareCorrections } from './correct-notices.ts';
import type { ReachedNotice } from './correction-queries.ts';
import { freeLines, lockAsked } from './mark-sent.ts';

/** Takes one notice back: its items stand where they stood, and what has not left is recalled. */
export async function undoNotice(tools: CompanyTools, { notice }: { notice: string }): Promise<void> {
  await inCompany(tools, (trx) => undoNotices(trx, tools, [notice]));
}

/** The same, and those it reached are told, by the same channels and once. @throws Refusal letter_glyph_missing */
export async function undoNoticeAndCorrect(
  tools: CompanyTools,
  { notice }: { notice: string },
): Promise<void> {
  const corrections = await prepareCorrections(tools);
  await inCompany(tools, async (trx) => {
    const { reached } = await undoNotices(trx, tools, [notice]);
    await correctNotices(trx, tools, corrections, reached);
  });
}

/** What undoing did, for the caller to go on with. */
export type Undone = {
  readonly count: number;
  /** Notices that had reached somebody, with the channels by which. */
  readonly reached: readonly ReachedNotice[];
};

/**
 * Takes notices back together, in the caller's transaction. Those a later notice stands on are refused, naming it;
 * what was handed over stays handed over, and history is added to, never erased. Undone ones are passed over.
 * @throws Refusal notice_unknown, notice_already_undone, notice_has_later, notice_leaving
 */
export async function undoNotices(
  trx: Trx,
  { companyId, clock, actor }: Pick<CompanyTools, 'companyId' | 'clock' | 'actor'>,
  ids: readonly string[],
): Promise<Undone> {
  const found = await lockNotices(trx, companyId, ids);
  const missing = ids.find((id) => !found.some((notice) => notice.id === id));
  if (missing) refuse('notice_unknown', { notice: missing });
  const standing = found.filter(({ undone }) => !undone);
  const [only] = found;
  if (standing.length === 0 && found.length === 1 && only)
    refuse('notice_already_undone', { notice: String(only.number) });
  if (standing.length === 0) return { count: 0, reached: [] };
  const leaving = standing.find(({ dispatches }) => dispatches.some(({ state }) => state === 'transmitting'));
  if (leaving) refuse('notice_leaving', { notice: String(leaving.number) });
  const standingIds = standing.map(({ id }) => id);
  await refuseLater(trx, companyId, standingIds);
  await refuseSettledClaims(trx, companyId, standingIds);
  const at = clock.now();
  const left = standing.filter(({ dispatches }) => dispatches.some(({ state }) => LEFT.has(state)));
  await giveBack(
    trx,
    companyId,
    left.map(({ id }) => id),
  );
  await freeLines(trx, companyId, standingIds, at);
  await recall(trx, companyId, { ids: standingIds, at, actor });
  await addTimelineEntries(
    trx,
    companyId,
    standing.flatMap(({ id, number, debtorId, runId, dispatches }) => {
      const about = { at, actor, debtorId, noticeId: id, runId };
      const notice = String(number);
      const recalled = channelsIn(dispatches, RECALLABLE);
      return [
        { ...about, kind: 'notice_undone' as const, facts: { notice } },
        ...recalled.map((channel) => ({
          ...about,
          kind: 'notice_recalled' as const,
          facts: { notice, channel },
        })),
      ];
    }),
  );
  const reached = left
    .map(({ id, dispatches }) => ({ id, channels: channelsIn(dispatches, REACHED) }))
    .filter(({ channels }) => channels.length > 0);
  return { count: standing.length, reached };
}

const LEFT: ReadonlySet<string> = new Set(['sent', 'delivered', 'bounced']);
const REACHED: ReadonlySet<string> = new Set(['sent', 'delivered']);
const RECALLABLE: ReadonlySet<string> = new Set(['held', 'queued', 'claimed', 'unknown']);

function channelsIn(dispatches: Standing['dispatches'], states: ReadonlySet<string>): Channel[] {
  return dispatches.filter(({ state }) => states.has(state)).map(({ channel }) => channel);
}

type Standing = {
  id: string;
  number: number;
  debtorId: string;
  runId: string;
  dispatches: { channel: Channel; state: string }[];
  undone: boolean;
};

/**
 * Whoever changes what became of a notice takes the same way: dispatch, notice, debtor, due items, each in one order.
 * Two that meet wait for each other, and never in a circle.
 */
async function lockNotices(trx: Trx, companyId: string, ids: readonly string[]): Promise<Standing[]> {
  await sql`select 1 from dispatch x join notice n on n.company_id = x.company_id and n.id = x.notice_id
    where x.company_id = ${companyId} and x.notice_id = any(${[...ids]}::uuid[])
    order by n.number, x.id for update of x`.execute(trx);
  const { rows } = await sql<Standing>`
    select n.id, n.number, n.debtor_id, n.run_id, n.undone_at is not null as undone,
      coalesce((select json_agg(json_build_object('channel', x.channel, 'state', x.state) order by x.id)
        from dispatch x where x.company_id = n.company_id and x.notice_id = n.id and x.purpose = 'notice'), '[]')
        as dispatches
    from notice n
    where n.company_id = ${companyId} and n.id = any(${[...ids]}::uuid[])
    order by n.number for no key update of n`.execute(trx);
  return rows;
}

async function refuseLater(trx: Trx, companyId: string, ids: readonly string[]): Promise<void> {
  const { rows } = await sql<{ notice: number; later: number }>`
    select n.number as notice, m.number as later
    from notice_line l
    join notice n on n.company_id = l.company_id and n.id = l.notice_id
    join notice_line k on k.company_id = l.company_id and k.due_item_id = l.due_item_id and k.level is not null
      and not k.undone
    join notice m on m.company_id = k.company_id and m.id = k.notice_id and m.number > n.number
      and m.undone_at is null and m.id <> all(${[...ids]}::uuid[])
    where l.company_id = ${companyId} and l.notice_id = any(${[...ids]}::uuid[]) and l.level is not null
    order by m.number desc limit 1`.execute(trx);
  const [first] = rows;
  if (first) refuse('notice_has_later', { notice: String(first.notice), later: String(first.later) });
}

/** The earliest of the notices taken back knows where each item stood before all of them. */
async function giveBack(trx: Trx, companyId: string, ids: readonly string[]): Promise<void> {
  await lockAsked(trx, companyId, ids);
  await sql`
    with earliest as (
      select distinct on (l.due_item_id) l.due_item_id, l.cycle, l.before
      from notice_line l join notice n on n.company_id = l.company_id and n.id = l.notice_id
      where l.company_id = ${companyId} and l.notice_id = any(${[...ids]}::uuid[]) and l.level is not null
        and not l.undone and n.step_kind in ('notice', 'courtesy')
      order by l.due_item_id, n.number)
    update due_item i set
      level = (e.before ->> 'level')::smallint, times = (e.before ->> 'times')::smallint,
      notified_on = (e.before ->> 'notifiedOn')::date, deadline_on = (e.before ->> 'deadlineOn')::date,
      courtesy_on = (e.before ->> 'courtesyOn')::date
    from earliest e where i.company_id = ${companyId} and i.id = e.due_item_id and i.cycle = e.cycle`.execute(
    trx,
  );
  await sql`
    with earliest as (
      select distinct on (n.debtor_id) n.debtor_id, n.issued_on, (l.before ->> 'contactedOn')::date as contacted_on
      from notice n join notice_line l on l.company_id = n.company_id and l.notice_id = n.id
      where n.company_id = ${companyId} and n.id = any(${[...ids]}::uuid[])
      order by n.debtor_id, n.number, l.position)
    update debtor d set contacted_on = greatest(e.contacted_on, (
      select max(n.issued_on) from notice n join dispatch x on x.company_id = n.company_id and x.notice_id = n.id
      where n.company_id = d.company_id and n.debtor_id = d.id and n.undone_at is null and x.purpose = 'notice'
        and x.state in ('sent', 'delivered') and n.id <> all(${[...ids]}::uuid[])))
    from earliest e
    where d.company_id = ${companyId} and d.id = e.debtor_id and d.contacted_on = e.issued_on`.execute(trx);
}

async function recall(
  trx: Trx,
  companyId: string,
  { ids, at, actor }: { ids: readonly string[]; at: Temporal.Instant; actor: string | null },
): Promise<void> {
  const notices = sql`${[...ids]}::uuid[]`;
  await sql`update notice set undone_at = ${at}, undone_by = ${actor}
    where company_id = ${companyId} and id = any(${notices})`.execute(trx);
  await sql`update dispatch set state = 'recalled', ended_at = ${at}, lease = null
    where company_id = ${companyId} and notice_id = any(${notices}) and purpose = 'notice'
      and state in ('held', 'queued', 'claimed', 'unknown')`.execute(trx);
  await sql`update task set done_at = ${at}, done_by = ${actor}, outcome = 'undone'
    where company_id = ${companyId} and notice_id = any(${notices}) and done_at is null`.execute(trx);
}
