import { beforeAll, expect, test } from 'vitest';
import { RunOptions } from '#contract/dunning-run-views.ts';
import { findCompanyDay } from '#server/analytics/company-day.ts';
import { findAnything } from '#server/analytics/find-anything.ts';
import { showClaims } from '#server/claims/show-claims.ts';
import { listDebtors } from '#server/debtors/list-debtors.ts';
import { placeHolds } from '#server/debtors/place-holds.ts';
import { showHolds } from '#server/debtors/show-holds.ts';
import { openDispute } from '#server/disputes/open-dispute.ts';
import { showDisputes } from '#server/disputes/show-disputes.ts';
import { approveRun } from '#server/dunning-runs/approve-run.ts';
import { cancelRun } from '#server/dunning-runs/cancel-run.ts';
import { describePlan } from '#server/dunning-runs/describe-plan.ts';
import { planRun } from '#server/dunning-runs/plan-run.ts';
import { sendRun } from '#server/dunning-runs/send-run.ts';
import { showLeftOut } from '#server/dunning-runs/show-proposals.ts';
import { showNotices } from '#server/notices/show-notices.ts';
import { readAllItems } from '#server/open-items/read-all-items.ts';
import { showOverview } from '#server/overview/show-overview.ts';
import { inCompany } from '#server/platform/db.ts';
import { showPromises } from '#server/promises/show-promises.ts';
import { showWorklist } from '#server/tasks/show-worklist.ts';
import { showTimeline } from '#server/timeline/show-timeline.ts';
import { addCanaryPerson, prepareCompany, remindEverybody } from '#test/support/canary-person.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { serverFor } from '#test/support/server.ts';
import { toolsFor } from '#test/support/tools.ts';
import { restrictPerson, unrestrictPerson } from './restrict-person.ts';
import { showPersonalState } from './show-state.ts';

const fresh = await freshDb();
const tools = toolsFor(fresh, { today: '2026-03-31' });
const server = serverFor(fresh, tools);
const owner = await server.signedIn('owner');
const { company } = owner;
const clerk = await server.signedIn('clerk', company);
let person: Awaited<ReturnType<typeof addCanaryPerson>>;
let run: string;
const page = { page: 1, perPage: 50 };

beforeAll(async () => {
  await prepareCompany(company);
  person = await addCanaryPerson(company, 1);
  await remindEverybody(company, '2026-03-31');
  await openDispute(company, {
    ...{
      item: person.item,
      amount: null,
      reason: 'quality',
      note: 'n',
      answerBy: '2026-03-31',
      assignedTo: null,
    },
  });
  await placeHolds(company, { debtors: [person.id], items: [], reason: 'we talk', until: '2026-04-30' });
  run = await planRun(company, {
    plannedFor: Temporal.PlainDate.from('2026-03-31'),
    options: RunOptions.parse({}),
  });
}, 60_000);

/** Every list and search of a company in which a person's name may stand, each as JSON. */
const LISTS: Readonly<Record<string, () => Promise<unknown>>> = {
  debtors: () => listDebtors(company, { view: 'all', sort: 'name', direction: 'asc', ...page }),
  'debtors that are searched': () =>
    listDebtors(company, { view: 'all', search: 'kanari', sort: 'name', direction: 'asc', ...page }),
  'open items, as they are exported': async () => {
    const rows: unknown[] = [];
    for await (const portion of readAllItems(company, 'all')) rows.push(...portion);
    return rows;
  },
  search: () =>
    inCompany(company, async (trx) => {
      const day = await findCompanyDay(trx, company);
      return [...(await findAnything(trx, day, 'kanari')), ...(await findAnything(trx, day, 'KF1'))];
    }),
  'search by number of a notice': () =>
    inCompany(company, async (trx) => findAnything(trx, await findCompanyDay(trx, company), '1')),
  worklist: () => showWorklist(company, { ...page }),
  overview: () => showOverview(company),
  holds: () => showHolds(company, { view: 'all', ...page }),
  promises: () => showPromises(company, { ...page }),
  disputes: () => showDisputes(company, { view: 'all', ...page }),
  claims: () => showClaims(company, { view: 'all', ...page }),
  notices: () => showNotices(company, { ...page }),
  'what a run left out': () => showLeftOut(company, { run, ...page }),
  timeline: () => showTimeline(company, { limit: 200 }),
  'timeline of one kind': () => showTimeline(company, { kind: 'hold_placed', limit: 200 }),
};

async function listsThatName(): Promise<string[]> {
  const named: string[] = [];
  for (const [list, read] of Object.entries(LISTS)) {
    const text = JSON.stringify(await read(), (_, value) =>
      typeof value === 'bigint' ? String(value) : value,
    );
    if (text.includes(person.canaries.name)) named.push(list);
  }
  return named;
}

test('restricted, a person is in no list, search or export; the restriction lifted, in all of them again', async () => {
  const before = await listsThatName();
  expect(before.length).toBeGreaterThan(11);
  await restrictPerson(company, { debtor: person.id, reason: 'asked for by letter' });
  expect(await listsThatName()).toEqual([]);
  await unrestrictPerson(company, { debtor: person.id });
  expect(await listsThatName()).toEqual(before);
});

test('an owner finds who is restricted by a filter, a clerk does not; the page itself and the dossier stay', async () => {
  await restrictPerson(company, { debtor: person.id, reason: 'asked for by letter' });
  const path = `/companies/${company.key}/debtors`;
  const seen = await owner.ask('GET', `${path}?view=restricted`);
  expect(seen.body).toMatchObject({ total: 1, rows: [{ id: person.id, restricted: true }] });
  expect(await clerk.ask('GET', `${path}?view=restricted`)).toMatchObject({ status: 403 });
  expect(await clerk.ask('DELETE', `${path}/${person.id}/restriction`)).toMatchObject({ status: 403 });
  expect(await clerk.ask('GET', `${path}/${person.id}`)).toMatchObject({
    status: 200,
    body: { restricted: true },
  });
  expect(await clerk.ask('GET', `${path}/${person.id}/personal-data`)).toMatchObject({ status: 200 });
});

test('a later run tells of the person without the reason, and only to who asks for that debtor; so does the timeline', async () => {
  const third = await addCanaryPerson(company, 3);
  await restrictPerson(company, { debtor: third.id, reason: 'asked for by letter' });
  await cancelRun(company, { run });
  const plannedFor = Temporal.PlainDate.from('2026-03-31');
  const later = await planRun(company, { plannedFor, options: RunOptions.parse({}) });
  expect(await showLeftOut(company, { run: later, ...page })).toEqual({ rows: [], total: 0 });
  const described = await inCompany(company, (trx) =>
    describePlan(trx, company.companyId, { id: later, plannedFor }),
  );
  expect(described.leftOut).toEqual([]);
  const own = await showLeftOut(company, { run: later, debtor: third.id, ...page });
  expect(own.rows).toMatchObject([{ because: 'on_hold', facts: { reason: '', of: 'restricted' } }]);
  expect(JSON.stringify(await showTimeline(company, { debtor: third.id, limit: 200 }))).toContain(
    'asked for by letter',
  );
  expect((await showTimeline(company, { item: person.item, limit: 200 })).entries).not.toEqual([]);
  expect(await showPersonalState(company, { debtor: third.id })).toMatchObject({
    restricted: { reason: 'asked for by letter' },
  });
  await cancelRun(company, { run: later });
});

test('no reminder reaches a restricted person, even when every hold is released; what was approved before is withdrawn', async () => {
  const other = await addCanaryPerson(company, 2);
  const run = await planRun(company, {
    plannedFor: Temporal.PlainDate.from('2026-03-31'),
    options: RunOptions.parse({}),
  });
  await approveRun(company, { run, send: false });
  await restrictPerson(company, { debtor: other.id, reason: 'asked for by letter' });
  await fresh.pool.query('update hold set released_at = now() where company_id = $1', [company.companyId]);
  await sendRun(company, { runId: run });
  const { rows } = await fresh.pool.query(
    'select count(*)::int as n from notice where debtor_id = $1 and undone_at is null',
    [other.id],
  );
  expect(rows).toEqual([{ n: 0 }]);
  const again = await planRun(company, {
    plannedFor: Temporal.PlainDate.from('2026-03-31'),
    options: RunOptions.parse({}),
  });
  await expect(approveRun(company, { run: again, send: false })).rejects.toMatchObject({ code: 'run_empty' });
});
