import { expect, test } from 'vitest';
import { RunOptions } from '#contract/dunning-run-views.ts';
import { readyPolicyFor } from '#core/dunning/ready-policies.ts';
import { approveRun } from '#server/dunning-runs/approve-run.ts';
import { planRun } from '#server/dunning-runs/plan-run.ts';
import { sendRun } from '#server/dunning-runs/send-run.ts';
import { undoRun } from '#server/dunning-runs/undo-run.ts';
import { restrictPerson, unrestrictPerson } from '#server/personal-data/restrict-person.ts';
import { inCompany } from '#server/platform/db.ts';
import { addOwnPolicy } from '#server/policies/add-policy.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor, addDocument } from '#test/support/people.ts';
import { toolsFor } from '#test/support/tools.ts';
import { figuresFor } from './figures.ts';
import { itemTable } from './item-table.ts';
import type { NoticeContent } from './notice-content.ts';
import { printBatch } from './print-batch.ts';
import { showNotices } from './show-notices.ts';

const tools = toolsFor(await freshDb(), { today: '2026-03-31' });
const day = Temporal.PlainDate.from('2026-03-31');

/** A head office that pays for two shops, which owe an invoice each, reminded by payer. */
async function familyOf() {
  const company = await addCompany(tools);
  const standard = readyPolicyFor('be_standard', { country: 'BE', currency: 'EUR' });
  const policyId = await addOwnPolicy(company, { name: 'Payer', body: { ...standard, grouping: 'payer' } });
  await inCompany(company, (trx) =>
    trx
      .updateTable('company')
      .set({ defaultPolicyId: policyId })
      .where('id', '=', company.companyId)
      .execute(),
  );
  const post = { preferredChannel: 'post' as const };
  const head = await addDebtor(company, { number: 'H1', name: 'Siège', street: 'Rue Haute 1', ...post });
  const shops: { id: string; item: string }[] = [];
  for (const name of ['Namur', 'Liège']) {
    const shop = await addDebtor(company, { name, payerId: head.id, ...post });
    const { items } = await addDocument(company, shop, {
      number: `F-${name}`,
      items: [{ dueOn: '2026-03-01', open: '120.00' }],
    });
    shops.push({ id: shop.id, item: items[0]?.id ?? '' });
  }
  return { company, head: head.id, shops };
}

type Family = Awaited<ReturnType<typeof familyOf>>;

async function sent({ company }: Family) {
  const run = await planRun(company, { plannedFor: day, options: RunOptions.parse({}) });
  await approveRun(company, { run, send: false });
  await sendRun(company, { runId: run });
  return run;
}

function standing({ company }: Family) {
  return inCompany(company, async (trx) => {
    const items = await trx.selectFrom('dueItem').select(['level', 'notifiedOn']).orderBy('id').execute();
    const debtors = await trx.selectFrom('debtor').select(['name', 'contactedOn']).orderBy('id').execute();
    return {
      levels: items.map(({ level }) => level),
      contacted: debtors.flatMap(({ name, contactedOn }) => (contactedOn ? [name] : [])),
    };
  });
}

test('one letter goes to the payer, with a section for each that owes; the levels are recorded on their items', async () => {
  const family = await familyOf();
  const run = await sent(family);
  const { rows } = await showNotices(family.company, { run, page: 1, perPage: 10 });
  expect(rows).toMatchObject([{ debtor: { name: 'Siège' }, total: { amount: '240.00' }, state: 'sent' }]);
  expect(await standing(family)).toMatchObject({ levels: [1, 1], contacted: ['Siège'] });

  const { snapshot } = await inCompany(family.company, (trx) =>
    trx.selectFrom('notice').select('snapshot').executeTakeFirstOrThrow(),
  );
  const content = snapshot as NoticeContent;
  expect(content.recipient.slice(0, 2)).toEqual(['Siège', 'Rue Haute 1']);
  const sections = itemTable(content, figuresFor('fr', 'BE'));
  expect(
    sections.map(({ title, rows: lines }) => [title.split(' · ')[1]?.split(' (')[0], lines.length]).sort(),
  ).toEqual([
    ['Liège', 1],
    ['Namur', 1],
  ]);

  // It stands on the pages of each of them.
  for (const { id, item } of family.shops) {
    const page = { page: 1, perPage: 10 };
    expect((await showNotices(family.company, { debtor: id, ...page })).total).toBe(1);
    expect((await showNotices(family.company, { dueItem: item, ...page })).total).toBe(1);
  }
  const entries = await inCompany(family.company, (trx) =>
    trx.selectFrom('timelineEntry').select('debtorId').where('kind', '=', 'notice_issued').execute(),
  );
  expect(new Set(entries.map(({ debtorId }) => debtorId))).toEqual(
    new Set([family.head, ...family.shops.map(({ id }) => id)]),
  );
});

test('undone, every item stands as before, and the payer was not contacted', async () => {
  const family = await familyOf();
  await undoRun(family.company, await sent(family));
  expect(await standing(family)).toEqual({ levels: [0, 0], contacted: [] });
});

test('paid by one of them meanwhile, the letter that asks for it is not issued', async () => {
  const family = await familyOf();
  const run = await planRun(family.company, { plannedFor: day, options: RunOptions.parse({}) });
  await approveRun(family.company, { run, send: false });
  await inCompany(family.company, (trx) =>
    trx
      .updateTable('dueItem')
      .set({ openMinor: 0n, settledOn: day })
      .where('id', '=', family.shops[0]?.item ?? '')
      .execute(),
  );
  await sendRun(family.company, { runId: run });
  expect(await standing(family)).toMatchObject({ levels: [0, 0], contacted: [] });
});

test('what asks the payer for the money of a restricted person is not printed', async () => {
  const family = await familyOf();
  const run = await sent(family);
  expect((await printBatch(family.company, { run })).size).toBeGreaterThan(1000);
  const shop = family.shops[0]?.id ?? '';
  await restrictPerson(family.company, { debtor: shop, reason: 'asked for by letter' });
  await expect(printBatch(family.company, { run })).rejects.toMatchObject({ code: 'print_batch_empty' });
  await unrestrictPerson(family.company, { debtor: shop });
  await restrictPerson(family.company, { debtor: family.head, reason: 'asked for by letter' });
  await expect(printBatch(family.company, { run })).rejects.toMatchObject({ code: 'print_batch_empty' });
});
