import { expect } from 'vitest';
import { RunOptions } from '#contract/dunning-run-views.ts';
import { planRun } from '#server/dunning-runs/plan-run.ts';
import { sendRun } from '#server/dunning-runs/send-run.ts';
import { showProposals } from '#server/dunning-runs/show-proposals.ts';
import { undoRun } from '#server/dunning-runs/undo-run.ts';
import { dispatchOnce } from '#server/notices/dispatcher.ts';
import { inCompany } from '#server/platform/db.ts';
import { findCounters } from '#server/run-outcomes/queries.ts';
import { addApprovedRun } from '#test/support/approved-run.ts';
import type { TestTools } from '#test/support/tools.ts';

/** Approves, lets the letters be made, and takes the run back before its delay is over: nothing leaves, all is as it was. */
export async function undoInTheDelay(
  tools: TestTools,
  smtp: { readonly accepted: readonly unknown[] },
  many: number,
): Promise<void> {
  const approved = await addApprovedRun(tools, { debtors: many, releaseDelaySeconds: 60 });
  const { company, run } = approved;
  await sendRun(company, { runId: run });
  await dispatchOnce(company);
  await undoRun(company, run);
  await dispatchOnce(company);
  expect(smtp.accepted).toHaveLength(0);
  const counters = await inCompany(company, (trx) => findCounters(trx, company.companyId, run));
  expect(counters).toMatchObject({ approved: many, withdrawn: many, sent: 0, waiting: 0 });
  const items = await inCompany(company, (trx) =>
    trx.selectFrom('dueItem').select(['level', 'times', 'notifiedOn']).execute(),
  );
  expect(items.filter(({ level, times, notifiedOn }) => level > 0 || times > 0 || notifiedOn)).toEqual([]);
  const plannedFor = company.clock.today('Europe/Brussels');
  const again = await planRun(company, { plannedFor, options: RunOptions.parse({}) });
  const page = { show: 'all', page: 1, perPage: 10, sort: 'position', direction: 'asc' } as const;
  expect((await showProposals(company, { run: again, ...page })).total).toBe(many);
}
