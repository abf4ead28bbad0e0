import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { useCompanyKey, useView } from '#web/place.ts';
import { useTexts } from '#web/texts.ts';
import { Page, PageHeader, Section } from '#web/ui/Page.tsx';
import { ErrorState, LoadingState } from '#web/ui/States.tsx';
import { ImportHistory } from './ImportHistory.tsx';
import { ImportSteps } from './ImportSteps.tsx';
import styles from './import.module.css';
import { importQuery } from './import-query.ts';
import { ReceivedFiles } from './ReceivedFiles.tsx';
import { UploadZone } from './UploadZone.tsx';

/** The import under way is part of the link: a page that is reloaded, or sent to somebody, shows the same. */
const Look = z.object({
  file: z.string().catch(''),
  /** Several that came in together: their ids, with a comma between them. */
  received: z.string().catch(''),
  page: z.coerce.number().int().min(1).catch(1),
});

/** From a file to the ledger in five steps on one page. Nothing is written before “Import”. */
export function ImportScreen() {
  const t = useTexts();
  const company = useCompanyKey();
  const [look, setLook] = useView(Look);
  const shown = useQuery(importQuery(company, look.file));
  const open = (received: readonly string[]) => {
    const [only = '', ...more] = received;
    setLook(more.length > 0 ? { received: received.join(',') } : { file: only }, { push: true });
  };
  const isAnyOpen = look.file !== '' || look.received !== '';
  return (
    <Page>
      <PageHeader
        title={t('import.title')}
        lead={t('import.lead')}
        actions={
          isAnyOpen && (
            <Button variant="default" onClick={() => setLook({ file: '', received: '' }, { push: true })}>
              {t('import.file.another')}
            </Button>
          )
        }
      />
      <div className={styles.steps}>
        {!isAnyOpen && (
          <>
            <Section title={t('import.step.file')}>
              <UploadZone company={company} onReceived={open} />
            </Section>
            <ImportHistory company={company} page={look.page} onPage={(page) => setLook({ page })} />
          </>
        )}
        {look.file === '' && look.received !== '' && (
          <ReceivedFiles company={company} importIds={look.received.split(',')} />
        )}
        {look.file !== '' && shown.error && (
          <ErrorState error={shown.error} onRetry={() => void shown.refetch()} />
        )}
        {look.file !== '' && shown.isPending && <LoadingState kind="page" />}
        {look.file !== '' && shown.data && (
          <ImportSteps key={shown.data.id} company={company} shown={shown.data} />
        )}
      </div>
    </Page>
  );
}
