import { stringifySearch } from './search-params.ts';

type View = Readonly<Record<string, unknown>>;

const inCompany = (company: string, rest = '', view: View = {}) =>
  `/c/${encodeURIComponent(company)}${rest}${stringifySearch(view)}`;
const id = encodeURIComponent;

/** Every link of the screens. The view is what stands behind the question mark: filters, tab, sort, page. */
export const paths = {
  home: () => '/',
  firstRun: () => '/first-run',
  signIn: (next?: string) => `/sign-in${stringifySearch({ next })}`,
  account: () => '/account',
  newCompany: () => '/new-company',
  status: () => '/status',
  gallery: () => '/gallery',
  calculator: (view: View = {}) => `/calculator${stringifySearch(view)}`,

  worklist: (company: string, view?: View) => inCompany(company, '', view),
  overview: (company: string, view?: View) => inCompany(company, '/overview', view),
  debtors: (company: string, view?: View) => inCompany(company, '/debtors', view),
  debtor: (company: string, debtor: string, view?: View) =>
    inCompany(company, `/debtors/${id(debtor)}`, view),
  items: (company: string, view?: View) => inCompany(company, '/items', view),
  item: (company: string, item: string, view?: View) => inCompany(company, `/items/${id(item)}`, view),
  handedOver: (company: string, view?: View) => inCompany(company, '/handed-over', view),
  handedOverItem: (company: string, item: string) => inCompany(company, `/handed-over/${id(item)}`),
  import: (company: string, view?: View) => inCompany(company, '/import', view),
  claims: (company: string, view?: View) => inCompany(company, '/claims', view),
  rates: (company: string, view?: View) => inCompany(company, '/rates', view),
  runs: (company: string, view?: View) => inCompany(company, '/runs', view),
  run: (company: string, run: string, view?: View) => inCompany(company, `/runs/${id(run)}`, view),
  policies: (company: string, view?: View) => inCompany(company, '/policies', view),
  policy: (company: string, policy: string, view?: View) =>
    inCompany(company, `/policies/${id(policy)}`, view),
  whatIf: (company: string, whatIf: string) => inCompany(company, `/what-ifs/${id(whatIf)}`),
  texts: (company: string, view?: View) => inCompany(company, '/texts', view),
  layout: (company: string, view?: View) => inCompany(company, '/layout', view),
  outbox: (company: string, view?: View) => inCompany(company, '/outbox', view),
  bank: (company: string, view?: View) => inCompany(company, '/bank', view),
  bankAccounts: (company: string, view?: View) => inCompany(company, '/bank/accounts', view),
  bankStatements: (company: string, view?: View) => inCompany(company, '/bank/statements', view),
  bankStatement: (company: string, statement: string, view?: View) =>
    inCompany(company, `/bank/statements/${id(statement)}`, view),
  bankRules: (company: string, view?: View) => inCompany(company, '/bank/rules', view),
  bankLedger: (company: string, view?: View) => inCompany(company, '/bank/ledger', view),
  bankSettings: (company: string) => inCompany(company, '/bank/settings'),
  settings: (company: string, view?: View) => inCompany(company, '/settings', view),
  termsSettings: (company: string) => inCompany(company, '/settings/terms'),
  mailSettings: (company: string) => inCompany(company, '/settings/mail'),
  automaticSettings: (company: string) => inCompany(company, '/settings/automatic'),
  groups: (company: string, view?: View) => inCompany(company, '/settings/groups', view),
  dataSettings: (company: string) => inCompany(company, '/settings/data'),
  securitySettings: (company: string) => inCompany(company, '/settings/security'),
  userSettings: (company: string) => inCompany(company, '/settings/users'),
  goLive: (company: string) => inCompany(company, '/go-live'),
};
