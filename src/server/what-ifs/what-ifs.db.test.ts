import { beforeEach, expect, test } from 'vitest';
import { RunOptions } from '#contract/dunning-run-views.ts';
import { type ReadyPolicyKey, readyPolicyFor } from '#core/dunning/ready-policies.ts';
import { approveRun } from '#server/dunning-runs/approve-run.ts';
import { planRun } from '#server/dunning-runs/plan-run.ts';
import { sendRun } from '#server/dunning-runs/send-run.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addDefaultPolicy, addOwnPolicy } from '#server/policies/add-policy.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor, addDocument } from '#test/support/people.ts';
import { runJobs, toolsFor } from '#test/support/tools.ts';
import { showWhatIf, showWhatIfs } from './show-what-if.ts';
import { cancelWhatIf, startWhatIf } from './start-what-if.ts';
import { whatIfWorkers } from './workers.ts';

const tools = toolsFor(await freshDb());
const ready = (key: ReadyPolicyKey) => readyPolicyFor(key, { country: 'BE', currency: 'EUR' });
beforeEach(() => tools.clock.set('2026-03-31'));

async function setUp() {
  const company = await addCompany(tools);
  const terms = { id: company.companyId, country: 'BE', currency: 'EUR' as const, language: 'fr' as const };
  const policy = await inCompany(company, (trx) => addDefaultPolicy(trx, terms));
  const debtor = await addDebtor(company, { number: 'D1', preferredChannel: 'post' });
  return { company, policy, debtor };
}

async function runOn(company: CompanyTools, day: string) {
  tools.clock.set(day);
  const run = await planRun(company, {
    plannedFor: Temporal.PlainDate.from(day),
    options: RunOptions.parse({}),
  });
  await approveRun(company, { run, send: false });
  await sendRun(company, { runId: run });
}

async function tried(company: CompanyTools, input: Parameters<typeof startWhatIf>[1]) {
  const whatIf = await startWhatIf(company, input);
  await runJobs(tools, whatIfWorkers);
  return showWhatIf(company, { whatIf });
}

test('a policy is replayed over the past beside what really went, and nothing is sent', async () => {
  const { company, policy, debtor } = await setUp();
  await addDocument(company, debtor, {
    number: 'F1',
    issuedOn: '2025-11-01',
    items: [{ dueOn: '2025-12-01', open: '120.00' }],
  });
  await runOn(company, '2026-02-02');
  tools.clock.set('2026-03-31');
  const body = ready('be_standard');
  const [first, ...others] = body.steps;
  if (!first) throw new Error('no step');
  const patient = { ...body, steps: [{ ...first, when: { ...first.when, days: 40 } }, ...others] };
  const shown = await tried(company, { policy, body: patient, months: 6 });
  expect(shown).toMatchObject({
    state: 'done',
    scope: 'followers',
    from: '2025-09-30',
    until: '2026-03-30',
    policy: { id: policy, version: 1 },
    progress: null,
    body: { steps: [{ when: { days: 40 } }, {}, {}] },
  });
  expect(shown.result).toMatchObject({
    knownFrom: '2025-11-01',
    debtors: 1,
    items: 1,
    // Due on 1 December: level 1 on Monday 12 January, after 40 days; as it stands, on Thursday 11 December.
    tried: {
      letters: 3,
      byWeek: [
        { week: '2026-01-12', level: 1, letters: 1, items: 1 },
        { week: '2026-02-02', level: 2, letters: 1, items: 1 },
        { week: '2026-02-23', level: 3, letters: 1, items: 1 },
      ],
      contacts: [{ times: 3, debtors: 1 }],
    },
    inForce: { letters: 3, byWeek: [{ week: '2025-12-08', level: 1 }, {}, {}] },
    sent: { letters: 1, byLevel: [{ stepKind: 'notice', level: 1, letters: 1, items: 1 }] },
    mostContacted: [{ debtor: { number: 'D1' }, tried: 3, sent: 1 }],
  });
  const counts = await inCompany(company, async (trx) => ({
    notices: (await trx.selectFrom('notice').select('id').execute()).length,
    levels: (await trx.selectFrom('dueItem').select('level').execute()).map(({ level }) => level),
  }));
  expect(counts).toEqual({ notices: 1, levels: [1] });
});

test('what was paid, what came later and what was on hold is replayed as it was', async () => {
  const { company, policy, debtor } = await setUp();
  // Of the first import; paid in full before its second letter.
  const old = await addDocument(company, debtor, {
    number: 'F1',
    issuedOn: '2025-11-01',
    items: [{ dueOn: '2025-12-01', open: '0.00', amount: '120.00' }],
  });
  // Came on 20 January, long overdue: its first letter counts from then.
  await addDocument(company, debtor, {
    number: 'F2',
    issuedOn: '2025-11-10',
    importedOn: Temporal.PlainDate.from('2026-01-20'),
    items: [{ dueOn: '2025-12-10', open: '80.00' }],
  });
  const settled = { document: 'F1', openBefore: '120.00 EUR' };
  const at = Temporal.Instant.from('2025-12-20T09:00:00Z');
  const of = { actor: null, debtorId: debtor.id, dueItemId: old.items[0]?.id ?? '' };
  await inCompany(company, (trx) =>
    addTimelineEntries(trx, company.companyId, [{ kind: 'item_settled', at, facts: settled, ...of }]),
  );
  await inCompany(company, (trx) =>
    trx
      .updateTable('dueItem')
      .set({ settledOn: Temporal.PlainDate.from('2025-12-20') })
      .where('id', '=', old.items[0]?.id ?? '')
      .execute(),
  );
  const { result } = await tried(company, { policy, months: 6 });
  expect(result?.tried.byWeek).toEqual([
    { week: '2025-12-08', stepKind: 'notice', level: 1, letters: 1, items: 1 },
    { week: '2026-01-26', stepKind: 'notice', level: 1, letters: 1, items: 1 },
    { week: '2026-02-16', stepKind: 'notice', level: 2, letters: 1, items: 1 },
    { week: '2026-03-09', stepKind: 'notice', level: 3, letters: 1, items: 1 },
  ]);
  expect(result?.inForce).toEqual(result?.tried);
});

test('a policy against the law may be tried: the answer names the clash and counts its letters', async () => {
  const { company, policy, debtor } = await setUp();
  const consumer = await addDebtor(company, { number: 'C1', kind: 'consumer' });
  const invoice = { issuedOn: '2025-11-01', items: [{ dueOn: '2025-12-01', open: '120.00' }] };
  await addDocument(company, consumer, invoice);
  await addDocument(company, debtor, invoice);
  const body = ready('be_standard');
  const steps = body.steps.map((step) => ({ ...step, fee: { kind: 'fixed' as const, amount: '10.00' } }));
  const { result } = await tried(company, { policy, body: { ...body, steps }, months: 6 });
  // Of the consumer nothing is asked, whatever the policy says; of the business, by each of three letters.
  expect(result?.tried.costs).toEqual([{ currency: 'EUR', interest: '0.00', fee: '30.00' }]);
  expect(result?.clashes).toContainEqual(
    expect.objectContaining({
      code: 'policy_first_reminder_free',
      kind: 'consumer',
      step: 0,
      letters: 1,
      costs: [],
    }),
  );
  expect(result?.clashes.filter(({ kind }) => kind === 'business')).toEqual([]);
});

test('a policy that nobody follows is tried on the whole company, another only on its followers', async () => {
  const { company, policy, debtor } = await setUp();
  await addDocument(company, debtor, {
    issuedOn: '2025-11-01',
    items: [{ dueOn: '2025-12-01', open: '120.00' }],
  });
  const other = await addOwnPolicy(company, { name: 'Another', body: ready('be_standard') });
  const whole = await tried(company, { policy: other, months: 6 });
  expect(whole).toMatchObject({
    scope: 'company',
    result: { tried: { letters: 3 }, inForce: { letters: 3 } },
  });
  const none = await tried(company, { policy: other, scope: 'followers', months: 6 });
  expect(none.result).toMatchObject({ tried: { letters: 0 }, inForce: { letters: 0 } });
  expect((await showWhatIfs(company, { policy: other })).map(({ scope }) => scope)).toEqual([
    'followers',
    'company',
  ]);
  expect(await showWhatIfs(company, { policy })).toEqual([]);
});

test('refused for what no policy may be; cancelled before it is computed, it keeps nothing', async () => {
  const { company, policy } = await setUp();
  const body = { ...ready('be_standard'), steps: [] };
  await expect(startWhatIf(company, { policy, body, months: 12 })).rejects.toMatchObject({
    code: 'policy_without_notice',
  });
  expect(await showWhatIfs(company, { policy })).toEqual([]);
  const whatIf = await startWhatIf(company, { policy, months: 12 });
  await cancelWhatIf(company, { whatIf });
  await cancelWhatIf(company, { whatIf });
  await runJobs(tools, whatIfWorkers);
  expect(await showWhatIf(company, { whatIf })).toMatchObject({ state: 'cancelled', result: null });
  const other = await addCompany(tools);
  await expect(showWhatIf(other, { whatIf })).rejects.toMatchObject({ code: 'what_if_unknown' });
  await expect(startWhatIf(other, { policy, months: 12 })).rejects.toMatchObject({ code: 'policy_unknown' });
});

test('the last ten of a policy are kept', async () => {
  const { company, policy } = await setUp();
  const ids: string[] = [];
  for (let nth = 0; nth < 12; nth += 1) ids.push(await startWhatIf(company, { policy, months: 1 }));
  expect((await showWhatIfs(company, { policy })).map(({ id }) => id)).toEqual(ids.slice(2).reverse());
});
