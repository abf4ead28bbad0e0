import { Button } from '@mantine/core';
import { paths } from '#web/paths.ts';
import { useCompanyKey } from '#web/place.ts';
import { useTexts } from '#web/texts.ts';
import { EmptyState } from '#web/ui/States.tsx';

/** Where everything a page shows comes from an import, and none was made yet. */
export function NothingImported({ title }: { title: string }) {
  const t = useTexts();
  const company = useCompanyKey();
  return (
    <EmptyState
      kind="nothingYet"
      title={title}
      action={
        <Button component="a" href={paths.import(company)}>
          {t('debtors.empty.act')}
        </Button>
      }
    >
      {t('debtors.empty.lead')}
    </EmptyState>
  );
}
