import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '#web/api.ts';
import { useCompanyKey, useView } from '#web/place.ts';
import { useTexts } from '#web/texts.ts';
import { Page, PageHeader, Section } from '#web/ui/Page.tsx';
import { ErrorState, LoadingState } from '#web/ui/States.tsx';
import { ImportHistory } from './ImportHistory.tsx';
import { ImportSteps } from './ImportSteps.tsx';
import styles from './import.module.css';
import { UploadZone } from './UploadZone.tsx';

/** The import under way is part of the link: a page that is reloaded, or sent to somebody, shows the same. */
const Look = z.object({ file: z.string().catch(''), page: z.coerce.number().int().min(1).catch(1) });

const importQuery = (company: string, importId: string) =>
  api.imports.show.queryOptions({
    input: { company, importId },
    enabled: importId !== '',
    refetchInterval: ({ state }) => (/ing$/.test(state.data?.state ?? '') ? 500 : false),
  });

/** From a file to the ledger in five steps on one page. Nothing is written before “Import”. */
export function ImportScreen() {
  const t = useTexts();
  const company = useCompanyKey();
  const [look, setLook] = useView(Look);
  const shown = useQuery(importQuery(company, look.file));
  const open = (file: string) => setLook({ file }, { push: true });
  return (
    <Page>
      <PageHeader
        title={t('import.title')}
        lead={t('import.lead')}
        actions={
          look.file !== '' && (
            <Button variant="default" onClick={() => open('')}>
              {t('import.file.another')}
            </Button>
          )
        }
      />
      <div className={styles.steps}>
        {look.file === '' && (
          <>
            <Section title={t('import.step.file')}>
              <UploadZone company={company} onReceived={open} />
            </Section>
            <ImportHistory company={company} page={look.page} onPage={(page) => setLook({ page })} />
          </>
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
