import { Button } from '@mantine/core';
import { paths } from '#web/paths.ts';
import { useTexts } from '#web/texts.ts';
import { Page, PageHeader, Section } from '#web/ui/Page.tsx';

/** In place of a page that asks for a second factor which the user has not given: what asks, and where to give it. */
export function SecondFactorMissing({ title, words }: { title: string; words: string }) {
  const t = useTexts();
  return (
    <Page kind="text">
      <PageHeader title={title} />
      <Section>
        <p>{words}</p>
        <Button component="a" mt="md" href={paths.account()}>
          {t('shell.factorMissing.act')}
        </Button>
      </Section>
    </Page>
  );
}
