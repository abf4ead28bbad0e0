import type { ReactNode } from 'react';
import { paths } from '#web/paths.ts';
import { useCompanyKey } from '#web/place.ts';
import { useCompany } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { Page, PageHeader } from '#web/ui/Page.tsx';
import { PageTabs } from '#web/ui/PageTabs.tsx';

type Props = {
  current: 'automatic' | 'company' | 'data' | 'groups' | 'mail' | 'security' | 'terms' | 'users';
  actions?: ReactNode;
  children: ReactNode;
};

/** The settings of a company: one page each, and the way between them. */
export function SettingsFrame({ current, actions, children }: Props) {
  const t = useTexts();
  const key = useCompanyKey();
  const { name } = useCompany();
  return (
    <Page kind="text">
      <PageHeader title={t('nav.settings')} lead={name} actions={actions} />
      <PageTabs
        label={t('nav.settings')}
        current={current}
        tabs={[
          { id: 'company', label: t('settings.company'), href: paths.settings(key) },
          { id: 'groups', label: t('settings.groups'), href: paths.groups(key) },
          { id: 'terms', label: t('settings.terms'), href: paths.termsSettings(key) },
          { id: 'mail', label: t('settings.mail'), href: paths.mailSettings(key) },
          { id: 'automatic', label: t('settings.automatic'), href: paths.automaticSettings(key) },
          { id: 'users', label: t('settings.users'), href: paths.userSettings(key) },
          { id: 'data', label: t('settings.data'), href: paths.dataSettings(key) },
          { id: 'security', label: t('settings.security'), href: paths.securitySettings(key) },
        ]}
      />
      {children}
    </Page>
  );
}
