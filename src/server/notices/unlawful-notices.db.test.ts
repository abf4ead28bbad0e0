import { expect, test } from 'vitest';
import { RunOptions } from '#contract/dunning-run-views.ts';
import { readyPolicyFor } from '#core/dunning/ready-policies.ts';
import { approveRun } from '#server/dunning-runs/approve-run.ts';
import { planRun } from '#server/dunning-runs/plan-run.ts';
import { sendRun } from '#server/dunning-runs/send-run.ts';
import { showProposals } from '#server/dunning-runs/show-proposals.ts';
import { inCompany } from '#server/platform/db.ts';
import { addOwnPolicy } from '#server/policies/add-policy.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor, addDocument } from '#test/support/people.ts';
import { toolsFor } from '#test/support/tools.ts';
import { showDispatches, showNotices } from './show-notices.ts';

const tools = toolsFor(await freshDb(), { today: '2026-03-31' });
const day = Temporal.PlainDate.from('2026-03-31');

/** A Belgian consumer's first reminder, which must name the creditor's enterprise number. */
async function remindedBy(enterpriseNumber: string | null) {
  const company = await addCompany(tools, { enterpriseNumber, vatNumber: null });
  const body = readyPolicyFor('be_consumer', { country: 'BE', currency: 'EUR' });
  const policyId = await addOwnPolicy(company, { name: 'Consumers', body });
  await inCompany(company, (trx) =>
    trx
      .updateTable('company')
      .set({ defaultPolicyId: policyId })
      .where('id', '=', company.companyId)
      .execute(),
  );
  const debtor = await addDebtor(company, { kind: 'consumer', preferredChannel: 'post' });
  await addDocument(company, debtor, { items: [{ dueOn: '2026-02-01', open: '120.00' }] });
  const run = await planRun(company, { plannedFor: day, options: RunOptions.parse({}) });
  await approveRun(company, { run, send: false });
  await sendRun(company, { runId: run });
  return { company, run };
}

test('a notice the law forbids as it is is not issued: the run names the article, and a person is told', async () => {
  const { company, run } = await remindedBy(null);
  expect(await showDispatches(company, run)).toMatchObject({ approved: 1, withdrawn: 1, sent: 0 });
  expect((await showNotices(company, { run, page: 1, perPage: 10 })).total).toBe(0);

  const page = { page: 1, perPage: 10, sort: 'position', direction: 'asc' } as const;
  const { rows } = await showProposals(company, { run, show: 'withdrawn', ...page });
  const law = { law: 'law_creditor_number_missing', article: expect.stringContaining('XIX') };
  expect(rows.flatMap(({ warnings }) => warnings)).toContainEqual({ code: 'withdrawn_unlawful', facts: law });
  const { tasks, items } = await inCompany(company, async (trx) => ({
    tasks: await trx.selectFrom('task').select(['kind', 'facts']).execute(),
    items: await trx.selectFrom('dueItem').select('level').execute(),
  }));
  expect(tasks).toEqual([{ kind: 'other', facts: { code: 'unlawful', channel: 'post', run: '1', ...law } }]);
  expect(items).toEqual([{ level: 0 }]);
});

test('with what the law wants in it, the same notice is issued', async () => {
  const { company, run } = await remindedBy('0403.019.261');
  expect(await showDispatches(company, run)).toMatchObject({ approved: 1, sent: 1, withdrawn: 0 });
});
