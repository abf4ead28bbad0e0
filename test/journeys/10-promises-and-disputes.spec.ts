import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { camtStatement } from '#demo/camt.ts';
import { belgianIban } from '#demo/check-digits.ts';
import { answered, beginJourney, keepPicture, openScreen } from '#test/support/journey.ts';
import { addCompanyByCommand, addPersonByCommand, signIn } from '#test/support/journey-people.ts';

const { rappel, visitor } = await beginJourney('start', { RAPPEL_TODAY: '2026-03-31' });

function write(name: string, text: string): string {
  const file = path.join(rappel.env.RAPPEL_DATA_DIR ?? '', name);
  writeFileSync(file, text);
  return file;
}

/** Two debtors, each a month late: one contests a part, the other promises. */
async function fill(): Promise<void> {
  const head =
    'debtor_number,debtor_name,debtor_email,language,kind,document_kind,document_number,issued_on,due_on,currency,amount,open';
  const row = (debtor: string, name: string, document: string, amount: string) =>
    `${debtor},${name},${debtor}@mail.example,en,business,invoice,${document},2026-01-10,2026-02-27,EUR,${amount},${amount}`;
  const rows = [row('1001', 'Contests', 'F-1', '1000.00'), row('1002', 'Promises', 'F-2', '500.00')];
  const items = write('items.csv', `${[head, ...rows].join('\n')}\n`);
  await addCompanyByCommand(rappel, { key: 'till', name: 'Till SA' });
  await rappel.command('import', items, '--company', 'till', '--json');
}

describe('disputes and promises', () => {
  let page: Page;
  beforeAll(async () => {
    await fill();
    page = await visitor();
    await signIn(page, await addPersonByCommand(rappel, { name: 'Odile', company: 'till' }));
  });
  const debtor = async (name: string) => {
    await openScreen(page, '/c/till/debtors?view=all');
    await page.getByRole('link', { name, exact: true }).click();
    await page.getByRole('heading', { level: 1, name }).waitFor();
  };
  const drawer = (name: string) => page.getByRole('dialog', { name });
  const agreements = async () => {
    await page.getByRole('link', { name: 'Agreements' }).click();
    await page.getByRole('heading', { name: 'Disputes' }).waitFor();
  };

  test('a part of an invoice is contested by keyboard, and stands at the top of its debtor', async () => {
    keepPicture(page);
    await debtor('Contests');
    await page.keyboard.press('d');
    await drawer('Open a dispute').getByLabel('Amount disputed').fill('200');
    await drawer('Open a dispute').getByLabel('Reason').selectOption({ label: 'quantity' });
    await drawer('Open a dispute').getByLabel('What the debtor says').fill('Two kegs missing');
    await drawer('Open a dispute').getByRole('button', { name: 'Open the dispute' }).click();
    await page.getByText('€200.00 of F-1 disputed since').waitFor();
    await agreements();
    await page.getByText('To be answered by 7 Apr 2026').waitFor();
  });

  test('more than is open cannot be disputed, nor the reason left open; the form says so and keeps what was typed', async () => {
    keepPicture(page);
    await debtor('Promises');
    await page.keyboard.press('d');
    const form = drawer('Open a dispute');
    await form.getByLabel('Amount disputed').fill('501');
    await form.getByLabel('What the debtor says').fill('All of it');
    await form.getByRole('button', { name: 'Open the dispute' }).click();
    await form.getByText(/^Only 500\.00 EUR is open on F-2/).waitFor();
    expect(await form.getByLabel('What the debtor says').inputValue()).toBe('All of it');
    await form.getByLabel('Amount disputed').fill('');
    await form.getByLabel('Reason').selectOption({ label: 'other' });
    await form.getByLabel('What the debtor says').fill('');
    await form.getByRole('button', { name: 'Open the dispute' }).click();
    expect(await form.getByLabel('What the debtor says').evaluate((field) => field.matches(':invalid'))).toBe(
      true,
    );
    await page.keyboard.press('Escape');
    await form.waitFor({ state: 'detached' });
  });

  test('a promise for all that is owed says until when nobody is reminded', async () => {
    keepPicture(page);
    await debtor('Promises');
    await page.keyboard.press('p');
    const form = drawer('Note a promise');
    await form.getByRole('textbox', { name: 'Paid by' }).fill('10/4');
    await form.getByLabel('Who said what').fill('The accountant');
    await form.getByRole('button', { name: 'Note the promise' }).click();
    await page.getByText('Promise noted: no reminder before 13 Apr 2026').waitFor();
    await page.getByText('€500.00 promised for 10 Apr 2026').first().waitFor();
  });

  test('a run asks for what is not contested, and leaves out what is promised, until a day', async () => {
    keepPicture(page);
    const planned = JSON.parse(await rappel.command('run', 'plan', '--company', 'till', '--json'));
    expect(planned.notices).toMatchObject([{ debtor: '1001', total: '800.00' }]);
    expect(planned.leftOut).toEqual([
      { debtor: '1002', document: 'F-2', because: 'promised', until: '2026-04-13' },
    ]);
    await openScreen(page, `/c/till/runs/${planned.run}`);
    await page.getByText('200.00 EUR is disputed and is not asked for.').waitFor();
    await page.getByText('Left out (').click();
    await page.getByText('€500.00 promised for 10 Apr 2026').waitFor();
  });

  test('what the bank shows in time keeps the promise, and answers nothing about the dispute', async () => {
    keepPicture(page);
    const line = {
      on: '2026-03-30',
      amount: 50_000n,
      name: 'Promises',
      text: 'F-2',
      iban: belgianIban('7310000031'),
    };
    const statement = { from: '2026-03-30', until: '2026-03-30', opening: 0n, number: 1 };
    const bank = camtStatement({
      ...statement,
      iban: belgianIban('7320456781').replaceAll(' ', ''),
      lines: [{ ...line, iban: line.iban.replaceAll(' ', '') }],
    });
    await rappel.command('bank', 'import', write('bank.xml', bank), '--company', 'till', '--json');
    await openScreen(page, '/c/till/bank');
    await page.getByRole('grid', { name: 'Bank lines' }).locator('tbody tr').first().waitFor();
    await answered(page, () => page.keyboard.press('Enter'));
    const listed = JSON.parse(await rappel.command('promise', 'list', '--company', 'till', '--json'));
    expect(listed.promises).toMatchObject([{ state: 'kept', paid: '500.00', debtor: '1002' }]);
    await debtor('Promises');
    await agreements();
    await page.getByText('kept', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'Timeline' }).click();
    await page.getByText('Promise of €500.00 for 10 Apr 2026 kept').waitFor();
    const disputes = JSON.parse(await rappel.command('dispute', 'list', '--company', 'till', '--json'));
    expect(disputes.disputes).toMatchObject([{ document: 'F-1', amount: '200.00', state: 'open' }]);
  });

  test('who owes nothing has nothing to dispute, and the form says that alone', async () => {
    keepPicture(page);
    await debtor('Promises');
    await page.keyboard.press('d');
    await drawer('Open a dispute').getByText('Nothing of this debtor is open').waitFor();
    expect(await drawer('Open a dispute').getByRole('textbox').count()).toBe(0);
    await page.keyboard.press('Escape');
    await drawer('Open a dispute').waitFor({ state: 'detached' });
  });

  test('an answer closes the dispute, and its toast takes it back', async () => {
    keepPicture(page);
    await debtor('Contests');
    await agreements();
    await page.getByRole('button', { name: 'Answer', exact: true }).click();
    await drawer('Answer the dispute on F-1').getByText('The debtor is wrong').click();
    await drawer('Answer the dispute on F-1').getByRole('button', { name: 'Give this answer' }).click();
    await page.getByText('rejected, 31 Mar 2026').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Dispute opened again').waitFor();
    await page.getByText('To be answered by 7 Apr 2026').waitFor();
  });
});
