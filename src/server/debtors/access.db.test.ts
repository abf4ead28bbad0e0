import { expect, test } from 'vitest';
import { freshDb } from '#test/support/fresh-db.ts';
import { addDebtor, addDocument } from '#test/support/people.ts';
import { serverFor } from '#test/support/server.ts';
import { toolsFor } from '#test/support/tools.ts';

const fresh = await freshDb();
const { anybody, signedIn } = serverFor(fresh, toolsFor(fresh, { today: '2026-03-31' }));
const reader = await signedIn('reader');
const clerk = await signedIn('clerk');
const NOBODY = '01900000-0000-7000-8000-000000000000';

const debtor = await addDebtor(reader.company);
const invoice = await addDocument(reader.company, debtor, {
  items: [{ dueOn: '2026-03-01', open: '10.00' }],
});
const item = invoice.items[0]?.id ?? '';
const at = (path: string) => `/companies/${reader.company.key}${path}`;
const hold = { debtors: [debtor.id], items: [], reason: 'x', until: '2026-04-30' };

const READS = ['/debtors', `/debtors/${debtor.id}`, '/open-items', `/open-items/${item}`, '/timeline'].concat(
  ['/worklist', '/overview', '/search?text=cafe', '/debtor-groups'],
);
const WRITES: [string, string, object][] = [
  ['PUT', `/debtors/${debtor.id}`, { changes: { name: 'New' } }],
  ['POST', `/debtors/${debtor.id}/contacts`, { role: 'other', name: 'A' }],
  ['POST', `/debtors/${debtor.id}/notes`, { text: 'x' }],
  ['POST', '/holds', hold],
  ['DELETE', `/holds/${NOBODY}`, {}],
  ['POST', '/debtor-groups', { name: 'G' }],
  ['PUT', `/open-items/${item}/level`, { level: 1 }],
  ['POST', '/tasks', { dueOn: '2026-03-31', text: 'x' }],
  ['POST', `/tasks/${NOBODY}/completion`, {}],
  ['PUT', '/overview/ageing-bounds', { bounds: [10] }],
];

test.each(READS)(
  'a reader reads %s, nobody does without signing in, and others are told there is no such company',
  async (path) => {
    expect(await reader.ask('GET', at(path))).toMatchObject({ status: 200 });
    expect(await anybody.ask('GET', at(path))).toMatchObject({
      status: 401,
      body: { code: 'not_signed_in' },
    });
    expect(await clerk.ask('GET', at(path))).toMatchObject({
      status: 404,
      body: { code: 'company_unknown' },
    });
  },
);

test.each(WRITES)('a reader may not %s %s', async (method, path, body) => {
  const answer = await reader.ask(method, at(path), body);
  expect(answer).toMatchObject({
    status: 403,
    body: { code: 'role_insufficient', facts: { role: 'clerk' } },
  });
});

test('a clerk of another company finds a foreign debtor as unknown as one that does not exist', async () => {
  const own = (path: string) => `/companies/${clerk.company.key}${path}`;
  for (const id of [debtor.id, NOBODY]) {
    expect(await clerk.ask('GET', own(`/debtors/${id}`))).toMatchObject({
      status: 404,
      body: { code: 'debtor_unknown', facts: { debtor: id } },
    });
    const foreign = { ...hold, debtors: [id] };
    expect(await clerk.ask('POST', own('/holds'), foreign)).toMatchObject({ status: 404 });
    expect(await clerk.ask('GET', own(`/timeline?debtor=${id}`))).toMatchObject({ status: 404 });
  }
  expect(await clerk.ask('GET', own('/open-items'))).toMatchObject({ status: 200, body: { total: 0 } });
});

test('the next action is told by the rules of a run', async () => {
  const answer = await reader.ask('GET', at(`/debtors/${debtor.id}`));
  expect(answer.body).toMatchObject({ nextAction: { kind: null, because: 'no_policy' } });
});
