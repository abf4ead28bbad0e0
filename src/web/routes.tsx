import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  lazyRouteComponent,
  notFound,
  redirect,
} from '@tanstack/react-router';
import { paths } from './paths.ts';
import { landingOf, lastCompanyOf, rememberCompany, sessionQuery } from './session.ts';
import { AppShell } from './shell/AppShell.tsx';
import { PageUnknownAnywhere } from './shell/PageStates.tsx';
import { fetchWords, type LaterWords } from './texts.ts';

const root = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  notFoundComponent: PageUnknownAnywhere,
});

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: async ({ context }) => {
    const session = await context.queryClient.ensureQueryData(sessionQuery);
    if (session.firstRun) throw redirect({ href: paths.firstRun() });
    if (!session.user) throw redirect({ href: paths.signIn() });
    const company = lastCompanyOf(session.companies);
    throw redirect({ href: company ? landingOf(company) : paths.newCompany() });
  },
});

/** Everything behind the sign-in, inside the shell. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  component: AppShell,
  beforeLoad: async ({ context, location }) => {
    const session = await context.queryClient.ensureQueryData(sessionQuery);
    if (session.firstRun) throw redirect({ href: paths.firstRun() });
    if (!session.user) throw redirect({ href: paths.signIn(location.href) });
  },
});

const company = createRoute({
  getParentRoute: () => inside,
  path: '/c/$company',
  beforeLoad: async ({ context, params, location }) => {
    const session = await context.queryClient.ensureQueryData(sessionQuery);
    const found = session.companies.find(({ key }) => key === params.company);
    if (!found) throw notFound();
    // Somebody from outside has no other page here; the server would refuse them what is on it.
    const own = paths.handedOver(found.key);
    if (found.role === 'collector' && !`${location.pathname}/`.startsWith(`${own}/`))
      throw redirect({ href: own });
    rememberCompany(params.company);
  },
});

type Importer<Name extends string> = () => Promise<Record<Name, () => React.ReactNode>>;

function screen<Name extends string>(path: string, importer: Importer<Name>, name: Name) {
  const component = lazyRouteComponent(importer, name);
  return createRoute({ getParentRoute: () => root, path, component });
}

function insideScreen<Name extends string>(path: string, importer: Importer<Name>, name: Name) {
  const component = lazyRouteComponent(withWords(['refusals', 'screens'], importer), name);
  return createRoute({ getParentRoute: () => inside, path, component });
}

function companyScreen<Name extends string>(path: string, importer: Importer<Name>, name: Name) {
  const component = lazyRouteComponent(withWords(['refusals', 'screens'], importer), name);
  return createRoute({ getParentRoute: () => company, path, component });
}

/** The screens of the bank bring words of their own. */
function bankScreen<Name extends string>(path: string, importer: Importer<Name>, name: Name) {
  return companyScreen(`/bank${path}`, withWords(['bank'], importer), name);
}

/** Open to anybody where the installation says so, else to whoever is signed in. */
const calculator = createRoute({
  getParentRoute: () => root,
  path: '/calculator',
  component: lazyRouteComponent(
    withWords(['refusals', 'screens'], () => import('./screens/calculator/CalculatorScreen.tsx')),
    'CalculatorScreen',
  ),
  beforeLoad: async ({ context, location }) => {
    const session = await context.queryClient.ensureQueryData(sessionQuery);
    if (!session.user && !session.publicCalculator) throw redirect({ href: paths.signIn(location.href) });
  },
});

/** Outside of the shell: whoever is invited may work nowhere yet. Whoever is not signed in comes back to it. */
const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation/$token',
  component: lazyRouteComponent(
    withWords(['refusals', 'screens'], () => import('./screens/invitation/InvitationScreen.tsx')),
    'InvitationScreen',
  ),
  beforeLoad: async ({ context, location }) => {
    const session = await context.queryClient.ensureQueryData(sessionQuery);
    if (!session.user) throw redirect({ href: paths.signIn(location.href) });
  },
});

/** A screen, and the words it cannot be shown without. */
function withWords<Name extends string>(
  words: readonly LaterWords[],
  importer: Importer<Name>,
): Importer<Name> {
  return async () => {
    const [loaded] = await Promise.all([importer(), ...words.map(fetchWords)]);
    return loaded;
  };
}

/** The page one lands on: it waits for nothing but itself. */
const worklist = createRoute({
  getParentRoute: () => company,
  path: '/',
  component: lazyRouteComponent(() => import('./screens/worklist/WorklistScreen.tsx'), 'WorklistScreen'),
});

/** The site map: one line a screen, each fetched when it is first opened. */
export const routeTree = root.addChildren([
  home,
  screen('/first-run', () => import('./screens/first-run/FirstRunScreen.tsx'), 'FirstRunScreen'),
  screen('/sign-in', () => import('./screens/sign-in/SignInScreen.tsx'), 'SignInScreen'),
  screen('/link/$token', () => import('./screens/sign-in/LinkScreen.tsx'), 'LinkScreen'),
  screen(
    '/veto/$token',
    withWords(['refusals', 'screens'], () => import('./screens/veto/VetoScreen.tsx')),
    'VetoScreen',
  ),
  invitation,
  calculator,
  screen('/gallery', () => import('./ui/Gallery.tsx'), 'Gallery'),
  inside.addChildren([
    insideScreen('/status', () => import('./screens/status/StatusScreen.tsx'), 'StatusScreen'),
    insideScreen('/account', () => import('./screens/account/AccountScreen.tsx'), 'AccountScreen'),
    insideScreen(
      '/new-company',
      () => import('./screens/new-company/NewCompanyScreen.tsx'),
      'NewCompanyScreen',
    ),
    company.addChildren([
      worklist,
      companyScreen('/overview', () => import('./screens/overview/OverviewScreen.tsx'), 'OverviewScreen'),
      companyScreen('/debtors', () => import('./screens/debtors/DebtorsScreen.tsx'), 'DebtorsScreen'),
      companyScreen('/debtors/$debtor', () => import('./screens/debtor/DebtorScreen.tsx'), 'DebtorScreen'),
      companyScreen('/items', () => import('./screens/open-items/OpenItemsScreen.tsx'), 'OpenItemsScreen'),
      companyScreen('/items/$item', () => import('./screens/open-item/OpenItemScreen.tsx'), 'OpenItemScreen'),
      bankScreen('', () => import('./screens/bank-desk/BankDeskScreen.tsx'), 'BankDeskScreen'),
      bankScreen(
        '/accounts',
        () => import('./screens/bank-accounts/BankAccountsScreen.tsx'),
        'BankAccountsScreen',
      ),
      bankScreen(
        '/statements',
        () => import('./screens/bank-statements/BankStatementsScreen.tsx'),
        'BankStatementsScreen',
      ),
      bankScreen(
        '/statements/$statement',
        () => import('./screens/bank-statement/BankStatementScreen.tsx'),
        'BankStatementScreen',
      ),
      bankScreen('/rules', () => import('./screens/bank-rules/BankRulesScreen.tsx'), 'BankRulesScreen'),
      bankScreen('/ledger', () => import('./screens/bank-ledger/BankLedgerScreen.tsx'), 'BankLedgerScreen'),
      bankScreen(
        '/settings',
        () => import('./screens/bank-settings/BankSettingsScreen.tsx'),
        'BankSettingsScreen',
      ),
      companyScreen(
        '/handed-over',
        () => import('./screens/handed-over/HandedOverScreen.tsx'),
        'HandedOverScreen',
      ),
      companyScreen(
        '/handed-over/$item',
        () => import('./screens/handed-over-item/HandedOverItemScreen.tsx'),
        'HandedOverItemScreen',
      ),
      companyScreen('/claims', () => import('./screens/claims/ClaimsScreen.tsx'), 'ClaimsScreen'),
      companyScreen('/rates', () => import('./screens/rates/RatesScreen.tsx'), 'RatesScreen'),
      companyScreen('/import', () => import('./screens/import/ImportScreen.tsx'), 'ImportScreen'),
      companyScreen('/runs', () => import('./screens/runs/RunsScreen.tsx'), 'RunsScreen'),
      companyScreen('/outbox', () => import('./screens/outbox/OutboxScreen.tsx'), 'OutboxScreen'),
      companyScreen('/policies', () => import('./screens/policies/PoliciesScreen.tsx'), 'PoliciesScreen'),
      companyScreen('/policies/$policy', () => import('./screens/policy/PolicyScreen.tsx'), 'PolicyScreen'),
      companyScreen('/what-ifs/$whatIf', () => import('./screens/what-if/WhatIfScreen.tsx'), 'WhatIfScreen'),
      companyScreen('/runs/$run', () => import('./screens/run/RunScreen.tsx'), 'RunScreen'),
      companyScreen('/texts', () => import('./screens/texts/TextsScreen.tsx'), 'TextsScreen'),
      companyScreen('/layout', () => import('./screens/texts/LayoutScreen.tsx'), 'LayoutScreen'),
      companyScreen('/settings', () => import('./screens/settings/CompanyScreen.tsx'), 'CompanyScreen'),
      companyScreen('/settings/terms', () => import('./screens/settings/TermsScreen.tsx'), 'TermsScreen'),
      companyScreen('/settings/mail', () => import('./screens/settings/MailScreen.tsx'), 'MailScreen'),
      companyScreen(
        '/settings/automatic',
        () => import('./screens/settings/AutomaticScreen.tsx'),
        'AutomaticScreen',
      ),
      companyScreen('/settings/data', () => import('./screens/settings/DataScreen.tsx'), 'DataScreen'),
      companyScreen('/settings/groups', () => import('./screens/settings/GroupsScreen.tsx'), 'GroupsScreen'),
      companyScreen(
        '/settings/security',
        () => import('./screens/settings/SecurityScreen.tsx'),
        'SecurityScreen',
      ),
      companyScreen('/settings/users', () => import('./screens/settings/UsersScreen.tsx'), 'UsersScreen'),
      companyScreen('/go-live', () => import('./screens/go-live/GoLiveScreen.tsx'), 'GoLiveScreen'),
    ]),
  ]),
]);
