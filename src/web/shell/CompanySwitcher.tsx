import { Menu } from '@mantine/core';
import { IconCheck, IconPlus, IconSelector } from '@tabler/icons-react';
import { paths } from '#web/paths.ts';
import { useSession, useWorkplace } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import styles from './Switchers.module.css';

/** Which company one works for; each has its own address, so two windows can show two of them. */
export function CompanySwitcher() {
  const t = useTexts();
  const key = useWorkplace();
  const { companies } = useSession();
  const current = companies.find((company) => company.key === key);
  return (
    <Menu position="bottom-start" width={260} shadow="md" withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <button type="button" className={styles.switcher}>
          <span className={styles.mark} aria-hidden="true">
            {(current?.name ?? 'R').slice(0, 1).toUpperCase()}
          </span>
          <span className={styles.name}>{current?.name ?? t('shell.chooseCompany')}</span>
          <IconSelector size={16} stroke={1.7} aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown aria-label={t('shell.companies')}>
        {companies.map((company) => (
          <Menu.Item
            key={company.key}
            component="a"
            href={paths.worklist(company.key)}
            aria-current={company.key === key ? 'true' : undefined}
            rightSection={company.key === key ? <IconCheck size={16} aria-hidden="true" /> : undefined}
          >
            {company.name}
          </Menu.Item>
        ))}
        <Menu.Item
          component="a"
          href={paths.newCompany()}
          leftSection={<IconPlus size={16} aria-hidden="true" />}
        >
          {t('shell.newCompany')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
