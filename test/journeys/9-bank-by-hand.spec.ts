import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { type CamtLine, camtStatement } from '#demo/camt.ts';
import { belgianIban } from '#demo/check-digits.ts';
import { answered, beginJourney, keepPicture, openScreen } from '#test/support/journey.ts';
import { addCompanyByCommand, addPersonByCommand, signIn } from '#test/support/journey-people.ts';

const { rappel, visitor } = await beginJourney('start', { RAPPEL_TODAY: '2026-03-31' });
const IBAN = belgianIban('7320456781').replaceAll(' ', '');
const ON = '2026-03-30';

const HEAD =
  'debtor_number,debtor_name,debtor_email,language,kind,document_kind,document_number,issued_on,due_on,currency,amount,open';
const itemOf = (debtor: string, number: string, currency: string, amount: string) =>
  `${debtor},mail@example.org,en,business,invoice,${number},2026-01-10,2026-02-09,${currency},${amount},${amount}`;
const ITEMS = [
  itemOf('C1,Café Odile', 'F-2000', 'EUR', '100.00'),
  itemOf('C1,Café Odile', 'F-2001', 'EUR', '60.00'),
  itemOf('C2,Overseas Ltd', 'F-3000', 'USD', '110.00'),
];
/** One payment of two invoices, ten short; one in euro of an invoice in dollars. */
const LINES: readonly CamtLine[] = [
  { on: ON, amount: 15_000n, name: 'Odile', text: 'with thanks' },
  { on: ON, amount: 10_100n, name: 'Overseas Ltd', text: 'in euro' },
];
/** Its closing is five euro more than its opening and its line make. */
const WRONG = camtStatement({
  ...{ iban: IBAN, number: 2, from: '2026-03-31', until: '2026-03-31', opening: 35_100n },
  lines: [{ on: '2026-03-31', amount: 2_500n, name: 'Café Noir', text: 'deposit' }],
}).replace('376.00', '381.00');
const CSV = `Wann;Wieviel;Wer;Wozu\n31/03/2026;12,34;Garage Maes;proforma 7\n31/03/2026;-5,00;Bank;Kosten\n`;

const place = (name: string) => path.join(rappel.env.RAPPEL_DATA_DIR ?? '', name);

function write(name: string, text: string): string {
  writeFileSync(place(name), text);
  return place(name);
}

async function fill(): Promise<void> {
  const items = write('items.csv', `${[HEAD, ...ITEMS].join('\n')}\n`);
  const days = { from: ON, until: ON };
  const bank = write(
    'bank.xml',
    camtStatement({ iban: IBAN, number: 1, ...days, opening: 10_000n, lines: LINES }),
  );
  write('wrong.xml', WRONG);
  write('bank.csv', CSV);
  write('more.csv', `${[HEAD, ...ITEMS, itemOf('C9,Wrong House', 'X-1', 'EUR', '9.00')].join('\n')}\n`);
  await addCompanyByCommand(rappel, { key: 'till', name: 'Till SA' });
  await rappel.command('import', items, '--company', 'till', '--json');
  await rappel.command('bank', 'import', bank, '--company', 'till', '--json');
}

describe('the bank, where a person decides', () => {
  let page: Page;
  beforeAll(async () => {
    await fill();
    page = await visitor();
    await signIn(page, await addPersonByCommand(rappel, { name: 'Odile', company: 'till' }));
  });
  const lines = () => page.getByRole('grid', { name: 'Bank lines' }).locator('tbody tr');
  const detail = () => page.getByRole('region', { name: 'The line and what it pays' });
  const drawer = () => page.getByRole('dialog', { name: 'What this line pays' });
  const openLine = async (who: string) => {
    await lines().filter({ hasText: who }).click();
    await detail().getByRole('heading', { level: 2, name: who }).waitFor();
  };
  const find = async (text: string) => {
    await drawer().getByLabel('Find an item').fill(text);
    await drawer().getByRole('option', { name: text }).waitFor();
    await page.keyboard.press('Enter');
    await drawer().getByRole('group', { name: text }).waitFor();
  };

  test('one payment is split over two invoices, a part of the second stays open', async () => {
    keepPicture(page);
    await openScreen(page, '/c/till/bank');
    await openLine('Odile');
    await page.keyboard.press('/');
    await find('F-2000');
    await find('F-2001');
    const second = drawer().getByRole('group', { name: 'F-2001' });
    await expect.poll(() => second.getByLabel('Paid of it').inputValue()).toBe('€50.00');
    expect(await second.getByLabel('The rest').inputValue()).toBe('open');
    await answered(page, () => drawer().getByRole('button', { name: 'Settle it so' }).click());
    await expect.poll(() => lines().count(), { timeout: 15_000 }).toBe(1);
    const items = await rappel.command('item', 'list', '--company', 'till', '--json');
    expect(items).toMatch(/F-2001[^}]*"open":"10\.00"/);
    expect(items).not.toContain('F-2000');
  });

  test('an invoice in dollars is paid in euro: both amounts are said, and nothing stays open', async () => {
    keepPicture(page);
    await openLine('Overseas Ltd');
    await page.keyboard.press('/');
    await find('F-3000');
    const row = drawer().getByRole('group', { name: 'F-3000' });
    await expect.poll(() => row.getByLabel('Paid of it').inputValue()).toContain('110.00');
    await row.getByLabel('Taken of the line').fill('101.00');
    await answered(page, () => drawer().getByRole('button', { name: 'Settle it so' }).click());
    await page.getByText('Everything is matched').waitFor();
    expect(await rappel.command('item', 'list', '--company', 'till', '--json')).not.toContain('F-3000');
  });

  test('a statement that does not add up shows both sums and its lines, and comes in with a reason', async () => {
    keepPicture(page);
    await openScreen(page, '/c/till/bank/accounts');
    await page.getByLabel('Drop bank files here').setInputFiles(place('wrong.xml'));
    await page.getByRole('link', { name: /^Look at statement 2/ }).click();
    await page
      .getByText(/376\.00.*381\.00|381\.00.*376\.00/)
      .first()
      .waitFor();
    await page
      .getByRole('row', { name: /Café Noir/ })
      .getByText('not taken in')
      .waitFor();
    await page.getByRole('button', { name: 'Take it in all the same' }).click();
    const form = page.getByRole('dialog', { name: 'Take it in all the same' });
    await form.getByText(/381\.00/).waitFor();
    await form.getByLabel('Why').fill('The bank confirmed the balance by telephone');
    await form.getByRole('button', { name: 'Take the statement in' }).click();
    await page.getByText('1 line was taken in').waitFor();
    await page.getByText('Taken in by Odile: “The bank confirmed the balance by telephone”').waitFor();
    await page
      .getByRole('row', { name: /Café Noir/ })
      .getByText('to match')
      .waitFor();
  });

  test('a CSV whose headings no bank uses is explained once, and read', async () => {
    keepPicture(page);
    await openScreen(page, '/c/till/bank/accounts');
    await page.getByLabel('Drop bank files here').setInputFiles(place('bank.csv'));
    await page.getByRole('button', { name: 'Say what its columns hold' }).click();
    const form = page.getByRole('dialog', { name: 'Columns of bank.csv' });
    const holds = { Wann: 'Booking day', Wieviel: 'Amount', Wer: 'Name of the other party', Wozu: 'Text' };
    for (const [column, field] of Object.entries(holds)) {
      await form.getByLabel(`What the column ${column} holds`).click();
      await page.getByRole('option', { name: field, exact: true }).click();
    }
    await form.getByLabel('Account, where no column says it').fill(IBAN);
    await form.getByLabel('Name of the profile').fill('House bank');
    await form.getByRole('button', { name: 'Keep and read the file' }).click();
    await page.getByText('1 new statement with 2 lines').waitFor();
    await openScreen(page, '/c/till/bank');
    await lines().filter({ hasText: 'Garage Maes' }).waitFor();
  });

  test('an import by mistake is undone, and everything stands as before', async () => {
    keepPicture(page);
    const before = await rappel.command('item', 'list', '--company', 'till', '--json');
    await rappel.command('import', place('more.csv'), '--company', 'till', '--partial', '--json');
    expect(await rappel.command('debtor', 'list', '--company', 'till', '--json')).toContain('Wrong House');
    await openScreen(page, '/c/till/import');
    await page.getByRole('link', { name: 'more.csv' }).click();
    await page.getByRole('button', { name: 'Undo this import' }).click();
    await page
      .getByRole('dialog', { name: 'Undo the import of more.csv?' })
      .getByRole('button', { name: 'Undo the import' })
      .click();
    await page.getByText('This import was undone').waitFor();
    expect(await rappel.command('debtor', 'list', '--company', 'till', '--json')).not.toContain(
      'Wrong House',
    );
    expect(await rappel.command('item', 'list', '--company', 'till', '--json')).toBe(before);
  });
});
