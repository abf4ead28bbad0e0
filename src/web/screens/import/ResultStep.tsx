import { Button } from '@mantine/core';
import { useFormats } from '#web/formats.ts';
import { paths } from '#web/paths.ts';
import { useTexts } from '#web/texts.ts';
import { Note } from '#web/ui/Note.tsx';
import { Section } from '#web/ui/Page.tsx';
import { Counts } from './Counts.tsx';
import styles from './import.module.css';
import { ProblemGroups, SuspiciousNote } from './ProblemGroups.tsx';
import type { Import } from './types.ts';
import { UndoImport } from './UndoImport.tsx';

/** What was done, and where to go on. */
export function ResultStep({ company, shown }: { company: string; shown: Import }) {
  const t = useTexts();
  const { number } = useFormats();
  const { result } = shown;
  if (!result) return null;
  const { added, changed, settled } = result.documents;
  const facts = { added: number(added), changed: number(changed), settled: number(settled) };
  return (
    <Section title={t('import.step.result')}>
      <div className={styles.stack}>
        <Note tone="good" live>
          {t('import.result.applied', facts)}
        </Note>
        <Counts result={result} isDebtors={shown.kind === 'debtors'} />
        {result.backlog > 0 && <Note tone="info">{t('import.backlog', { count: result.backlog })}</Note>}
        {result.rows.erased > 0 && (
          <Note tone="info">{t('import.count.erased', { count: result.rows.erased })}</Note>
        )}
        <SuspiciousNote result={result} />
        <ProblemGroups company={company} shown={shown} result={result} />
        <div className={styles.row}>
          <Button component="a" href={paths.items(company)}>
            {t('import.result.items')}
          </Button>
          {shown.kind !== 'debtors' && (
            <Button component="a" variant="default" href={paths.runs(company, { plan: true })}>
              {t('runs.plan')}
            </Button>
          )}
          {shown.undoable && <UndoImport company={company} shown={shown} />}
        </div>
      </div>
    </Section>
  );
}
