import { Switch } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { api } from '#web/api.ts';
import { useFormats } from '#web/formats.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { Note } from '#web/ui/Note.tsx';
import { Section } from '#web/ui/Page.tsx';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import { Counts } from './Counts.tsx';
import styles from './import.module.css';
import { ProblemGroups, SuspiciousNote } from './ProblemGroups.tsx';
import type { Import, Result } from './types.ts';

type Props = {
  company: string;
  shown: Import;
  isStale: boolean;
  isAnswered: boolean;
  mirror: boolean;
  onMirror: (mirror: boolean) => void;
  onCheck: () => void;
  isChecking: boolean;
};

/** What would happen, in figures and problems, and the one button that makes it happen. */
export function CheckStep({
  company,
  shown,
  isStale,
  isAnswered,
  mirror,
  onMirror,
  onCheck,
  isChecking,
}: Props) {
  const t = useTexts();
  const clerkOnly = useClosedFor('clerk');
  const closed = clerkOnly ?? (isAnswered ? null : t('import.check.unanswered'));
  const result = shown.state === 'undone' ? null : shown.result;
  return (
    <Section title={t('import.step.check')}>
      <div className={styles.stack}>
        <Ended shown={shown} />
        {shown.kind === 'open_items' && (
          <Switch
            label={t('import.check.mirror')}
            description={t('import.check.mirrorHint')}
            checked={mirror}
            onChange={(event) => onMirror(event.currentTarget.checked)}
          />
        )}
        {result && isStale && shown.state !== 'read' && <Note tone="neutral">{t('import.check.stale')}</Note>}
        {result && <Consequences company={company} shown={shown} result={result} />}
        <div className={styles.row}>
          <ReasonButton
            variant={result && !isStale ? 'default' : 'filled'}
            closed={closed}
            loading={isChecking}
            onClick={onCheck}
          >
            {t(result ? 'import.check.again' : 'import.check.run')}
          </ReasonButton>
          {result && !isStale && isAnswered && (
            <ApplyButtons company={company} shown={shown} result={result} />
          )}
        </div>
      </div>
    </Section>
  );
}

function Ended({ shown: { state } }: { shown: Import }) {
  const t = useTexts();
  if (state === 'undone') return <Note tone="neutral">{t('import.undone')}</Note>;
  if (state !== 'refused' && state !== 'cancelled' && state !== 'failed') return null;
  return <Note tone={state === 'failed' ? 'bad' : 'warn'}>{t(`import.result.${state}`)}</Note>;
}

function Consequences({ company, shown, result }: { company: string; shown: Import; result: Result }) {
  const t = useTexts();
  const { number } = useFormats();
  const { documents } = result;
  const stays = documents.unchanged + documents.changed;
  return (
    <>
      <Counts result={result} isDebtors={shown.kind === 'debtors'} />
      {documents.settled > 10 && documents.settled > stays && (
        <Note tone="warn">{t('import.manySettled', { settled: number(documents.settled) })}</Note>
      )}
      {result.backlog > 0 && <Note tone="info">{t('import.backlog', { count: result.backlog })}</Note>}
      {result.rows.erased > 0 && (
        <Note tone="info">{t('import.count.erased', { count: result.rows.erased })}</Note>
      )}
      {result.mirrorHeld && shown.mirror && <Note tone="notice">{t('import.mirrorHeld')}</Note>}
      <SuspiciousNote result={result} />
      <ProblemGroups company={company} shown={shown} result={result} />
    </>
  );
}

function ApplyButtons({ company, shown, result }: { company: string; shown: Import; result: Result }) {
  const t = useTexts();
  const clerkOnly = useClosedFor('clerk');
  const apply = useMutation(api.imports.apply.mutationOptions());
  const input = { company, importId: shown.id };
  const isClean = result.problemCount === 0;
  const hasGood = result.rows.read > result.rows.rejected;
  return (
    <>
      {!isClean && hasGood && (
        <ReasonButton
          variant="default"
          closed={clerkOnly}
          loading={apply.isPending}
          onClick={() => apply.mutate({ ...input, lenient: true })}
        >
          {t('import.applyLenient')}
        </ReasonButton>
      )}
      <ReasonButton
        closed={clerkOnly ?? (isClean ? null : t('import.applyClosed'))}
        loading={apply.isPending}
        onClick={() => apply.mutate({ ...input, lenient: false })}
      >
        {t('import.apply')}
      </ReasonButton>
    </>
  );
}
