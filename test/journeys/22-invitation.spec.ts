import { expect, test } from 'vitest';
import { beginJourney, keepPicture, openScreen } from '#test/support/journey.ts';
import { addCompanyByCommand, addPersonByCommand, givePassword } from '#test/support/journey-people.ts';

const { rappel, visitor } = await beginJourney('start');
for (const name of ['Lambert', 'Meunier'])
  await addCompanyByCommand(rappel, { key: name.toLowerCase(), name, language: 'fr' });

const addPerson = (name: string, company: string, role: 'owner' | 'clerk') =>
  addPersonByCommand(rappel, { name, company, role });

test('somebody who works elsewhere is invited, signs in, accepts and works in both companies', async () => {
  const anns = await addPerson('ann', 'meunier', 'owner');
  const bens = await addPerson('ben', 'lambert', 'owner');
  const bobs = await addPerson('bob', 'meunier', 'clerk');

  const owner = await visitor();
  keepPicture(owner);
  await openScreen(owner, '/sign-in');
  await givePassword(owner, bens);
  await owner.getByRole('heading', { level: 1, name: 'Worklist' }).waitFor();
  await openScreen(owner, '/c/lambert/settings/users');
  await owner.getByRole('button', { name: 'Add a user' }).click();
  await owner.getByLabel(/^Name/).fill('Bob');
  await owner.getByLabel(/^E-mail/).fill(bobs);
  await owner.getByRole('button', { name: 'Add and make the link' }).click();
  const given = owner.getByRole('dialog', { name: 'A link for bob' });
  await given.getByText('There is an account with this address already').waitFor();
  const link = await given.getByLabel('Link').inputValue();
  await given.getByRole('button', { name: 'Close' }).click();
  await owner.getByRole('row', { name: /bob/ }).getByText('Invited').waitFor();

  const guest = await visitor();
  keepPicture(guest);
  await guest.goto(new URL(link).pathname);
  await givePassword(guest, anns);
  await guest.getByText('This invitation does not open for the account').waitFor();
  await guest.getByRole('button', { name: 'Use another account' }).click();
  await givePassword(guest, bobs);
  await guest.getByText('Lambert invites you to work there (Clerk).').waitFor();
  await guest.getByText(`You are signed in as ${bobs}`).waitFor();
  await guest.getByRole('button', { name: 'Accept' }).click();
  await guest.getByRole('heading', { level: 1, name: 'Worklist' }).waitFor();
  expect(new URL(guest.url()).pathname).toBe('/c/lambert');

  await openScreen(owner, '/c/lambert/settings/users');
  await expect.poll(() => owner.getByText('Invited').count()).toBe(0);
  await guest.goto(new URL(link).pathname);
  await guest.getByText('has been used or withdrawn').waitFor();
});
