import { sql } from 'kysely';
import { inCompany, type Trx } from '#server/platform/db.ts';
import { verifyChain } from '#server/timeline/chain.ts';
import { addTimelineEntries, type NewTimelineEntry } from '#server/timeline/queries.ts';
import { fillReceivables } from './fill-receivables.ts';
import { measure, printFigures } from './measure.ts';
import { onOwnDatabase } from './own-database.ts';

/**
 * Adds entries to a timeline with its chain and without, and verifies what is chained: `node bench/timeline.ts`, and for a
 * million events verified `node bench/timeline.ts 100000 1000000`.
 */
const ENTRIES = Number(process.argv[2] ?? 100_000);
const VERIFIED = Number(process.argv[3] ?? ENTRIES);
const TODAY = '2026-03-31';

await onOwnDatabase(TODAY, async ({ db, pool, tools }) => {
  const companyId = await fillReceivables(db, { items: 100, today: TODAY });
  const company = { ...tools, companyId, actor: null };
  const { rows: debtors } = await pool.query<{ id: string }>('select id from debtor');
  const debtorId = (nth: number) => debtors[nth % debtors.length]?.id ?? null;
  const base = { at: tools.clock.now(), actor: 'a user' };
  /** Two of three tell of a notice, one has a personal part. */
  const entryOf = (nth: number): NewTimelineEntry =>
    nth % 3 === 2
      ? {
          ...base,
          kind: 'note_added',
          debtorId: debtorId(nth),
          facts: { text: `what was said, ${nth}`, document: '' },
        }
      : {
          ...{ ...base, kind: 'notice_issued', debtorId: debtorId(nth) },
          facts: { notice: String(nth), run: '7', step: 'level_1', total: '1234.50 EUR', channel: 'mail' },
        };
  const add = (count: number) =>
    measure(() =>
      inCompany(company, (trx) =>
        addTimelineEntries(
          trx,
          companyId,
          Array.from({ length: count }, (_, nth) => entryOf(nth)),
        ),
      ),
    );
  await add(1000);
  await pool.query('alter table timeline_entry disable trigger timeline_link_act');
  const without = await add(ENTRIES);
  await pool.query('alter table timeline_entry enable trigger timeline_link_act');
  await removeUnchained(pool);
  const chained = await add(ENTRIES);
  await inCompany(company, (trx) => fillUp(trx, companyId, VERIFIED - ENTRIES));
  await pool.query('analyze');
  const verified = await measure(() => inCompany(company, (trx) => verifyChain(trx, companyId)));
  const { checked, faults } = verified.result;
  printFigures('timeline', {
    entries: ENTRIES,
    without: without.seconds,
    chained: chained.seconds,
    peakMb: chained.peakMb,
    verified: { events: Number(checked), faults, seconds: verified.seconds },
  });
});

/** What only has to be there to be verified: by SQL, chained by the database as everything is. */
async function fillUp(trx: Trx, companyId: string, count: number): Promise<void> {
  await sql`set local statement_timeout = 0`.execute(trx);
  await sql`
    insert into timeline_entry (company_id, at, actor, kind, facts, personal)
    select ${companyId}::uuid, now(), 'a user', case when n % 3 = 2 then 'note_added' else 'notice_issued' end,
      case when n % 3 = 2 then '{}' else jsonb_build_object('notice', n::text, 'run', '7', 'step', 'level_1',
        'total', '1234.50 EUR', 'channel', 'mail') end,
      case when n % 3 = 2 then jsonb_build_object('text', 'what was said, ' || n) end
    from generate_series(1, ${count}::int) n`.execute(trx);
}

/** Past the guards, as nobody but the owner of the database could: otherwise they would be found, each of them. */
async function removeUnchained(pool: { query(text: string): Promise<unknown> }): Promise<void> {
  await pool.query(`begin; set local session_replication_role = 'replica';
    delete from timeline_entry e where not exists (
      select from timeline_link l where l.company_id = e.company_id and l.entry_id = e.id); commit`);
}
