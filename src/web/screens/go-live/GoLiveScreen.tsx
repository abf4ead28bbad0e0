import { Button } from '@mantine/core';
import { IconCheck, IconCircle } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { api } from '#web/api.ts';
import { TestMail } from '#web/parts/TestMail.tsx';
import { paths } from '#web/paths.ts';
import { useCompanyKey, useGo } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx';
import { Note } from '#web/ui/Note.tsx';
import { Page, PageHeader, Section } from '#web/ui/Page.tsx';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import { ErrorState, LoadingState } from '#web/ui/States.tsx';
import { toastDone } from '#web/ui/toasts.tsx';
import styles from './GoLiveScreen.module.css';

const companyQuery = (company: string) => api.companies.show.queryOptions({ input: { company } });

/** From trying to doing: what must have been seen with one's own eyes before a debtor hears from Rappel. */
export function GoLiveScreen() {
  const t = useTexts();
  const key = useCompanyKey();
  const { data: company, error, refetch } = useQuery(companyQuery(key));
  const ownerOnly = useClosedFor('owner');
  const [isAsking, setAsking] = useState(false);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!company) return <LoadingState kind="page" />;
  const needs = (what: 'test_mail' | 'reviewed_run') => company.liveNeeds.includes(what);
  const closed = ownerOnly ?? (company.liveNeeds.length > 0 ? t('goLive.closed') : null);
  if (company.mode === 'live') {
    return (
      <Page kind="text">
        <PageHeader title={t('goLive.title')} />
        <Note tone="good">{t('goLive.isLive')}</Note>
      </Page>
    );
  }
  return (
    <Page kind="text">
      <PageHeader title={t('goLive.title')} lead={t('goLive.lead')} />
      <Section>
        <ol className={styles.steps}>
          <Need done={!needs('test_mail')} title={t('goLive.testMail')} words={t('goLive.testMailHint')}>
            {needs('test_mail') && <TestMail company={company} withLink />}
          </Need>
          <Need done={!needs('reviewed_run')} title={t('goLive.run')} words={t('goLive.runHint')}>
            {needs('reviewed_run') && (
              <Button component="a" variant="default" href={paths.runs(key)}>
                {t('goLive.runAct')}
              </Button>
            )}
          </Need>
        </ol>
      </Section>
      <Note tone="notice">{t('goLive.consequence')}</Note>
      <div>
        <ReasonButton closed={closed} onClick={() => setAsking(true)}>
          {t('goLive.act')}
        </ReasonButton>
      </div>
      <GoLiveDialog company={company} opened={isAsking} onClose={() => setAsking(false)} />
    </Page>
  );
}

type NeedProps = { done: boolean; title: string; words: string; children: ReactNode };

function Need({ done, title, words, children }: NeedProps) {
  const t = useTexts();
  return (
    <li className={styles.step} data-done={done || undefined}>
      <span className={styles.mark} role="img" aria-label={t(done ? 'goLive.done' : 'goLive.toDo')}>
        {done ? <IconCheck size={16} stroke={2.4} /> : <IconCircle size={16} />}
      </span>
      <div className={styles.words}>
        <h2>{title}</h2>
        <p className="rp-muted">{words}</p>
        {children}
      </div>
    </li>
  );
}

type DialogProps = { company: { key: string; name: string }; opened: boolean; onClose: () => void };

function GoLiveDialog({ company, opened, onClose }: DialogProps) {
  const t = useTexts();
  const go = useGo();
  const live = useMutation(
    api.companies.goLive.mutationOptions({
      meta: { inline: true },
      onSuccess: ({ runsUndone }) => {
        toastDone(t('goLive.doneToast', { runs: runsUndone }));
        go(paths.worklist(company.key));
      },
    }),
  );
  return (
    <ConfirmDialog
      opened={opened}
      onClose={onClose}
      title={t('goLive.dialogTitle', { company: company.name })}
      act={t('goLive.act')}
      busy={live.isPending}
      error={live.error}
      typed={{ label: t('goLive.typeName', { company: company.name }), words: company.name }}
      onConfirm={() => live.mutate({ company: company.key })}
    >
      <p>{t('goLive.consequence')}</p>
    </ConfirmDialog>
  );
}
