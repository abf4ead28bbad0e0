import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { beginJourney, keepPicture } from '#test/support/journey.ts';
import { addCompanyByCommand, addPersonByCommand, signIn } from '#test/support/journey-people.ts';

const { rappel, visitor } = await beginJourney('start', { RAPPEL_TODAY: '2026-03-31' });
const DEBTORS = 100;
const STROKES_MAX = 200;

/** A company that owes its reminders to a hundred debtors, brought in from the shell. */
async function fillCompany(): Promise<void> {
  const folder = rappel.env.RAPPEL_DATA_DIR ?? '';
  const list = path.join(folder, 'items.csv');
  const head =
    'debtor_number,debtor_name,debtor_email,language,kind,document_kind,document_number,issued_on,due_on,currency,amount,open';
  const rows = Array.from({ length: DEBTORS }, (_, nth) => {
    const number = 1000 + nth;
    return `${number},Café ${number},cafe${number}@mail.example,fr,business,invoice,F-${number},2026-01-10,2026-02-09,EUR,${100 + nth}.50,${100 + nth}.50`;
  });
  writeFileSync(list, `${[head, ...rows].join('\n')}\n`);
  await addCompanyByCommand(rappel, { key: 'hundred', name: 'Hundred SA' });
  await rappel.command('import', list, '--company', 'hundred', '--json');
}

beforeAll(fillCompany);

test(`a hundred notices are looked at and approved in at most ${STROKES_MAX} keystrokes`, async () => {
  const page = await visitor();
  keepPicture(page);
  await signIn(page, await addPersonByCommand(rappel, { name: 'Odile', company: 'hundred' }));
  await page.goto('/c/hundred/runs');
  await page.getByRole('button', { name: 'Plan a run' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Compute the proposals' }).click();
  await page.getByText(`To send (${DEBTORS})`).waitFor();
  await page.getByText('Total asked').waitFor();

  let strokes = 0;
  const press = async (key: string) => {
    strokes += 1;
    await page.keyboard.press(key);
  };
  const names = new Set<string>();
  const notice = page.locator('h2').first();
  for (let seen = 0; seen < DEBTORS + 10 && names.size < DEBTORS; seen += 1) {
    const name = await notice.textContent();
    if (name && !names.has(name)) names.add(name);
    if (names.size < DEBTORS) await press('j');
    await expect
      .poll(async () => names.size === DEBTORS || !names.has((await notice.textContent()) ?? ''), {
        timeout: 15_000,
      })
      .toBe(true);
  }
  await press('a');
  // Who uses keys presses the next one where the focus is seen.
  await page.locator('[role=dialog] button[type=submit]:focus').waitFor();
  await press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Undo the run' }).waitFor({ timeout: 120_000 });
  expect(names.size).toBe(DEBTORS);
  expect(strokes).toBeLessThanOrEqual(STROKES_MAX);
});
