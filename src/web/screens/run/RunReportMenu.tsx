import { Button, Menu } from '@mantine/core';
import { IconFileCertificate } from '@tabler/icons-react';
import { LANGUAGES } from '#core/receivables/kinds.ts';
import { languageInItself } from '#web/notation.ts';
import { useCompanyKey } from '#web/place.ts';
import { useTexts } from '#web/texts.ts';
import type { Run } from './types.ts';

/** The report of an approved run as a PDF, in the language of whoever is to read it. */
export function RunReportMenu({ run }: { run: Run }) {
  const t = useTexts();
  const company = useCompanyKey();
  if (!run.approvedAt) return null;
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <Button variant="default" leftSection={<IconFileCertificate size={16} aria-hidden="true" />}>
          {t('run.report')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown aria-label={t('run.report')}>
        <Menu.Label>{t('run.reportLanguage')}</Menu.Label>
        {LANGUAGES.map((language) => (
          <Menu.Item
            key={language}
            component="a"
            href={`/api/companies/${company}/runs/${run.id}/report?language=${language}`}
            target="_blank"
            lang={language}
          >
            {languageInItself(language)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
