import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { beginJourney, keepPicture, openScreen, signInByLink } from './journey.ts';

/** How a screen is looked at; each look in another language, the longest words where there is least room. */
export type Look = {
  readonly theme: 'light' | 'dark';
  readonly width: number;
  readonly language: 'en' | 'fr' | 'nl' | 'de';
};

/** Screens of the demo company, by their addresses. */
const SCREENS: Record<string, string> = {
  worklist: '/c/lambert',
  overview: '/c/lambert/overview',
  debtors: '/c/lambert/debtors',
  items: '/c/lambert/items',
  import: '/c/lambert/import',
  'matching desk': '/c/lambert/bank',
  'bank accounts': '/c/lambert/bank/accounts',
  'bank statements': '/c/lambert/bank/statements',
  'matching rules': '/c/lambert/bank/rules?rule=new',
  'bank and ledger': '/c/lambert/bank/ledger?view=waiting',
  'matching settings': '/c/lambert/bank/settings',
  claims: '/c/lambert/claims',
  rates: '/c/lambert/rates?country=BE',
  runs: '/c/lambert/runs',
  policies: '/c/lambert/policies',
  texts: '/c/lambert/texts',
  layout: '/c/lambert/layout',
  outbox: '/c/lambert/outbox',
  company: '/c/lambert/settings',
  mail: '/c/lambert/settings/mail',
  users: '/c/lambert/settings/users',
  terms: '/c/lambert/settings/terms',
  automatic: '/c/lambert/settings/automatic',
  'audit and data': '/c/lambert/settings/data',
  security: '/c/lambert/settings/security',
  'handed over': '/c/lambert/handed-over',
  groups: '/c/lambert/settings/groups',
  'go live': '/c/lambert/go-live',
  invitation: '/invitation/abc',
  account: '/account',
  status: '/status',
  'new company': '/new-company',
  gallery: '/gallery',
  'page not found': '/no/such/page',
};
const WITHOUT_SESSION: Record<string, string> = { 'sign in': '/sign-in', 'sign in by link': '/link/abc' };
const NAMES = [
  ...Object.keys(SCREENS),
  'debtor',
  'bank of a debtor',
  'claims of an item',
  'item',
  'bank of an item',
  'bank statement',
  'policy',
  'run in review',
  'run as sent',
];

/** Every screen in these looks: what an accessibility check objects to, what stands beside the page, words that are missing. */
export async function lookAtScreens(looks: readonly Look[]): Promise<void> {
  const { rappel, visitor } = await beginJourney('demo');
  const first = await visitor();
  await signInByLink(first, rappel);
  const session = await first.context().storageState();
  const screens = { ...SCREENS };

  beforeAll(async () => {
    await rappel.command('run', 'plan', '--company', 'lambert', '--on', '2026-03-31', '--json');
    const found = async (list: string, name: RegExp) => {
      await openScreen(first, list);
      const href = await first.getByRole('main').getByRole('link', { name }).first().getAttribute('href');
      return href ?? '';
    };
    screens.debtor = await found('/c/lambert/debtors', /La Marmite/);
    screens.item = await found('/c/lambert/items', /^F20/);
    screens['claims of an item'] = `${screens.item}?tab=claims`;
    screens['bank of a debtor'] = `${screens.debtor}?tab=bank`;
    screens['bank statement'] = await found('/c/lambert/bank/statements', /61/);
    const settled = await found('/c/lambert/bank/ledger?view=waiting', /^F20/);
    screens['bank of an item'] = `${settled}?tab=bank`;
    screens.policy = await found('/c/lambert/policies', /Belgi/);
    screens['run in review'] = await found('/c/lambert/runs', /7/);
    screens['run as sent'] = await found('/c/lambert/runs', /6/);
  });

  describe.each([...looks])('in $theme at $width px in $language', ({ theme, width, language }) => {
    let page: Page;
    let stranger: Page;
    beforeAll(async () => {
      const look = { colorScheme: theme, viewport: { width, height: 900 } };
      await speak(first, language);
      page = await visitor({ ...look, storageState: session });
      stranger = await visitor(look);
    });

    test.each(NAMES)(
      '%s has nothing an accessibility check objects to, nothing beside the page, and words in place of every key',
      async (name) => {
        keepPicture(page);
        await openScreen(page, screens[name] ?? '');
        expect(await violationsOf(page)).toEqual([]);
        expect(await sidewaysOf(page)).toBeLessThanOrEqual(0);
        expect(await page.locator('html').getAttribute('lang')).toBe(language);
        const words = await wordsOf(page);
        expect(
          words.match(/\b[a-z][a-zA-Z]+(\.[a-z][a-zA-Z]+)+\b/g)?.filter((word) => !ADDRESS.test(word)) ?? [],
        ).toEqual([]);
        expect(words).not.toMatch(/\{[a-z]+\}|undefined|\bNaN\b|Invalid Date/);
      },
    );

    test.each(Object.entries(WITHOUT_SESSION))('%s, for who is not signed in', async (_, address) => {
      keepPicture(stranger);
      await openScreen(stranger, address);
      expect(await violationsOf(stranger)).toEqual([]);
    });
  });
}

/** What a page says, without the addresses in it: of people, and of where a rate was read. */
async function wordsOf(page: Page): Promise<string> {
  let all = (await page.getByRole('main').allInnerTexts()).join('\n');
  for (const source of await page.locator('main cite').allInnerTexts()) all = all.replace(source, '');
  return all.replaceAll(/\S+@\S+/g, '');
}

/** What looks like a key and is an address, a file or a placeholder of a letter. */
const ADDRESS =
  /\.(example|csv|pdf|eml|xlsx|svg|png)$|^(debtor|company|total|notice|items?|deadline|level|run|sender|payment)\b/;

async function speak(page: Page, language: string): Promise<void> {
  await page.evaluate(async (to) => {
    await fetch('/api/session/preferences', {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ language: to }),
    });
  }, language);
}

async function violationsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .exclude('iframe')
    .analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}

/** How far the page could be pushed sideways: a phone must not. */
function sidewaysOf(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
