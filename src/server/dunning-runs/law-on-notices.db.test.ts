import { expect, test } from 'vitest';
import { RunOptions } from '#contract/dunning-run-views.ts';
import type { Policy, Step } from '#core/dunning/policy.ts';
import { readyPolicyFor } from '#core/dunning/ready-policies.ts';
import { undoNotice } from '#server/notices/undo-notices.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addOwnPolicy } from '#server/policies/add-policy.ts';
import { setDefaultPolicy } from '#server/policies/retire-policy.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor, addDocument } from '#test/support/people.ts';
import { toolsFor } from '#test/support/tools.ts';
import { approveRun } from './approve-run.ts';
import { planRun } from './plan-run.ts';
import { sendRun } from './send-run.ts';
import { showProposal, showProposals } from './show-proposals.ts';

const tools = toolsFor(await freshDb(), { today: '2026-03-31' });

const BY_LAW = { interest: { kind: 'statutory' }, fee: { kind: 'statutory' } } as const;
const ready = readyPolicyFor('be_standard', { country: 'BE', currency: 'EUR' });
const [first, second] = ready.steps as [Step, Step];

/** A free first reminder, and what the law lets be asked with the second. */
const POLICY: Policy = { ...ready, lateClause: true, steps: [first, { ...second, ...BY_LAW }] };

async function companyWith(
  kinds: readonly ('business' | 'consumer' | 'public')[],
  country = 'BE',
  given: Parameters<typeof addCompany>[1] = {},
) {
  const lambert = await addCompany(tools, { country, ...given });
  const policy = await addOwnPolicy(lambert, { name: 'By law', body: POLICY });
  await setDefaultPolicy(lambert, { policy });
  for (const [index, kind] of kinds.entries()) {
    const debtor = await addDebtor(lambert, { number: `D${index}`, kind, preferredChannel: 'post' });
    const items = [{ dueOn: '2026-03-01', open: '500.00' }];
    await addDocument(lambert, debtor, { number: `F${index}`, items });
  }
  return lambert;
}

async function plan(lambert: CompanyTools, day: string) {
  const run = await planRun(lambert, {
    plannedFor: Temporal.PlainDate.from(day),
    options: RunOptions.parse({}),
  });
  const { rows } = await showProposals(lambert, {
    run,
    show: 'all',
    sort: 'position',
    direction: 'asc',
    page: 1,
    perPage: 50,
  });
  return { run, rows };
}

async function remind(lambert: CompanyTools, day: string) {
  const { run, rows } = await plan(lambert, day);
  await approveRun(lambert, { run, send: false });
  await sendRun(lambert, { runId: run });
  return rows;
}

const asked = ({ interest, fee, total }: Awaited<ReturnType<typeof plan>>['rows'][number]) =>
  [interest, fee, total].map(({ amount }) => amount);

test('each kind of debtor is asked what the law lets be asked of it, and a consumer nothing before the time', async () => {
  const lambert = await companyWith(['business', 'consumer', 'public']);
  const free = await remind(lambert, '2026-03-31');
  expect(free.map(asked)).toEqual(Array(3).fill(['0.00', '0.00', '500.00']));

  const { rows } = await plan(lambert, '2026-04-30');
  expect(rows.map(asked)).toEqual([
    // 60 days at 10.50 %, and EUR 40
    ['8.63', '40.00', '548.63'],
    // posted on Tuesday: the fourteen days begin on Friday 3 April; 14 days of interest from the 17th, 65 by clause
    ['2.01', '65.00', '567.01'],
    ['8.63', '40.00', '548.63'],
  ]);
});

test('the rows of the interest are shown, told with what is not certain, and frozen in the notice', async () => {
  const lambert = await companyWith(['business']);
  await remind(lambert, '2026-03-31');
  const { run, rows } = await plan(lambert, '2026-04-30');
  const proposal = await showProposal(lambert, { run, proposal: rows[0]?.id ?? '' });
  expect(proposal.lines[0]?.interestRows).toMatchObject([
    { from: '2026-03-02', to: '2026-04-30', days: 60, base: '500.00', rate: '10.50', amount: '8.63' },
  ]);
  expect(proposal.lawNotes.map(({ code }) => code)).toContain('rate_one_source');

  await approveRun(lambert, { run, send: false });
  await sendRun(lambert, { runId: run });
  const notices = await inCompany(lambert, (trx) =>
    trx.selectFrom('notice').select(['interestMinor', 'feeMinor', 'snapshot']).orderBy('number').execute(),
  );
  expect(notices.at(-1)).toMatchObject({ interestMinor: 863n, feeMinor: 4000n });
  expect(notices.at(-1)?.snapshot).toMatchObject({
    lines: [
      {
        interest: '863',
        interestRows: [{ from: '2026-03-02', rate: '10.50', rates: 'BE_COMMERCIAL 2026-01-01' }],
      },
    ],
  });
});

test('what was paid late bears interest until the day the ledger showed it, on the proposal and in the notice', async () => {
  const lambert = await companyWith(['business']);
  await remind(lambert, '2026-03-31');
  const at = Temporal.Instant.from('2026-04-10T09:00:00Z');
  await inCompany(lambert, async (trx) => {
    const changed = trx.updateTable('dueItem').set({ openMinor: 30_000n });
    const { id } = await changed.returning('id').executeTakeFirstOrThrow();
    const facts = {
      ...{ document: 'F0', dueOnBefore: '2026-03-01', dueOn: '2026-03-01' },
      ...{ openBefore: '500.00 EUR', open: '300.00 EUR' },
    };
    const entry = { kind: 'item_changed', facts, at, actor: null, dueItemId: id } as const;
    await addTimelineEntries(trx, lambert.companyId, [entry]);
  });
  const rows = await remind(lambert, '2026-04-30');
  // 500.00 for 40 days at 10.50 %: 5.75; 300.00 for 20 days: 1.73; and EUR 40
  expect(rows.map(asked)).toEqual([['7.48', '40.00', '347.48']]);
  expect((await noticesOf(lambert)).at(-1)?.snapshot).toMatchObject({
    lines: [
      {
        interest: '748',
        interestRows: [
          { base: '50000', days: 40 },
          { base: '30000', days: 20 },
        ],
      },
    ],
  });
});

test('a rate that is not known yet ends the interest and warns', async () => {
  const lambert = await companyWith(['business']);
  await remind(lambert, '2026-12-10');
  const { rows } = await plan(lambert, '2027-01-10');
  expect(rows.map(({ warnings }) => warnings.map(({ code }) => code))).toEqual([['rate_missing']]);
  // from 2 March to 31 December: 305 days
  expect(rows.map(asked)).toEqual([['43.87', '40.00', '583.87']]);
});

test('a policy that asks a consumer too early is refused, by the article', async () => {
  const lambert = await addCompany(tools);
  const body: Policy = { ...POLICY, madeFor: 'consumer', steps: [{ ...first, ...BY_LAW }, second] };
  await expect(addOwnPolicy(lambert, { name: 'Too early', body })).rejects.toMatchObject({
    code: 'policy_first_reminder_free',
    facts: { step: '1', article: 'CDE, art. XIX.2' },
  });
});

const noticesOf = (lambert: CompanyTools) =>
  inCompany(lambert, (trx) =>
    trx
      .selectFrom('notice')
      .select(['announcement', 'deadlineOn', 'feeMinor', 'snapshot'])
      .orderBy('number')
      .execute(),
  );

test('the first reminder to a consumer announces the indemnity, leaves the days of the post, and is not said again', async () => {
  const lambert = await companyWith(['consumer', 'business']);
  await remind(lambert, '2026-03-31');
  const [first, business] = await noticesOf(lambert);
  // Posted on Tuesday 31 March: the fourteen days begin on Friday 3 April, and end on the 16th.
  expect(first).toMatchObject({ announcement: 'be_first_reminder' });
  expect(first?.deadlineOn.toString()).toBe('2026-04-16');
  const said = JSON.stringify(first?.snapshot).replaceAll(/[\u00a0\u202f]/g, ' ');
  for (const one of ['CDE, art. XIX.2', '500,00 €', '65,00 €', 'BE0403019261']) expect(said).toContain(one);
  expect(business).toMatchObject({ announcement: null, snapshot: { mentions: [] } });
  await remind(lambert, '2026-04-30');
  expect((await noticesOf(lambert)).slice(2)).toMatchObject([
    { announcement: null, feeMinor: 6500n, snapshot: { mentions: [{ key: 'costs_by_law' }] } },
    { announcement: null, feeMinor: 4000n, snapshot: { mentions: [{ key: 'costs_by_law' }] } },
  ]);
});

test('the Dutch letter names the exact costs that the next one asks', async () => {
  const lambert = await companyWith(['consumer'], 'NL');
  await remind(lambert, '2026-03-31');
  const [letter] = await noticesOf(lambert);
  const said = JSON.stringify(letter?.snapshot).replaceAll(/[\u00a0\u202f]/g, ' ');
  expect(letter?.announcement).toBe('nl_fourteen_days');
  expect(said).toContain('75,00 €');
  const [asked] = await remind(lambert, '2026-04-30');
  expect(asked?.fee.amount).toBe('75.00');
});

test('a reminder that cannot say who the creditor is does not leave; the article is told', async () => {
  const lambert = await companyWith(['consumer', 'business'], 'BE', { vatNumber: null });
  await remind(lambert, '2026-03-31');
  expect(await noticesOf(lambert)).toHaveLength(1);
  const tasks = await inCompany(lambert, (trx) => trx.selectFrom('task').selectAll().execute());
  expect(JSON.stringify(tasks)).toContain('law_creditor_number_missing');
  expect(JSON.stringify(tasks)).toContain('CDE, art. XIX.2');
});

test('what was undone announced nothing: the next letter says it again', async () => {
  const lambert = await companyWith(['consumer']);
  await remind(lambert, '2026-03-31');
  const [{ id } = { id: '' }] = await inCompany(lambert, (trx) =>
    trx.selectFrom('notice').select('id').execute(),
  );
  await undoNotice(lambert, { notice: id });
  await remind(lambert, '2026-04-30');
  const announced = (await noticesOf(lambert)).map(({ announcement }) => announcement);
  expect(announced).toEqual(['be_first_reminder', 'be_first_reminder']);
});
