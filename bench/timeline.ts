import { inCompany } from '#server/platform/db.ts';
import { verifyChain } from '#server/timeline/chain.ts';
import { addTimelineEntries, type NewTimelineEntry } from '#server/timeline/queries.ts';
import { fillReceivables } from './fill-receivables.ts';
import { measure, printFigures } from './measure.ts';
import { onOwnDatabase } from './own-database.ts';

/** Adds entries to a timeline with its chain and without, and verifies what is chained. */
const ENTRIES = Number(process.argv[2] ?? 100_000);
const TODAY = '2026-03-31';

await onOwnDatabase(TODAY, async ({ db, pool, tools }) => {
  const companyId = await fillReceivables(db, { items: 100, today: TODAY });
  const company = { ...tools, companyId, actor: null };
  const { rows: debtors } = await pool.query<{ id: string }>('select id from debtor');
  const entriesOf = (count: number): NewTimelineEntry[] =>
    Array.from({ length: count }, (_, nth) => ({
      kind: 'notice_issued',
      at: tools.clock.now(),
      actor: 'a user',
      debtorId: debtors[nth % debtors.length]?.id ?? null,
      facts: { notice: String(nth), run: '7', step: 'level_1', total: '1234.50 EUR', channel: 'mail' },
    }));
  const add = (count: number) =>
    measure(() => inCompany(company, (trx) => addTimelineEntries(trx, companyId, entriesOf(count))));
  await add(1000);
  await pool.query('alter table timeline_entry disable trigger timeline_link_act');
  const without = await add(ENTRIES);
  await pool.query('alter table timeline_entry enable trigger timeline_link_act');
  const chained = await add(ENTRIES);
  const verified = await measure(() => inCompany(company, (trx) => verifyChain(trx, companyId)));
  printFigures('timeline', {
    entries: ENTRIES,
    without: without.seconds,
    chained: chained.seconds,
    peakMb: chained.peakMb,
    verified: { events: Number(verified.result.checked), seconds: verified.seconds },
  });
});
