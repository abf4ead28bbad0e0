import { NativeSelect } from '@mantine/core';
import type { ReactNode } from 'react';
import { paths } from '#web/paths.ts';
import { useCompanyKey, useGo } from '#web/place.ts';
import { useCompany } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { Page, PageHeader } from '#web/ui/Page.tsx';
import styles from './SettingsFrame.module.css';

type Props = { current: SettingsPage; actions?: ReactNode; children: ReactNode };

/** Every page of settings, by what it is about; the words of a page and of a group are `settings.<name>`. */
const GROUPS = [
  { name: 'groupCompany', pages: ['company', 'groups', 'terms'] },
  { name: 'groupReminders', pages: ['mail', 'automatic'] },
  { name: 'groupAccess', pages: ['users', 'security', 'data'] },
] as const;
type SettingsPage = (typeof GROUPS)[number]['pages'][number];

const HREFS: Readonly<Record<SettingsPage, (company: string) => string>> = {
  company: paths.settings,
  groups: paths.groups,
  terms: paths.termsSettings,
  mail: paths.mailSettings,
  automatic: paths.automaticSettings,
  users: paths.userSettings,
  security: paths.securitySettings,
  data: paths.dataSettings,
};

/** The settings of a company: one page each. The way between them stands beside them on a desk, and folds to one field on a phone. */
export function SettingsFrame({ current, actions, children }: Props) {
  const t = useTexts();
  const { name } = useCompany();
  return (
    <Page kind="beside">
      <PageHeader title={t('nav.settings')} lead={name} actions={actions} />
      <div className={styles.frame}>
        <Beside current={current} />
        <Folded current={current} />
        <div className={styles.page}>{children}</div>
      </div>
    </Page>
  );
}

function Beside({ current }: { current: SettingsPage }) {
  const t = useTexts();
  const key = useCompanyKey();
  return (
    <nav aria-label={t('nav.settings')} className={styles.beside}>
      {GROUPS.map(({ name, pages }) => (
        <div key={name}>
          <p id={`settings-${name}`} className={styles.group}>
            {t(`settings.${name}`)}
          </p>
          <ul aria-labelledby={`settings-${name}`}>
            {pages.map((page) => (
              <li key={page}>
                <a
                  href={HREFS[page](key)}
                  className={styles.link}
                  aria-current={page === current ? 'page' : undefined}
                >
                  {t(`settings.${page}`)}
                </a>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

function Folded({ current }: { current: SettingsPage }) {
  const t = useTexts();
  const key = useCompanyKey();
  const go = useGo();
  return (
    <NativeSelect
      className={styles.folded ?? ''}
      aria-label={t('settings.page')}
      value={HREFS[current](key)}
      onChange={(event) => go(event.currentTarget.value)}
      data={GROUPS.map(({ name, pages }) => ({
        group: t(`settings.${name}`),
        items: pages.map((page) => ({ value: HREFS[page](key), label: t(`settings.${page}`) })),
      }))}
    />
  );
}
