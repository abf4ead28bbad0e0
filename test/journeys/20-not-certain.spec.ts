import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { beginJourney, keepPicture, openScreen } from '#test/support/journey.ts';
import { addCompanyByCommand, addPersonByCommand, signIn } from '#test/support/journey-people.ts';
import { scriptedSmtp } from '#test/support/scripted-smtp.ts';

const smtp = await scriptedSmtp();
const { rappel, visitor } = await beginJourney('start', {
  RAPPEL_TODAY: '2026-03-31',
  RAPPEL_SMTP_URL: smtp.url,
});
const page = await visitor();
const [FIRST, SECOND] = ['Café Midi', 'Café Nord'];

/** Two mails whose answer is lost: the server hangs up after it was offered each. */
beforeAll(async () => {
  const write = (name: string, text: string) => {
    const file = path.join(rappel.env.RAPPEL_DATA_DIR ?? '', name);
    writeFileSync(file, text, { mode: 0o600 });
    return file;
  };
  const head =
    'debtor_number,debtor_name,debtor_email,language,kind,document_kind,document_number,issued_on,due_on,currency,amount,open';
  const rows = [FIRST, SECOND].map(
    (name, nth) =>
      `D${nth},${name},d${nth}@cafe.example,en,business,invoice,F-${nth},2026-01-10,2026-02-27,EUR,90.00,90.00`,
  );
  const where = ['--company', 'till', '--json'];
  await addCompanyByCommand(rappel, { key: 'till', name: 'Till SA' });
  await rappel.command('import', write('items.csv', `${[head, ...rows].join('\n')}\n`), ...where);
  smtp.script.push('drop after the dot', 'drop after the dot');
  await signIn(page, await addPersonByCommand(rappel, { name: 'Odile', company: 'till' }));
  const { run } = JSON.parse(await rappel.command('run', 'plan', ...where));
  await openScreen(page, `/c/till/runs/${run}`);
  await page.getByRole('button', { name: 'Approve…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Send 2 notices' }).click();
  await page.getByRole('button', { name: 'Not certain 2' }).waitFor({ timeout: 60_000 });
});

const drawer = () => page.getByRole('dialog', { name: /^Notice \d+ to / });
const inDoubt = () => page.getByRole('link', { name: /^Not certain/ });

test('a mail whose answer was lost stands on the worklist, and its drawer tells what is known', async () => {
  keepPicture(page);
  expect(smtp.offered).toHaveLength(2);
  await openScreen(page, '/c/till');
  await inDoubt().click();
  const entry = page.getByRole('row', { name: /may not have left/ }).filter({ hasText: FIRST });
  await entry.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'What is known, and what to do' }).click();
  await drawer()
    .getByText(/^Offered .* to /)
    .waitFor();
  await drawer().getByText('only a person can settle it').waitFor();
  await drawer().getByText('may give the debtor a second copy').waitFor();
});

test('“It arrived” settles it, and it leaves the worklist', async () => {
  keepPicture(page);
  await drawer().getByRole('button', { name: 'It arrived' }).click();
  await drawer().waitFor({ state: 'detached' });
  await page
    .getByRole('row', { name: /may not have left/ })
    .filter({ hasText: FIRST })
    .waitFor({ state: 'detached' });
  await page
    .getByRole('row', { name: /may not have left/ })
    .filter({ hasText: SECOND })
    .waitFor();
  expect(smtp.offered).toHaveLength(2);
});

test('sent again by key, it is offered once more and is certain', async () => {
  keepPicture(page);
  await page.keyboard.press('d');
  await drawer().getByRole('button', { name: 'Send again, as a possible copy' }).click();
  await drawer().waitFor({ state: 'detached' });
  await expect.poll(() => smtp.accepted.length, { timeout: 60_000 }).toBe(1);
  expect(smtp.offered).toHaveLength(3);
  await openScreen(page, '/c/till');
  await page.getByText('may not have left').waitFor({ state: 'detached' });
  await inDoubt().waitFor({ state: 'detached' });
});
