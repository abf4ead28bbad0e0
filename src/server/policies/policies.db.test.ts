import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { Policy } from '#core/dunning/policy.ts';
import { readyPolicyFor } from '#core/dunning/ready-policies.ts';
import { inCompany } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor, addDocument } from '#test/support/people.ts';
import { toolsFor } from '#test/support/tools.ts';
import { addDefaultPolicy, addOwnPolicy, checkDraft, copyPolicy, copyReadyPolicy } from './add-policy.ts';
import { changePolicy } from './change-policy.ts';
import { compareVersions } from './compare-versions.ts';
import { findPolicyFor } from './policies-in-force.ts';
import { archivePolicy, removePolicy, restorePolicy, setDefaultPolicy } from './retire-policy.ts';
import { showPolicies, showPolicy, showReadyPolicies } from './show-policy.ts';

const tools = toolsFor(await freshDb());
const body = readyPolicyFor('be_standard', { country: 'BE', currency: 'EUR' });
const unknown = '00000000-0000-7000-8000-000000000000';
const refused = (code: string) => expect.objectContaining({ code });

async function newCompany(country = 'BE') {
  const company = await addCompany(tools, { country, language: 'nl' });
  const terms = { id: company.companyId, country, currency: 'EUR', language: 'nl' } as const;
  const standard = await inCompany(company, (trx) => addDefaultPolicy(trx, terms, tools.clock.now()));
  return { company, standard };
}

/** As if a run had proposed a notice under the newest version. */
async function propose(company: CompanyTools, policyId: string, version: number) {
  const debtor = await addDebtor(company);
  const [runId, companyId] = [newId(), company.companyId];
  await inCompany(company, async (trx) => {
    await sql`insert into run (company_id, id, number, state, planned_for, options, planned_at)
      values (${companyId}, ${runId}, (select coalesce(max(number), 0) + 1 from run), 'sent', '2026-03-31', '{}', now())`.execute(
      trx,
    );
    await sql`insert into proposal (company_id, run_id, id, position, debtor_id, key, policy_id, policy_version, step_kind,
        level, currency, channel, language, open_minor, interest_minor, fee_minor, total_minor, deadline_on,
        oldest_due_on, mode, computed_channel, item_ids, item_levels, item_times, item_opens)
      values (${companyId}, ${runId}, ${newId()}, 1, ${debtor.id}, 'k', ${policyId}, ${version}, 'notice',
        1, 'EUR', 'mail', 'fr', 100, 0, 0, 100, '2026-04-14', '2026-03-01', 'confirm', 'mail', '{}', '{}', '{}', '{}')`.execute(
      trx,
    );
  });
}

test('a new company gets the policy of its country, named in its language, as its default', async () => {
  const { company, standard } = await newCompany('NL');
  expect(await showPolicies(company)).toMatchObject([
    { id: standard, name: 'Nederland – standaard', version: 1, isDefault: true, archived: false },
  ]);
});

test('a ready-made policy is copied under its own name, or under another', async () => {
  const { company } = await newCompany();
  const id = await copyReadyPolicy(company, { ready: 'be_business' });
  expect(await showPolicy(company, { policy: id })).toMatchObject({
    name: 'België – ondernemingen, met vergoeding',
    isDefault: false,
    uses: { groups: [], debtors: 0, documents: 0, notices: 0 },
  });
  await expect(copyReadyPolicy(company, { ready: 'be_business' })).rejects.toEqual(
    refused('policy_name_taken'),
  );
  await expect(copyReadyPolicy(company, { ready: 'mars' })).rejects.toEqual(refused('policy_ready_unknown'));
  await copyReadyPolicy(company, { ready: 'be_business', name: 'Horeca' });
  expect((await showReadyPolicies(company))[0]?.key).toBe('be_standard');
});

test('a policy of the company’s own is checked, and its name is its own whatever its case', async () => {
  const { company } = await newCompany();
  const id = await addOwnPolicy(company, { name: 'Horeca', body });
  expect((await showPolicy(company, { policy: id })).body).toEqual(body);
  await expect(addOwnPolicy(company, { name: 'HORECA', body })).rejects.toEqual(refused('policy_name_taken'));
  const faulty: Policy = { ...body, steps: [] };
  await expect(addOwnPolicy(company, { name: 'Leeg', body: faulty })).rejects.toEqual(
    refused('policy_without_notice'),
  );
});

test('a copy has a life of its own', async () => {
  const { company, standard } = await newCompany();
  const copy = await copyPolicy(company, { policy: standard, name: 'Streng' });
  const strict = { ...body, contactIntervalDays: 2 };
  await changePolicy(company, { policy: copy, version: 1, name: 'Streng', body: strict });
  expect((await showPolicy(company, { policy: standard })).body.contactIntervalDays).toBe(5);
  await expect(copyPolicy(company, { policy: unknown, name: 'X' })).rejects.toEqual(
    refused('policy_unknown'),
  );
});

test('an unused version is written over; a used one gets a successor and stays as it was', async () => {
  const { company, standard } = await newCompany();
  const change = (version: number, days: number) =>
    changePolicy(company, {
      policy: standard,
      version,
      name: 'Standaard',
      body: { ...body, contactIntervalDays: days },
    });
  await change(1, 6);
  await change(1, 7);
  expect(await showPolicy(company, { policy: standard })).toMatchObject({ version: 1, name: 'Standaard' });

  await propose(company, standard, 1);
  await change(1, 8);
  const now = await showPolicy(company, { policy: standard });
  expect(now).toMatchObject({ version: 2, shown: 2, body: { contactIntervalDays: 8 } });
  expect(now.versions.map(({ version }) => version)).toEqual([2, 1]);
  expect(await showPolicy(company, { policy: standard, version: 1 })).toMatchObject({
    shown: 1,
    body: { contactIntervalDays: 7 },
  });
  await expect(showPolicy(company, { policy: standard, version: 3 })).rejects.toEqual(
    refused('policy_version_unknown'),
  );

  await expect(change(1, 9)).rejects.toEqual(refused('policy_changed_meanwhile'));
  expect((await showPolicy(company, { policy: standard })).body.contactIntervalDays).toBe(8);
});

test('a change that is refused leaves nothing behind', async () => {
  const { company, standard } = await newCompany();
  await addOwnPolicy(company, { name: 'Ander', body });
  const faulty = { ...body, contactIntervalDays: -1 };
  const change = { policy: standard, version: 1, name: 'Standaard', body };
  await expect(changePolicy(company, { ...change, body: faulty })).rejects.toEqual(
    refused('policy_interval_out_of_range'),
  );
  await expect(changePolicy(company, { ...change, name: 'ander' })).rejects.toEqual(
    refused('policy_name_taken'),
  );
  await expect(changePolicy(company, { ...change, policy: unknown })).rejects.toEqual(
    refused('policy_unknown'),
  );
  expect(await showPolicy(company, { policy: standard })).toMatchObject({
    name: 'België – standaard',
    version: 1,
  });
});

test('two people who edit the same version: the second is told', async () => {
  const { company, standard } = await newCompany();
  await propose(company, standard, 1);
  const change = (days: number) =>
    changePolicy(company, {
      policy: standard,
      version: 1,
      name: 'Standaard',
      body: { ...body, contactIntervalDays: days },
    });
  const outcomes = await Promise.allSettled([change(6), change(7)]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect((await showPolicy(company, { policy: standard })).version).toBe(2);
});

test('the default may be changed, and can be neither archived nor deleted', async () => {
  const { company, standard } = await newCompany();
  const other = await addOwnPolicy(company, { name: 'Ander', body });
  await expect(archivePolicy(company, { policy: standard })).rejects.toEqual(refused('policy_is_default'));
  await expect(removePolicy(company, { policy: standard })).rejects.toEqual(refused('policy_is_default'));
  await setDefaultPolicy(company, { policy: other });
  await setDefaultPolicy(company, { policy: other });
  await archivePolicy(company, { policy: standard });
  await archivePolicy(company, { policy: standard });
  expect((await showPolicies(company)).map(({ id, archived }) => [id, archived])).toEqual([
    [other, false],
    [standard, true],
  ]);
  await expect(setDefaultPolicy(company, { policy: standard })).rejects.toEqual(refused('policy_archived'));
  const change = { policy: standard, version: 1, name: 'Standaard', body };
  await expect(changePolicy(company, change)).rejects.toEqual(refused('policy_archived'));
  await restorePolicy(company, { policy: standard });
  expect((await showPolicy(company, { policy: standard })).archived).toBe(false);
});

test('a policy that somebody follows, or that notices were made under, is not deleted', async () => {
  const { company } = await newCompany();
  const policy = await addOwnPolicy(company, { name: 'Horeca', body });
  const groupId = newId();
  const { companyId } = company;
  await inCompany(company, (trx) =>
    trx
      .insertInto('debtorGroup')
      .values({ companyId, id: groupId, name: 'Horeca', policyId: policy })
      .execute(),
  );
  await expect(archivePolicy(company, { policy })).rejects.toMatchObject({
    code: 'policy_in_use',
    facts: { groups: '1', debtors: '0', documents: '0', notices: '0' },
  });
  await inCompany(company, (trx) => trx.updateTable('debtorGroup').set({ policyId: null }).execute());
  await propose(company, policy, 1);
  await expect(removePolicy(company, { policy })).rejects.toEqual(refused('policy_in_use'));
  await archivePolicy(company, { policy });

  const spare = await addOwnPolicy(company, { name: 'Reserve', body });
  await removePolicy(company, { policy: spare });
  await expect(removePolicy(company, { policy: spare })).rejects.toEqual(refused('policy_unknown'));
});

test('the policy of a due item: its document’s, else the debtor’s, else the group’s, else the company’s', async () => {
  const { company, standard } = await newCompany();
  const { companyId } = company;
  const [ofGroup, ofDebtor, ofDocument] = await Promise.all(
    ['Groep', 'Debiteur', 'Document'].map((name) => addOwnPolicy(company, { name, body })),
  );
  const groupId = newId();
  await inCompany(company, (trx) =>
    trx
      .insertInto('debtorGroup')
      .values({ companyId, id: groupId, name: 'Horeca', policyId: ofGroup ?? null })
      .execute(),
  );
  const invoice = (debtor: { id: string }, policyId: string | null) =>
    addDocument(company, debtor, { policyId, items: [{ dueOn: '2026-03-01', open: '10.00' }] });
  const plain = await addDebtor(company);
  const grouped = await addDebtor(company, { groupId });
  const own = await addDebtor(company, { groupId, policyId: ofDebtor ?? null });
  const cases = [
    [await invoice(plain, null), standard],
    [await invoice(grouped, null), ofGroup],
    [await invoice(own, null), ofDebtor],
    [await invoice(own, ofDocument ?? null), ofDocument],
  ] as const;
  for (const [document, expected] of cases) {
    const item = document.items[0]?.id ?? expect.fail();
    const policy = await inCompany(company, (trx) => findPolicyFor(trx, companyId, item));
    expect(policy).toMatchObject({ id: expected, version: 1 });
  }
});

test('one company sees nothing of another', async () => {
  const { standard } = await newCompany();
  const { company: stranger } = await newCompany();
  await expect(showPolicy(stranger, { policy: standard })).rejects.toEqual(refused('policy_unknown'));
  await expect(removePolicy(stranger, { policy: standard })).rejects.toEqual(refused('policy_unknown'));
});

test('two versions are compared field by field, the newest with the one before it', async () => {
  const { company, standard } = await newCompany();
  await propose(company, standard, 1);
  const [first, ...others] = body.steps;
  if (!first) throw new Error('no step');
  const stricter = { ...body, minimumTotal: '25.00', steps: [{ ...first, deadlineDays: 10 }, ...others] };
  await changePolicy(company, { policy: standard, version: 1, name: 'Ours', body: stricter });
  expect(await compareVersions(company, { policy: standard, to: 2 })).toEqual({
    from: 1,
    to: 2,
    changes: [
      {
        step: null,
        field: 'minimumTotal',
        before: { kind: 'amount', amount: body.minimumTotal },
        after: { kind: 'amount', amount: '25.00' },
      },
      {
        step: { kind: 'notice', level: 1, nth: 1 },
        field: 'deadlineDays',
        before: { kind: 'count', count: first.deadlineDays },
        after: { kind: 'count', count: 10 },
      },
    ],
  });
  expect((await compareVersions(company, { policy: standard, to: 1 })).changes).toEqual([]);
  await expect(compareVersions(company, { policy: standard, to: 3 })).rejects.toEqual(
    refused('policy_version_unknown'),
  );
  await expect(compareVersions(company, { policy: unknown, to: 1 })).rejects.toEqual(
    refused('policy_unknown'),
  );
});

test('a draft is told everything wrong with it, and what would mend it, before it is stored', async () => {
  const { company } = await newCompany();
  const ready = readyPolicyFor('be_consumer_costs', { country: 'BE', currency: 'EUR' });
  expect(await checkDraft(company, { body: ready })).toEqual([]);
  const steps = ready.steps.map((step, index) => (index === 0 ? { ...step, deadlineDays: 7 } : step));
  const found = await checkDraft(company, { body: { ...ready, steps, contactIntervalDays: -1 } });
  expect(found).toMatchObject([
    { code: 'policy_interval_out_of_range', step: null, remedies: [] },
    {
      code: 'policy_wait_too_short',
      step: 0,
      facts: { article: 'CDE, art. XIX.2', given: '7', least: '14' },
      remedies: [{ kind: 'set_deadline', step: 0, days: 21 }],
    },
  ]);
  const short: Policy = { ...ready, steps };
  await expect(addOwnPolicy(company, { name: 'Kort', body: short })).rejects.toEqual(
    refused('policy_wait_too_short'),
  );
});
