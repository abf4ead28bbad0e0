import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api } from '#web/api.ts';
import { paths } from '#web/paths.ts';
import { useCompanyKey, useGo } from '#web/place.ts';
import { useTexts } from '#web/texts.ts';
import { useCommands } from '#web/ui/commands.ts';
import { Page, PageHeader } from '#web/ui/Page.tsx';
import { PageTabs } from '#web/ui/PageTabs.tsx';

type Props = {
  current: 'desk' | 'accounts' | 'statements' | 'rules' | 'ledger' | 'settings';
  kind?: 'list' | 'text' | 'split';
  lead?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
};

/** What every page of the bank has above it: the way to the others, and what waits on each. */
export function BankFrame({ current, kind = 'list', lead, actions, children }: Props) {
  const t = useTexts();
  const company = useCompanyKey();
  const accounts = useQuery(api.bankStatements.listAccounts.queryOptions({ input: { company } })).data;
  const ledger = useQuery(
    api.settlements.provisional.queryOptions({ input: { company, page: 1, perPage: 1 } }),
  ).data;
  const waiting = accounts?.accounts.reduce((sum, { openLines }) => sum + openLines, 0) ?? 0;
  const differing = ledger?.counts.differing ?? 0;
  const tabs = [
    { id: 'desk', label: t('bank.tab.desk'), href: paths.bank(company), ...counted(waiting) },
    { id: 'accounts', label: t('bank.tab.accounts'), href: paths.bankAccounts(company) },
    { id: 'statements', label: t('bank.tab.statements'), href: paths.bankStatements(company) },
    { id: 'rules', label: t('bank.tab.rules'), href: paths.bankRules(company) },
    { id: 'ledger', label: t('bank.tab.ledger'), href: paths.bankLedger(company), ...counted(differing) },
    { id: 'settings', label: t('bank.tab.settings'), href: paths.bankSettings(company) },
  ] as const;
  const go = useGo();
  useCommands(
    tabs.map(({ id, href }) => ({
      id: `bank.${id}`,
      label: t(`bank.title.${id}`),
      group: t('bank.pages'),
      run: () => go(href),
    })),
  );
  return (
    <Page kind={kind}>
      <PageHeader title={t(`bank.title.${current}`)} lead={lead} actions={actions} />
      <PageTabs label={t('bank.pages')} current={current} tabs={tabs} />
      {children}
    </Page>
  );
}

function counted(count: number): { count?: number } {
  return count > 0 ? { count } : {};
}
