import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { whyNotImport } from '#core/receivables/import-states.ts';
import { api } from '#web/api.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { Section } from '#web/ui/Page.tsx';
import { ErrorState, LoadingState } from '#web/ui/States.tsx';
import { CheckStep } from './CheckStep.tsx';
import { ColumnsStep } from './ColumnsStep.tsx';
import { FormatsStep } from './FormatsStep.tsx';
import { ImportStateTag } from './ImportHistory.tsx';
import { ResultStep } from './ResultStep.tsx';
import type { Choices, Import } from './types.ts';
import { WorkProgress } from './WorkProgress.tsx';

type Props = { company: string; shown: Import };

/** The steps after the file. A list that asks nothing is checked by itself; choices made later make the check stale. */
export function ImportSteps({ company, shown }: Props) {
  const [choices, setChoices] = useState<Choices>(shown.choices);
  const [mirror, setMirror] = useState(shown.mirror);
  const [isStale, setStale] = useState(false);
  const closed = useClosedFor('clerk');
  const isList = shown.format !== 'ubl';
  const isOver = shown.state === 'applied';
  const input = { company, importId: shown.id, choices };
  const table = useQuery(
    api.imports.table.queryOptions({
      input,
      enabled: isList && !isOver && !closed,
      placeholderData: keepPreviousData,
    }),
  );
  const check = useMutation(api.imports.check.mutationOptions({ onSuccess: () => setStale(false) }));
  const runCheck = () => check.mutate({ ...input, mirror });
  const isAnswered = !isList || (table.data?.table?.questions.length === 0 && !table.isPlaceholderData);
  useFirstCheck(shown.state === 'read' && isAnswered && !closed, runCheck);
  const change = (patch: Partial<Choices>) => {
    setChoices({ ...choices, ...patch });
    setStale(true);
  };
  const changeMirror = (next: boolean) => {
    setMirror(next);
    setStale(true);
  };
  const isBusy = shown.state === 'checking' || shown.state === 'applying';
  return (
    <>
      <FileStep shown={shown} />
      {isList && !isOver && table.error && (
        <ErrorState error={table.error} onRetry={() => void table.refetch()} />
      )}
      {isList && !isOver && table.isPending && !closed && <LoadingState />}
      {isList && !isOver && table.data?.table && (
        <>
          <ColumnsStep company={company} table={table.data.table} choices={choices} onChange={change} />
          <FormatsStep table={table.data.table} choices={choices} onChange={change} />
        </>
      )}
      {isBusy && <WorkProgress company={company} shown={shown} />}
      {!isBusy && !isOver && (
        <CheckStep
          company={company}
          shown={shown}
          isStale={isStale || whyNotImport('apply', shown.state) !== null}
          isAnswered={isAnswered}
          mirror={mirror}
          onMirror={changeMirror}
          onCheck={runCheck}
          isChecking={check.isPending}
        />
      )}
      {isOver && <ResultStep company={company} shown={shown} />}
    </>
  );
}

function FileStep({ shown }: { shown: Import }) {
  const t = useTexts();
  const format = shown.format.toUpperCase();
  return (
    <Section title={t('import.step.file')} actions={<ImportStateTag state={shown.state} />}>
      <strong>{shown.fileName}</strong>
      <p className="rp-muted">
        {t('import.file.recognised', { format, kind: t(`import.kind.${shown.kind}`) })}
      </p>
    </Section>
  );
}

/** Once, when a file that needs no answer has just come in. */
function useFirstCheck(isReady: boolean, run: () => void): void {
  const done = useRef(false);
  useEffect(() => {
    if (!isReady || done.current) return;
    done.current = true;
    run();
  });
}
