import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { beginJourney, keepPicture, openScreen, signInByLink } from '#test/support/journey.ts';

const { rappel, visitor } = await beginJourney('demo');
const page = await visitor();
const API = '/api/companies/lambert';

type Step = { level: number | null };
type PolicyRow = { id: string; name: string; version: number; isDefault: boolean; body: { steps: Step[] } };

/** From the second level on, the policy asks for what the law gives. */
async function askByLaw(): Promise<void> {
  const policies: PolicyRow[] = await (await page.request.get(`${API}/policies`)).json();
  const policy = policies.find(({ isDefault }) => isDefault);
  if (!policy) throw new Error('the demo has no default policy');
  const { id, name, version, body } = policy;
  const byLaw = { interest: { kind: 'statutory' }, fee: { kind: 'statutory' } };
  const steps = body.steps.map((step) => ((step.level ?? 0) > 1 ? { ...step, ...byLaw } : step));
  const changed = await page.request.put(`${API}/policies/${id}`, {
    headers: { origin: new URL(page.url()).origin },
    data: { name, version, body: { ...body, steps } },
  });
  expect(changed.ok(), await changed.text()).toBe(true);
}

async function sendRun(): Promise<void> {
  const planned = await rappel.command('run', 'plan', '--company', 'lambert', '--on', '2026-03-31', '--json');
  const { run } = JSON.parse(planned);
  // The shell lives today, months after the demo's last statement.
  await rappel.command('run', 'approve', run, '--bank-data-reason', 'A demo', '--json');
  await rappel.command('run', 'send', run, '--json');
}

/** What is said in the corner about an act, with the way back. */
const toast = (words: string) => page.getByRole('alert').filter({ hasText: words });

let item = '';
beforeAll(async () => {
  await signInByLink(page, rappel);
  await askByLaw();
  await sendRun();
  const { claims } = JSON.parse(await rappel.command('claim', 'list', '--company', 'lambert', '--json'));
  item = claims.find(({ kind }: { kind: string }) => kind === 'interest').item.id;
});

test('what a reminder asked beside the debt is on the item, with how it comes about, and can be waived', async () => {
  keepPicture(page);
  await openScreen(page, `/c/lambert/items/${item}?tab=claims`);
  await page.getByText(/^Accrued to /).waitFor();
  await page.getByText('compensation by law').first().waitFor();
  const before = await page.getByText('Claimed', { exact: true }).count();
  await page.getByRole('button', { name: /, interest$/ }).click();
  await page.getByRole('menuitem', { name: 'Waive' }).click();
  const waiving = page.getByRole('dialog', { name: 'Waive a claim' });
  await waiving.getByLabel('Reason').fill('Delivered late');
  await waiving.getByRole('button', { name: 'Waive' }).click();
  await page.getByText(/waived on .* by Odile Lambert/).waitFor();
  await page.getByText('Delivered late').first().waitFor();
  await expect.poll(() => page.getByText('Claimed', { exact: true }).count()).toBe(before - 1);
  await toast('Waived').getByRole('button', { name: 'Undo' }).click();
  await toast('Taken back').waitFor();
});

test('the statement for a court comes as a PDF', async () => {
  keepPicture(page);
  await page.getByRole('button', { name: 'Interest sheet (PDF)' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Make the PDF' }).click();
  expect((await download).suggestedFilename()).toMatch(/^.+2026-03-31\.pdf$/);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
});

test('a debtor is put under another law with a reason, which is shown wherever interest is', async () => {
  keepPicture(page);
  await page.getByRole('button', { name: 'Change the law' }).click();
  const form = page.getByRole('dialog', { name: /^Under whose law is/ });
  await form.getByRole('combobox', { name: 'Law of' }).fill('Netherlands');
  await page.getByRole('option', { name: 'Netherlands', exact: true }).click();
  await form.getByLabel('Reason').fill('The contract names Dutch law');
  await form.getByRole('button', { name: 'Save' }).click();
  await page.getByText('chosen for this debtor: The contract names Dutch law').waitFor();
  await openScreen(page, `/c/lambert/items/${item}?tab=claims`);
  await page
    .getByText(/Burgerlijk Wetboek/)
    .first()
    .waitFor();
});

test('the register lists what is to be booked, and what is booked leaves it', async () => {
  keepPicture(page);
  await openScreen(page, '/c/lambert/claims?view=to_book');
  const rows = page.getByRole('row').filter({ hasText: 'Claimed' });
  const before = await rows.count();
  expect(before).toBeGreaterThan(1);
  await rows.first().getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Mark as booked' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Mark as booked' }).click();
  await page.getByText('Marked as booked').waitFor();
  await expect.poll(() => rows.count(), { timeout: 15_000 }).toBe(before - 1);
});

test('a rate is given by hand, told as given by you, and the change undone', async () => {
  keepPicture(page);
  await openScreen(page, '/c/lambert/rates?country=BE');
  await page.getByRole('button', { name: 'Give a rate' }).click();
  const form = page.getByRole('dialog');
  await form.getByRole('combobox', { name: 'Series' }).fill('BE_COMMERCIAL ·');
  await page.getByRole('option', { name: /^BE_COMMERCIAL ·/ }).click();
  await form.getByRole('textbox', { name: 'First day' }).fill('01/01/2027');
  await form.getByLabel('Yearly rate').fill('11,5');
  await form.getByLabel('Where it stands').fill('Moniteur belge 22.01.2027');
  await form.getByRole('button', { name: 'Give a rate' }).click();
  await page.getByText('Given by you').filter({ visible: true }).first().waitFor();
  await page.getByText(/BE_COMMERCIAL from 1 Jan 2027: 11\.50/).waitFor();
  await toast('Rate taken over').getByRole('button', { name: 'Undo' }).click();
  await page.getByText(/undone by Odile Lambert/).waitFor();
});

test('a verified rate is only replaced when it is meant, with a reason', async () => {
  keepPicture(page);
  await openScreen(page, '/c/lambert/rates?country=BE');
  await page.getByRole('button', { name: 'What to do with the rate from 2025-07-01' }).click();
  await page.getByRole('menuitem', { name: 'Give another' }).click();
  const form = page.getByRole('dialog');
  await form.getByLabel('Yearly rate').fill('11.00');
  await form.getByLabel('Where it stands').fill('Erratum');
  await form.getByRole('button', { name: 'Give a rate' }).click();
  await form.getByText(/is verified\. To put another in its place/).waitFor();
  await form.getByLabel('Put it in the place of a verified rate').check();
  await form.getByLabel('Reason').fill('Erratum in the official journal');
  await form.getByRole('button', { name: 'Give a rate' }).click();
  await page.getByText(/in the place of 10\.50/).waitFor();
});

test('a file with a wrong row is told row by row, and nothing of it is taken', async () => {
  keepPicture(page);
  const file = path.join(rappel.env.RAPPEL_DATA_DIR ?? '', 'rates.csv');
  writeFileSync(
    file,
    'series;from;percent;source\nNL_COMMERCIAL;2027-01-01;10.65;ECB\nNL;2027-01-01;ten;ECB\n',
  );
  await openScreen(page, '/c/lambert/rates');
  await page.getByRole('button', { name: 'Import a file' }).click();
  await page.locator('input[type=file]').setInputFiles(file);
  await page.getByRole('button', { name: 'Take over' }).click();
  await page.getByText('Nothing was taken from the file: 2 rows are wrong.', { exact: false }).waitFor();
  await page.getByText(/^Line 3, series/).waitFor();
  expect(await page.getByText('NL_COMMERCIAL from 1 Jan 2027').count()).toBe(0);
});
