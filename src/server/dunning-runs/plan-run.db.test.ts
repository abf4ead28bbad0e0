import { expect, test } from 'vitest';
import { RunOptions } from '#contract/dunning-run-views.ts';
import { inCompany } from '#server/platform/db.ts';
import { addDefaultPolicy } from '#server/policies/add-policy.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor, addDocument } from '#test/support/people.ts';
import { toolsFor } from '#test/support/tools.ts';
import { planRun } from './plan-run.ts';
import { findRun } from './queries.ts';
import { listReviewedProposals } from './reviewed-proposals.ts';

const fresh = await freshDb();
const tools = toolsFor(fresh, { today: '2026-03-31' });

async function planned(day = '2026-03-31', options: Partial<RunOptions> = {}) {
  return { plannedFor: Temporal.PlainDate.from(day), options: RunOptions.parse(options) };
}

async function company() {
  const made = await addCompany(tools);
  await inCompany(made, (trx) =>
    addDefaultPolicy(trx, { id: made.companyId, country: 'BE', currency: 'EUR', language: 'fr' }),
  );
  return made;
}

test('a run proposes one notice per debtor with its lines, and keeps what it left out with the day it opens', async () => {
  const lambert = await company();
  const debtor = await addDebtor(lambert, { number: 'D1' });
  await addDocument(lambert, debtor, { number: 'F1', items: [{ dueOn: '2026-03-01', open: '120.00' }] });
  await addDocument(lambert, debtor, { number: 'F2', items: [{ dueOn: '2026-03-25', open: '80.00' }] });
  await addDocument(lambert, debtor, { number: 'F3', items: [{ dueOn: '2026-04-20', open: '50.00' }] });

  const runId = await planRun(lambert, await planned());

  await inCompany(lambert, async (trx) => {
    const run = await findRun(trx, lambert.companyId, runId);
    expect(run).toMatchObject({ state: 'planned', number: 1, isEdited: false });
    expect(run?.summary).toMatchObject({
      notices: 1,
      items: 1,
      total: [{ amount: '120.00', currency: 'EUR' }],
    });
    const ids = await trx.selectFrom('proposal').select('id').where('runId', '=', runId).execute();
    const [proposal] = await listReviewedProposals(
      trx,
      lambert.companyId,
      runId,
      ids.map(({ id }) => id),
    );
    expect(proposal?.effective).toMatchObject({ level: 1, channel: 'mail', open: 12000n, dropped: false });
    expect(proposal?.effective.lines.map(({ documentNumber }) => documentNumber)).toEqual(['F1']);
    const leftOut = await trx
      .selectFrom('runLeftOut')
      .select(['because', 'untilOn', 'facts'])
      .where('runId', '=', runId)
      .orderBy('because')
      .execute();
    expect(leftOut.map(({ because, untilOn }) => [because, String(untilOn)])).toEqual([
      ['not_yet_due', '2026-04-30'],
      ['within_grace', '2026-04-04'],
    ]);
  });
});
