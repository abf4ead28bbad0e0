import { expect, test } from 'vitest';
import { RunOptions } from '#contract/dunning-run-views.ts';
import { previewNotice } from '#server/notices/preview-notice.ts';
import { inCompany } from '#server/platform/db.ts';
import { addDefaultPolicy } from '#server/policies/add-policy.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor, addDocument } from '#test/support/people.ts';
import { toolsFor } from '#test/support/tools.ts';
import { approveRun } from './approve-run.ts';
import { describePlan } from './describe-plan.ts';
import { editProposal } from './edit-proposals.ts';
import { planRun } from './plan-run.ts';
import { findRun } from './queries.ts';
import { sendRun } from './send-run.ts';
import { showLeftOut, showProposals } from './show-proposals.ts';

const tools = toolsFor(await freshDb(), { today: '2026-03-31' });
const PAGE = { page: 1, perPage: 50 };

/** Debtors that came in another order than their numbers have. */
async function plannedRun(dueOn: string) {
  const lambert = await addCompany(tools);
  const terms = { id: lambert.companyId, country: 'BE', currency: 'EUR' as const, language: 'fr' as const };
  await inCompany(lambert, (trx) => addDefaultPolicy(trx, terms));
  for (const number of ['C7', '1042', '411', 'B12', '0099']) {
    const debtor = await addDebtor(lambert, { number, preferredChannel: 'post' });
    await addDocument(lambert, debtor, { number: `F-${number}`, items: [{ dueOn, open: '120.00' }] });
  }
  const plannedFor = Temporal.PlainDate.from('2026-03-31');
  return { lambert, run: await planRun(lambert, { plannedFor, options: RunOptions.parse({}) }) };
}

const IN_ORDER = ['0099', '411', '1042', 'B12', 'C7'];

test('a run is listed, described and numbered in the order of the debtors’ numbers', async () => {
  const { lambert, run } = await plannedRun('2026-03-01');
  const listed = await showProposals(lambert, {
    run,
    ...PAGE,
    sort: 'position',
    direction: 'asc',
    show: 'all',
  });
  expect(listed.rows.map(({ debtor }) => debtor.number)).toEqual(IN_ORDER);
  const described = await inCompany(lambert, async (trx) => {
    const found = await findRun(trx, lambert.companyId, run);
    return found ? describePlan(trx, lambert.companyId, found) : null;
  });
  expect(described?.notices.map(({ debtor }) => debtor)).toEqual(IN_ORDER);

  const [first, second, third] = listed.rows.map(({ id }) => id);
  const letterOf = async (proposal = '') => {
    const { mail } = await previewNotice(lambert, { run, proposal });
    return mail.attachments[0]?.name;
  };
  const letters = [await letterOf(first), await letterOf(second), await letterOf(third)];
  expect(letters).toEqual(['Rappel 1.pdf', 'Rappel 2.pdf', 'Rappel 3.pdf']);
  await editProposal(lambert, { run, proposal: second ?? '', change: { kind: 'drop' } });
  expect(await letterOf(third)).toBe('Rappel 2.pdf');

  await approveRun(lambert, { run, send: false });
  await sendRun(lambert, { runId: run });
  const issued = await inCompany(lambert, (trx) =>
    trx
      .selectFrom('notice')
      .innerJoin('debtor', 'debtor.id', 'notice.debtorId')
      .select('debtor.number')
      .orderBy('notice.number')
      .execute(),
  );
  expect(issued.map(({ number }) => number)).toEqual(IN_ORDER.filter((number) => number !== '411'));
});

test('what is left out is listed in the same order', async () => {
  const { lambert, run } = await plannedRun('2026-04-20');
  const { rows } = await showLeftOut(lambert, { run, ...PAGE });
  expect(rows.map(({ debtor }) => debtor.number)).toEqual(IN_ORDER);
});
