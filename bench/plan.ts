import { RunOptions } from '#contract/dunning-run-views.ts';
import { planRun } from '#server/dunning-runs/plan-run.ts';
import { findRun } from '#server/dunning-runs/queries.ts';
import { inCompany } from '#server/platform/db.ts';
import { addDefaultPolicy } from '#server/policies/add-policy.ts';
import { addEverything } from './fill-everything.ts';
import { fillReceivables } from './fill-receivables.ts';
import { measure, printFigures, round } from './measure.ts';
import { onOwnDatabase } from './own-database.ts';

/**
 * Plans a run over more and more due items, ten to a debtor, and tells how time and memory grow. `--everything`: with all
 * that a plan can meet; then the plain sizes are left out.
 */
const GIVEN = process.argv.slice(2);
const EVERYTHING = GIVEN.includes('--everything');
const SIZES = GIVEN.filter((word) => !word.startsWith('--')).map(Number);
const TODAY = '2026-03-31';

type Figures = { items: number; seconds: number; peakMb: number; notices: number; itemsPerSecond: number };

const figures: Figures[] = [];
for (const items of SIZES.length > 0 ? SIZES : [1000, 10_000, 100_000, 1_000_000]) {
  figures.push(await planOver(items));
}
printFigures(EVERYTHING ? 'plan --everything' : 'plan', { sizes: figures, growth: growthOf(figures) });

function planOver(items: number): Promise<Figures> {
  return onOwnDatabase(TODAY, async ({ db, tools }) => {
    const companyId = await fillReceivables(db, { items, today: TODAY });
    const company = { ...tools, companyId, actor: null };
    await inCompany(company, (trx) =>
      addDefaultPolicy(trx, { id: companyId, country: 'BE', currency: 'EUR', language: 'fr' }),
    );
    if (EVERYTHING) await addEverything(db, company, TODAY);
    const plan = { plannedFor: Temporal.PlainDate.from(TODAY), options: RunOptions.parse({}) };
    const { result, seconds, peakMb } = await measure(() => planRun(company, plan));
    const run = await inCompany(company, (trx) => findRun(trx, companyId, result));
    const notices = run?.summary?.notices ?? 0;
    return { items, seconds, peakMb, notices, itemsPerSecond: Math.round(items / seconds) };
  });
}

/** How much more time ten times the items take, from each size to the next: 10 is linear. */
function growthOf(sizes: readonly Figures[]) {
  return sizes.slice(1).map(({ items, seconds }, index) => {
    const before = sizes[index];
    return { to: items, times: before ? round(seconds / before.seconds, 1) : null };
  });
}
