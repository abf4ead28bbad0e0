import { useFormats } from '#web/formats.ts';
import { DayText, MomentText } from '#web/parts/DayText.tsx';
import { RunStateBadge } from '#web/parts/StateBadge.tsx';
import { paths } from '#web/paths.ts';
import { useCompanyKey } from '#web/place.ts';
import { useTexts } from '#web/texts.ts';
import { FactList, Section } from '#web/ui/Page.tsx';
import { AutomaticHeartbeat } from './AutomaticSign.tsx';
import styles from './OverviewScreen.module.css';
import type { Overview } from './OverviewScreen.tsx';

const NEWS = ['added', 'settled', 'fellDue', 'sent', 'failed'] as const;

/** What is new today, and when the last run and the last import were. */
export function LatelyPanel({ overview }: { overview: Overview }) {
  const t = useTexts();
  const { number } = useFormats();
  return (
    <div className={styles.lately}>
      <Section title={t('overview.today')}>
        <FactList
          facts={NEWS.map((name) => ({
            name: t(`overview.new.${name}`),
            value: <span className="rp-figures">{number(overview.newToday[name])}</span>,
          }))}
        />
      </Section>
      <Section title={t('overview.lastRun')}>
        <LastRun run={overview.lastRun} />
      </Section>
      <AutomaticHeartbeat />
      <Section title={t('overview.lastImport')}>
        <LastImport last={overview.lastImport} />
      </Section>
    </div>
  );
}

function LastRun({ run }: { run: Overview['lastRun'] }) {
  const t = useTexts();
  const company = useCompanyKey();
  if (!run) return <a href={paths.runs(company)}>{t('overview.lastRun.none')}</a>;
  return (
    <p>
      <a href={paths.run(company, run.id)}>
        {t('overview.lastRun.name', { run: run.number, notices: run.notices })}
      </a>{' '}
      <RunStateBadge state={run.state} /> <DayText day={run.plannedFor} />
    </p>
  );
}

function LastImport({ last }: { last: Overview['lastImport'] }) {
  const t = useTexts();
  const company = useCompanyKey();
  if (!last) return <a href={paths.import(company)}>{t('overview.lastImport.none')}</a>;
  return (
    <p>
      <a href={paths.import(company)}>{last.fileName}</a> <MomentText at={last.appliedAt} />
    </p>
  );
}
