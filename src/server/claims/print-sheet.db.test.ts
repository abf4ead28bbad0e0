import { expect, test } from 'vitest';
import type { Policy } from '#core/dunning/policy.ts';
import { readyPolicyFor } from '#core/dunning/ready-policies.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addOwnPolicy } from '#server/policies/add-policy.ts';
import { setDefaultPolicy } from '#server/policies/retire-policy.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor, addDocument } from '#test/support/people.ts';
import { toolsFor } from '#test/support/tools.ts';
import { printSheet } from './print-sheet.ts';
import { readSheet, type SheetQuestion } from './read-sheet.ts';
import { setRegime } from './set-regime.ts';
import { sheetPage } from './sheet-page.ts';

const tools = toolsFor(await freshDb(), { today: '2026-09-30' });

const ready = readyPolicyFor('be_standard', { country: 'BE', currency: 'EUR' });
const POLICY: Policy = {
  ...ready,
  lateClause: true,
  steps: ready.steps.map((step) =>
    step.kind === 'notice' ? { ...step, interest: { kind: 'statutory' }, fee: { kind: 'statutory' } } : step,
  ),
};

/** A brewery that two of whose invoices are late: one of 1,000.00, of which 400.00 were paid, and one of 250.00. */
async function lambertWith(kind: 'business' | 'consumer' = 'business') {
  const lambert = await addCompany(tools, { enterpriseNumber: '0403.019.261', phone: '+32 2 555 01 02' });
  const policy = await addOwnPolicy(lambert, { name: 'By law', body: POLICY });
  await setDefaultPolicy(lambert, { policy });
  const debtor = await addDebtor(lambert, {
    number: 'D1',
    name: 'Café de la Gare SPRL',
    kind,
    vatNumber: 'BE0428759497',
  });
  const add = (number: string, issuedOn: string, dueOn: string, amount: string, open: string) =>
    addDocument(lambert, debtor, { number, issuedOn, items: [{ dueOn, amount, open }] });
  const first = await add('F1', '2025-09-15', '2025-10-15', '1000.00', '600.00');
  const second = await add('F2', '2026-04-01', '2026-05-01', '250.00', '250.00');
  const item = first.items[0]?.id ?? '';
  await readInLedger(lambert, item, '2026-02-28T09:00:00Z');
  return { lambert, debtor: debtor.id, item, other: second.items[0]?.id ?? '' };
}

/** The ledger showed 400.00 less open that day. */
function readInLedger(lambert: CompanyTools, dueItemId: string, at: string): Promise<void> {
  const facts = {
    document: 'F1',
    openBefore: '1000.00 EUR',
    open: '600.00 EUR',
    dueOnBefore: '',
    dueOn: '2025-10-15',
  };
  return inCompany(lambert, (trx) =>
    addTimelineEntries(trx, lambert.companyId, [
      { kind: 'item_changed', facts, at: Temporal.Instant.from(at), actor: null, dueItemId },
    ]),
  );
}

const asked = (of: SheetQuestion['of'], given: Partial<SheetQuestion> = {}): SheetQuestion => ({
  ...{ of, until: Temporal.PlainDate.from('2026-08-31'), language: 'en', order: 'as_booked' },
  ...given,
});
const page = async (lambert: CompanyTools, question: SheetQuestion) =>
  sheetPage(await readSheet(lambert, question));
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

test('every period stands on a line with its base, its rate and the number of its source', async () => {
  const { lambert, item } = await lambertWith();
  const { debts, sources, references } = await page(lambert, asked({ item }));
  expect(debts[0]?.rows.map((row) => row.map(plain))).toEqual([
    ['16/10/2025', '28/02/2026', '136', '1,000.00', '10.50%', '[1, 2]', '39.12'],
    ['01/03/2026', '31/08/2026', '184', '600.00', '10.50%', '[2, 3]', '31.76'],
  ]);
  expect(sources.lines.map(({ number }) => number)).toEqual(['[1]', '[2]', '[3]']);
  expect(sources.lines[0]?.text).toMatch(
    /^Rate BE_COMMERCIAL from 01\/07\/2025: 10\.50%, published in .*, verified$/,
  );
  expect(debts[0]?.owed.map(({ label, value }) => `${label} ${value}`)).toEqual([
    'Principal 1,000.00',
    'Payment, in the ledger on 28/02/2026 −400.00',
    'Principal still open 600.00',
  ]);
  // 600.00 + 39.12 + 31.76 + 40.00
  expect(references.at(-1)).toEqual({ label: 'Claim on that day', value: '€710.88' });
  expect(debts[0]?.onward).toBe(
    'From 01/09/2026 on: 10.50% a year on €600.00, that is €0.17 a day, until it is paid; at another rate once one applies.',
  );
});

test('all debts of a debtor stand on one sheet, with a table of their sums', async () => {
  const { lambert, debtor } = await lambertWith();
  const { debts, summary, articles, notes } = await page(lambert, asked({ debtor }));
  expect(debts.map(({ title }) => title)).toEqual([
    'Invoice F1 of 15/09/2025, due on 15/10/2025',
    'Invoice F2 of 01/04/2026, due on 01/05/2026',
  ]);
  expect(summary?.rows).toEqual([
    ['F1', '600.00', '70.88', '40.00', '710.88'],
    ['F2', '250.00', '8.77', '40.00', '298.77'],
  ]);
  expect(summary?.total.value).toBe('€1,009.65');
  expect(articles.lines[0]).toEqual({ name: 'Rate', text: 'Loi du 2 août 2002, art. 5 al. 2' });
  expect(notes.lines.length).toBeGreaterThan(3);
});

test('by law, payments go to interest before the debt, and the sheet says so', async () => {
  const { lambert, item } = await lambertWith();
  const { debts, method } = await page(lambert, asked({ item }, { order: 'by_law' }));
  // 39.12 of the payment covered interest: 639.12 of the debt are left.
  expect(debts[0]?.owed.at(-1)?.value).toBe('639.12');
  expect(method.text).toContain('Payments are set against costs and interest before the debt');
});

test('the law a person chose is told with its reason', async () => {
  const { lambert, debtor, item } = await lambertWith();
  await setRegime(lambert, {
    debtor,
    regime: { country: 'NL', kind: 'business', reason: 'Dutch law by contract' },
  });
  const { law } = await page(lambert, asked({ item }));
  expect(law.text).toBe(
    'Burgerlijk Wetboek, art. 6:119a (NL), between businesses; chosen for this debtor: Dutch law by contract',
  );
});

test.each(['fr', 'nl', 'en', 'de'] as const)(
  'it is printed in %s, the same bytes each time',
  async (language) => {
    const { lambert, debtor } = await lambertWith();
    const { name, pdf } = await printSheet(lambert, asked({ debtor }, { language }));
    expect(name).toMatch(/^.+ D1 2026-08-31\.pdf$/);
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect((await printSheet(lambert, asked({ debtor }, { language }))).pdf.equals(pdf)).toBe(true);
  },
);

test.each([
  ['2025-10-15', 'sheet_nothing_due'],
  ['2027-03-31', 'rate_missing'],
])('to %s it is refused: %s', async (until, code) => {
  const { lambert, item } = await lambertWith();
  const question = asked({ item }, { until: Temporal.PlainDate.from(until) });
  await expect(printSheet(lambert, question)).rejects.toMatchObject({ code });
});

test('who is not known is refused', async () => {
  const { lambert } = await lambertWith();
  const unknown = '018f0000-0000-7000-8000-000000000000';
  await expect(printSheet(lambert, asked({ item: unknown }))).rejects.toMatchObject({
    code: 'open_item_unknown',
  });
  await expect(printSheet(lambert, asked({ debtor: unknown }))).rejects.toMatchObject({
    code: 'debtor_unknown',
  });
});
