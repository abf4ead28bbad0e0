import { expect, test } from 'vitest';
import { freshDb } from '#test/support/fresh-db.ts';
import { serverFor } from '#test/support/server.ts';
import { toolsFor } from '#test/support/tools.ts';

const fresh = await freshDb();
const server = serverFor(fresh, toolsFor(fresh));
const owner = await server.signedIn('owner');
const path = `/companies/${owner.company.key}`;

/** What the timeline tells since the last look, oldest first. */
let seen = 0;
async function told(): Promise<string[]> {
  const { rows } = await fresh.pool.query<{ kind: string; facts: object; actor: string }>(
    `select kind, facts || coalesce(personal, '{}') as facts, actor from timeline_entry
     where company_id = $1 order by id`,
    [owner.company.companyId],
  );
  const news = rows.slice(seen);
  seen = rows.length;
  expect(new Set(news.map(({ actor }) => actor))).toEqual(new Set(news.length > 0 ? [owner.userId] : []));
  return news.map(
    ({ kind, facts }) =>
      `${kind} ${Object.entries(facts)
        .toSorted()
        .map(([name, fact]) => `${name}=${fact}`)
        .join(' ')}`,
  );
}

test('a changed particular is told with before and after, once', async () => {
  await owner.ask('PUT', path, { city: 'Namur' });
  await told();
  await owner.ask('PUT', path, { city: 'Liège', ageingBounds: [15, 45] });
  expect(await told()).toEqual([
    'setting_changed after=Liège before=Namur setting=city',
    expect.stringMatching(/^setting_changed after=15 · 45 before=.+ setting=ageingBounds$/),
  ]);
  await owner.ask('PUT', path, { city: 'Liège' });
  expect(await told()).toEqual([]);
});

test('another mail server is told without its password', async () => {
  const mail = { fromName: null, fromAddress: 'a@lambert.example', replyTo: null, copyTo: null };
  await owner.ask('PUT', `${path}/mail`, { ...mail, smtpUrl: 'smtp://user:geheim@mail.example:587' });
  const entries = await told();
  expect(entries).toContain('setting_changed after=smtp://user@mail.example:587 before= setting=mailServer');
  expect(entries.join()).not.toContain('geheim');
});

test('so are groups and policies, by their names', async () => {
  const policy = await owner.ask('POST', `${path}/ready-policies/be_standard/copies`, { name: 'Mild' });
  expect(policy.status, JSON.stringify(policy.body)).toBe(200);
  const { id: policyId } = policy.body as { id: string };
  const group = await owner.ask('POST', `${path}/debtor-groups`, { name: 'Bars', policyId: null });
  const { id } = group.body as { id: string };
  await owner.ask('PUT', `${path}/debtor-groups/${id}`, { name: 'Pubs', policyId });
  await owner.ask('PUT', `${path}/debtor-groups/${id}`, { name: 'Pubs', policyId });
  await owner.ask('DELETE', `${path}/debtor-groups/${id}`);
  expect(await told()).toEqual([
    'policy_added policy=Mild',
    'group_added group=Bars',
    'group_changed before=Bars group=Pubs policy=Mild',
    'group_removed group=Pubs',
  ]);
});

test('terms, layout and matching are told part by part, each value as what it is', async () => {
  const terms = {
    hasClause: false,
    yearlyPercent: null,
    penalty: null,
    isSmall: false,
    takesOffVat: true,
    goods: null,
  };
  await owner.ask('PUT', `${path}/general-terms`, terms);
  await told();
  const penalty = { percent: '10', least: '40', most: null };
  const changed = await owner.ask('PUT', `${path}/general-terms`, { ...terms, hasClause: true, penalty });
  expect(changed.status, JSON.stringify(changed.body)).toBe(200);
  expect((await told()).toSorted()).toEqual([
    'setting_changed after=10.00 before= setting=termsPenaltyPercent',
    'setting_changed after=40.00 EUR before= setting=termsPenaltyLeast',
    'setting_changed after=yes before=no setting=termsClause',
  ]);
  const policy = await owner.ask('PUT', `${path}/settlement-policy`, {
    changes: { automatic: ['reference', 'name'], discounts: [{ percent: '2', days: 10 }] },
  });
  expect(policy.status, JSON.stringify(policy.body)).toBe(200);
  expect((await told()).toSorted()).toEqual([
    expect.stringMatching(/^setting_changed after=2\/10 before=\S* setting=matchingDiscounts$/),
    expect.stringMatching(/^setting_changed after=reference,name before=\S* setting=matchingBases$/),
  ]);
});

test('a new company begins its timeline with who set it up', async () => {
  const input = { name: 'Zweite', country: 'DE', language: 'de', key: 'zweite' };
  expect((await owner.ask('POST', '/companies', input)).status).toBe(200);
  const { rows } = await fresh.pool.query(
    `select kind, facts || coalesce(personal, '{}') as facts, actor from timeline_entry
     where company_id = (select id from company where key = 'zweite') order by id`,
  );
  expect(rows[0]).toEqual({
    kind: 'company_added',
    facts: { company: 'Zweite', country: 'DE' },
    actor: owner.userId,
  });
});
