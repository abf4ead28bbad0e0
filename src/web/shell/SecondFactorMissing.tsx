import { Button } from '@mantine/core';
import { paths } from '#web/paths.ts';
import { useTexts } from '#web/texts.ts';
import { Page, PageHeader, Section } from '#web/ui/Page.tsx';

/** In place of every page of a company that asks for a second factor which the user has not given. */
export function SecondFactorMissing({ company }: { company: string }) {
  const t = useTexts();
  return (
    <Page kind="text">
      <PageHeader title={t('shell.factorMissing.title')} />
      <Section>
        <p>{t('shell.factorMissing.words', { company })}</p>
        <Button component="a" href={paths.account()}>
          {t('shell.factorMissing.act')}
        </Button>
      </Section>
    </Page>
  );
}
