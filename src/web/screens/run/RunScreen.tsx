import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { whyNot } from '#core/dunning/run-states.ts';
import { api } from '#web/api.ts';
import { paths } from '#web/paths.ts';
import { useCompanyKey, useGo, usePlace } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { answerSentence, refusalSentence, useLanguage, useTexts } from '#web/texts.ts';
import { Note } from '#web/ui/Note.tsx';
import { Page } from '#web/ui/Page.tsx';
import { ProgressPanel } from '#web/ui/ProgressPanel.tsx';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import { EmptyState, ErrorState, LoadingState } from '#web/ui/States.tsx';
import { ResultView } from './ResultView.tsx';
import { ReviewView } from './ReviewView.tsx';
import { RunHeader } from './RunHeader.tsx';
import { runQuery } from './run-queries.ts';
import type { Run } from './types.ts';

/** One run: while it is computed, while a person reviews it, while it leaves, and what became of it. */
export function RunScreen() {
  const company = useCompanyKey();
  const runId = usePlace('run');
  const run = useQuery(runQuery(company, runId));
  useFocusKept(run.data?.state);
  if (run.error && !run.data) {
    return (
      <Page kind="text">
        <ErrorState error={run.error} onRetry={() => void run.refetch()} />
      </Page>
    );
  }
  if (!run.data) {
    return (
      <Page>
        <LoadingState kind="page" />
      </Page>
    );
  }
  const { state } = run.data;
  if (state === 'planned') return <ReviewView run={run.data} />;
  if (state === 'planning') return <PlanningView run={run.data} />;
  if (state === 'cancelled' || state === 'failed') return <EndedView run={run.data} />;
  return <ResultView run={run.data} />;
}

/** Another state is another page: where its dialog or row is gone, the focus goes to the title, never nowhere. */
function useFocusKept(state: string | undefined): void {
  const before = useRef(state);
  useEffect(() => {
    if (before.current === state) return;
    const isFirst = before.current === undefined;
    before.current = state;
    if (isFirst) return;
    const timer = setTimeout(() => {
      if (document.activeElement !== document.body) return;
      document.querySelector<HTMLElement>('[data-page-title]')?.focus();
    }, 300);
    return () => clearTimeout(timer);
  }, [state]);
}

function PlanningView({ run }: { run: Run }) {
  const t = useTexts();
  const company = useCompanyKey();
  const go = useGo();
  const clerkOnly = useClosedFor('clerk');
  const cancel = useMutation(
    api.dunningRuns.cancel.mutationOptions({ onSuccess: () => go(paths.runs(company)) }),
  );
  return (
    <Page kind="text">
      <RunHeader run={run} />
      <ProgressPanel
        title={t('run.planning')}
        done={run.progress?.done ?? 0}
        total={run.progress?.total || undefined}
        actions={
          <ReasonButton
            variant="default"
            closed={clerkOnly}
            loading={cancel.isPending}
            onClick={() => cancel.mutate({ company, run: run.id })}
          >
            {t('run.cancel')}
          </ReasonButton>
        }
      >
        <p className="rp-muted">{t('run.planningHint')}</p>
      </ProgressPanel>
    </Page>
  );
}

function EndedView({ run }: { run: Run }) {
  const t = useTexts();
  const { locale } = useLanguage();
  const company = useCompanyKey();
  const closed = whyNot('approve', run.state);
  return (
    <Page kind="text">
      <RunHeader run={run} />
      {run.answer && (
        <Note tone="bad" title={t('run.failedTitle')}>
          {answerSentence(run.answer, t, locale)}
        </Note>
      )}
      <EmptyState
        kind="nothingYet"
        title={closed ? refusalSentence({ t, locale }, closed, { run: run.number }) : ''}
        action={
          <Button component="a" href={paths.runs(company, { plan: true })}>
            {t('runs.plan')}
          </Button>
        }
      >
        {t('run.endedHint')}
      </EmptyState>
    </Page>
  );
}
