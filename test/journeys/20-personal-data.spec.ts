import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { beginJourney, keepPicture, openScreen } from '#test/support/journey.ts';
import { addCompanyByCommand, addPersonByCommand, signIn } from '#test/support/journey-people.ts';

const { rappel, visitor } = await beginJourney('start', { RAPPEL_TODAY: '2026-11-20' });
const folder = rappel.env.RAPPEL_DATA_DIR ?? '';
const HEAD = 'debtor_number,debtor_name,document_kind,document_number,issued_on,due_on,currency,amount,open';

/** Lists of 2014, as a company imported them then. */
function importIn2014(name: string, rows: readonly string[]): void {
  const file = path.join(folder, name);
  writeFileSync(file, `${[HEAD, ...rows].join('\n')}\n`);
  const env = { ...rappel.env, RAPPEL_TODAY: '2014-06-02' };
  execFileSync(process.execPath, ['src/cli/main.ts', 'import', file, '--company', 'lambert'], { env });
}

test('owners set a term, erase in two steps, and restrict a person, who is then seen by a filter alone', async () => {
  await addCompanyByCommand(rappel, { key: 'lambert', name: 'Lambert', language: 'fr' });
  const odile = await addPersonByCommand(rappel, { name: 'Odile', company: 'lambert' });
  const kept = 'K1,Marc Kept,invoice,F-2,2014-05-05,2014-06-05,EUR,100.00,100.00';
  importIn2014('may.csv', ['G1,Gerda Gone,invoice,F-1,2014-05-05,2014-06-01,EUR,50.00,50.00', kept]);
  importIn2014('june.csv', [kept]);

  const page = await visitor();
  keepPicture(page);
  await signIn(page, odile);

  // Below the law is refused by its article; a longer term shows what it changes, and is confirmed.
  await openScreen(page, '/c/lambert/settings/data');
  const terms = page.getByRole('grid', { name: 'How long data are kept' });
  const invoices = terms.getByRole('row').filter({ hasText: 'Invoices' });
  await invoices.getByRole('button', { name: 'Change: Invoices' }).click();
  await page.getByLabel('Years').fill('9');
  await page
    .getByText(/at least 10 years \(Code TVA art\. 60/)
    .first()
    .waitFor();
  await page.getByLabel('Years').fill('12');
  await page.getByLabel(/^By which text/).fill('Our accountant, 2026');
  await page.getByRole('cell', { name: '1 Jan 2027' }).waitFor();
  await page.getByRole('button', { name: 'Look and set' }).click();
  await page.getByRole('button', { name: 'Set the term' }).click();
  await invoices.getByText(/set by Odile/).waitFor();
  await invoices.getByRole('button', { name: 'Change: Invoices' }).click();
  await page.getByRole('button', { name: 'Follow the country’s term again' }).click();
  await invoices.getByText(/set by Odile/).waitFor({ state: 'detached' });

  // Two steps.
  await page.getByRole('grid', { name: 'Persons' }).getByText('Gerda Gone').waitFor();
  await page.getByRole('button', { name: 'Draw up the list' }).click();
  await page.getByText('A list waits to be confirmed').waitFor();
  await page.getByRole('button', { name: 'Erase for ever' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Erase for ever' }).click();
  const earlier = page.getByRole('grid', { name: 'Earlier lists' });
  await earlier.getByText('erased').waitFor();
  expect(await earlier.getByText(/^Odile, /).count()).toBe(2);

  // Restriction: its own page tells, no list shows it, and an owner's filter does.
  await openScreen(page, '/c/lambert/debtors?view=all&find=K1');
  await page.getByRole('link', { name: 'Marc Kept' }).click();
  await page.getByRole('link', { name: 'Details' }).click();
  await page.getByLabel('Why the data are restricted').fill('asked for by letter');
  await page.getByRole('button', { name: 'Restrict', exact: true }).click();
  await page.getByText(/^Restricted since /).waitFor();
  await openScreen(page, '/c/lambert/debtors?view=all');
  expect(await page.getByText('Marc Kept').count()).toBe(0);
  await page.getByRole('link', { name: 'Restricted' }).click();
  await page.getByRole('link', { name: 'Marc Kept' }).click();
  await page.getByRole('link', { name: 'Details' }).click();
  await page.getByRole('button', { name: 'Restrict no longer' }).click();
  await page.getByText(/^Restricted since /).waitFor({ state: 'detached' });
}, 120_000);
