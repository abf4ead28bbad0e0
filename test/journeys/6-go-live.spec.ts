import { afterAll, expect, test } from 'vitest';
import { startMailCatcher } from '#server/platform/mail-catcher.ts';
import { beginJourney, keepPicture, openScreen } from '#test/support/journey.ts';

const mails: string[] = [];
const server = await startMailCatcher(async ({ recipients, bytes }) => {
  mails.push(`To ${recipients.join(', ')}\n${bytes.toString()}`);
});
afterAll(() => server.stop());
const { visitor } = await beginJourney('start', { RAPPEL_TODAY: '2026-03-31', RAPPEL_SMTP_URL: server.url });
const page = await visitor();

test('a new company imports its list', async () => {
  keepPicture(page);
  await page.goto('/');
  await page.getByLabel('Company name').fill('Maison Essai');
  await page.getByLabel('Your name').fill('Odile Maes');
  await page.getByLabel('E-mail').fill('odile@essai.example');
  await page.getByLabel(/^Password/).fill('four words make one');
  await page.getByRole('button', { name: 'Create my company' }).click();
  await page.getByRole('heading', { level: 1, name: 'Worklist' }).waitFor();
  await openScreen(page, '/c/maison-essai/import');
  const csv = [
    'debtor_number,debtor_name,debtor_email,language,kind,document_kind,document_number,issued_on,due_on,currency,amount,open',
    'D1,Café du Midi,midi@cafe.example,fr,business,invoice,F-1,2026-01-10,2026-02-09,EUR,250.00,250.00',
  ].join('\n');
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'items.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByText(/^Imported: 1 new/).waitFor();
});

test('in test mode its reminder goes to the person who approved it, and says whom it was meant for', async () => {
  keepPicture(page);
  await openScreen(page, '/c/maison-essai/runs');
  await page.getByRole('button', { name: 'Plan a run' }).first().click();
  await page.getByRole('dialog').getByRole('button', { name: 'Compute the proposals' }).click();
  await page.getByText('Total asked').waitFor();
  await page.getByRole('button', { name: 'Approve…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Send 1 notice' }).click();
  await expect.poll(() => mails.length, { timeout: 30_000 }).toBe(1);
  expect(mails[0]).toMatch(/^To odile@essai\.example\n/);
  expect(mails[0]).toMatch(/^X-Rappel-Would-Go-To: midi@cafe\.example\r$/m);
});

test('it leaves test mode after a test mail that arrived, and what was sent in test mode is undone', async () => {
  keepPicture(page);
  await openScreen(page, '/c/maison-essai/settings/mail');
  await page.getByLabel('Sender’s address').fill('comptes@essai.example');
  await page.getByRole('button', { name: 'Save', exact: true }).first().click();
  await page.getByText('Saved', { exact: true }).waitFor();
  await openScreen(page, '/c/maison-essai/go-live');
  await page.getByRole('button', { name: 'Send me a test mail' }).click();
  await expect.poll(() => mails.length, { timeout: 30_000 }).toBe(2);
  const code =
    /\b[A-Z0-9]{4}-?[A-Z0-9]{4}\b|\b\d{6}\b/.exec(
      mails[1]?.split('\r\n\r\n').slice(1).join('\n') ?? '',
    )?.[0] ?? '';
  await page.getByLabel('The code in the mail').fill(code);
  await page.getByRole('button', { name: 'It arrived' }).click();
  await page.getByRole('button', { name: 'Leave test mode' }).click();
  const dialog = page.getByRole('dialog', { name: 'Maison Essai leaves test mode' });
  await dialog.getByRole('textbox').fill('Maison Essai');
  await dialog.getByRole('button', { name: 'Leave test mode' }).click();
  await page.getByRole('heading', { level: 1, name: 'Worklist' }).waitFor();
  await page.getByText('Test mode.').waitFor({ state: 'detached' });
  await openScreen(page, '/c/maison-essai/runs');
  await page.getByText('Undone').first().waitFor();
});
