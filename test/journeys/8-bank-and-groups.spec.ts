import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { type CamtLine, camtStatement } from '#demo/camt.ts';
import { belgianIban } from '#demo/check-digits.ts';
import { answered, beginJourney, keepPicture, openScreen } from '#test/support/journey.ts';
import { addCompanyByCommand, addPersonByCommand, signIn } from '#test/support/journey-people.ts';

const { rappel, visitor } = await beginJourney('start', { RAPPEL_TODAY: '2026-03-31' });
const LINES = 30;
const DEBTORS = 60;
const MINUTES_MAX = (5 * LINES) / 100;
const SECOND_STATEMENT = 'second.xml';

/** Every fifth is no customer's, every fifth other one is a little short: the rest name their document. */
const kindOf = (nth: number) => (nth % 5 === 4 ? 'stranger' : nth % 5 === 3 ? 'short' : 'plain');
const amountOf = (nth: number) => BigInt(10_000 + nth * 137);

function lineOf(nth: number): CamtLine {
  const on = '2026-03-30';
  const iban = belgianIban(String(7_310_000_000 + nth * 31)).replaceAll(' ', '');
  if (kindOf(nth) === 'stranger')
    return { on, amount: -4_200n, name: `Supplier ${nth}`, text: `Invoice ${nth}`, iban };
  const less = kindOf(nth) === 'short' ? 50n : 0n;
  return { on, amount: amountOf(nth) - less, name: `Café ${1000 + nth}`, text: `F-${2000 + nth}`, iban };
}

async function fill(): Promise<void> {
  const folder = rappel.env.RAPPEL_DATA_DIR ?? '';
  const write = (name: string, text: string) => {
    writeFileSync(path.join(folder, name), text);
    return path.join(folder, name);
  };
  const head =
    'debtor_number,debtor_name,debtor_email,language,kind,document_kind,document_number,issued_on,due_on,currency,amount,open';
  const rows = Array.from({ length: DEBTORS }, (_, nth) => {
    const amount = `${amountOf(nth) / 100n}.${String(amountOf(nth) % 100n).padStart(2, '0')}`;
    return `${1000 + nth},Café ${1000 + nth},cafe${nth}@mail.example,fr,business,invoice,F-${2000 + nth},2026-01-10,2026-02-09,EUR,${amount},${amount}`;
  });
  const items = write('items.csv', `${[head, ...rows].join('\n')}\n`);
  const statement = { iban: belgianIban('7320456781').replaceAll(' ', ''), opening: 100_000n };
  const first = Array.from({ length: LINES }, (_, nth) => lineOf(nth));
  const closing = first.reduce((sum, { amount }) => sum + amount, statement.opening);
  const days = { from: '2026-03-30', until: '2026-03-30' };
  const bank = write('first.xml', camtStatement({ ...statement, ...days, number: 1, lines: first }));
  const more = [LINES, LINES + 1].map((nth) => ({
    ...lineOf(nth),
    on: '2026-03-31',
    amount: amountOf(nth),
    text: `F-${2000 + nth}`,
    name: `Café ${1000 + nth}`,
  }));
  write(
    SECOND_STATEMENT,
    camtStatement({
      ...statement,
      from: '2026-03-31',
      until: '2026-03-31',
      opening: closing,
      number: 2,
      lines: more,
    }),
  );
  await addCompanyByCommand(rappel, { key: 'till', name: 'Till SA' });
  await rappel.command('import', items, '--company', 'till', '--json');
  await rappel.command('bank', 'import', bank, '--company', 'till', '--json');
}

describe('the bank and the groups', () => {
  let page: Page;
  beforeAll(async () => {
    await fill();
    page = await visitor();
    await signIn(page, await addPersonByCommand(rappel, { name: 'Odile', company: 'till' }));
  });
  const rows = () => page.getByRole('grid', { name: 'Bank lines' }).locator('tbody tr');
  const detail = () => page.getByRole('region', { name: 'The line and what it pays' });

  /** Does with the line under the cursor what a clerk would. */
  const decideOne = async (press: (key: string) => Promise<void>) => {
    const who = (await detail().getByRole('heading', { level: 2 }).textContent()) ?? '';
    if (who.startsWith('Supplier')) return press('n');
    if (kindOf(Number(who.replace('Café ', '')) - 1000) === 'short') await press('d');
    await press('Enter');
  };

  test(`${LINES} lines are cleared by keyboard, in less than ${MINUTES_MAX} minutes`, async () => {
    keepPicture(page);
    await openScreen(page, '/c/till/bank');
    let strokes = 0;
    const press = async (key: string) => {
      strokes += 1;
      await page.keyboard.press(key);
    };
    const begun = performance.now();
    for (let left = LINES; left > 0; left -= 1) {
      await decideOne(press);
      await expect.poll(() => rows().count(), { timeout: 15_000 }).toBe(left - 1);
    }
    await page.getByText('Everything is matched').waitFor();
    expect((performance.now() - begun) / 60_000).toBeLessThan(MINUTES_MAX);
    expect(strokes).toBeLessThanOrEqual(LINES + LINES / 5);
  });

  test('what was decided last is taken back with one key, and decided again', async () => {
    keepPicture(page);
    await page.keyboard.press('u');
    await expect.poll(() => rows().count(), { timeout: 15_000 }).toBe(1);
    await page.getByText('Taken back').waitFor();
    await decideOne((key) => page.keyboard.press(key));
    await page.getByText('Everything is matched').waitFor();
    await openScreen(page, '/c/till/bank?view=settled');
    await expect.poll(() => rows().count()).toBe(LINES - LINES / 5);
  });

  test('a file dropped in says what came of it, and dropped again changes nothing', async () => {
    keepPicture(page);
    const file = path.join(rappel.env.RAPPEL_DATA_DIR ?? '', SECOND_STATEMENT);
    await openScreen(page, '/c/till/bank/accounts');
    await page.getByLabel('Drop bank files here').setInputFiles(file);
    await page.getByText('1 new statement with 2 lines').waitFor();
    // The account's line follows by itself.
    await page.getByRole('grid', { name: 'Accounts' }).getByText('today').waitFor();
    await page.getByLabel('Drop bank files here').setInputFiles(file);
    await page.getByText('2 lines were known: nothing changes').waitFor();
  });

  test('two clerks at one line: the second is told, and loses nothing', async () => {
    const other = await visitor();
    const clerk = { name: 'Pia', company: 'till', role: 'clerk' } as const;
    await signIn(other, await addPersonByCommand(rappel, clerk));
    keepPicture(other);
    await openScreen(page, '/c/till/bank');
    await openScreen(other, '/c/till/bank');
    await other.keyboard.press('s');
    const form = other.getByRole('dialog', { name: 'What this line pays' });
    await form.waitFor();
    await answered(page, () => page.keyboard.press('Enter'));
    await form.getByRole('button', { name: 'Settle it so' }).click();
    await form.getByRole('alert').waitFor();
    // Its draft stands there still.
    await form.getByRole('group', { name: /F-203[01]/ }).waitFor();
    await other.keyboard.press('Escape');
    await expect
      .poll(() => other.getByRole('grid', { name: 'Bank lines' }).locator('tbody tr').count())
      .toBe(1);
  });

  test('all debtors that match are moved to a group at once, and back', async () => {
    keepPicture(page);
    await openScreen(page, '/c/till/settings/groups');
    await page.getByRole('button', { name: 'Add a group' }).first().click();
    const adding = page.getByRole('dialog', { name: 'New group' });
    await adding.getByLabel('Name').fill('Cafés');
    await adding.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The group Cafés is there.', { exact: false }).waitFor();
    await openScreen(page, '/c/till/debtors?view=all');
    await page.getByRole('checkbox', { name: 'Select this page' }).check();
    await page.getByRole('button', { name: `Select all ${DEBTORS}` }).click();
    await page.keyboard.press('m');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: `Move ${DEBTORS} debtors` })
      .click();
    await page.getByText(`${DEBTORS} debtors moved: Cafés`).waitFor();
    await openScreen(page, '/c/till/settings/groups');
    await page.getByRole('link', { name: `${DEBTORS} debtors` }).waitFor();
    await openScreen(page, '/c/till/debtors?view=all&find=Caf%C3%A9%201001');
    await page.getByRole('checkbox', { name: /Café 1001/ }).check();
    await page.keyboard.press('m');
    await page.getByRole('dialog').getByLabel('To which group').selectOption('Out of any group');
    await page.getByRole('dialog').getByRole('button', { name: 'Move 1 debtor' }).click();
    await page.getByText('1 debtor moved').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('They are back where they were').waitFor();
  });
});
