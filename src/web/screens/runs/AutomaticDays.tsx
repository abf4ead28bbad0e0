import { useQuery } from '@tanstack/react-query';
import type { AutomaticRunView } from '#contract/automatic-runs.ts';
import { api } from '#web/api.ts';
import { DayText } from '#web/parts/DayText.tsx';
import { paths } from '#web/paths.ts';
import { useCompanyKey } from '#web/place.ts';
import { answerSentence, useLanguage, useTexts } from '#web/texts.ts';
import { type Column, DataTable } from '#web/ui/DataTable.tsx';
import { Section } from '#web/ui/Page.tsx';
import { Tag } from '#web/ui/Tag.tsx';

const SHOWN = 10;

/** What became of the last days on which reminders were to go out: a day with nothing due is not a day that did not run. */
export function AutomaticDays() {
  const t = useTexts();
  const company = useCompanyKey();
  const { data } = useQuery(
    api.automaticRuns.list.queryOptions({ input: { company, page: 1, perPage: SHOWN } }),
  );
  const columns = useColumns(company);
  if (!data || data.rows.length === 0) return null;
  return (
    <Section title={t('automatic.days')}>
      <DataTable
        label={t('automatic.days')}
        columns={columns}
        rows={data.rows}
        total={data.rows.length}
        rowKey={({ on }) => on}
        rowLabel={({ on }) => on}
        page={1}
        perPage={SHOWN}
        onPage={() => {}}
        empty={null}
      />
    </Section>
  );
}

function useColumns(company: string): Column<AutomaticRunView>[] {
  const t = useTexts();
  return [
    {
      id: 'day',
      label: t('automatic.days.column.day'),
      card: 'title',
      cell: ({ on }) => <DayText day={on} />,
    },
    { id: 'what', label: t('automatic.days.column.what'), cell: (day) => <What day={day} /> },
    {
      id: 'run',
      width: '7rem',
      label: t('runs.column.run'),
      cell: ({ run }) =>
        run ? <a href={paths.run(company, run.id)}>{t('run.title', { number: run.number })}</a> : '–',
    },
  ];
}

function What({ day }: { day: AutomaticRunView }) {
  const t = useTexts();
  const { locale } = useLanguage();
  const { state, run, sent, expected, answer } = day;
  if (state === 'done' && !run) {
    return (expected?.toConfirm ?? 0) > 0 ? (
      <Tag tone="neutral">{t('automatic.days.leftForPerson', { count: expected?.toConfirm ?? 0 })}</Tag>
    ) : (
      <Tag tone="neutral">{t('automatic.days.nothingDue')}</Tag>
    );
  }
  if (state === 'done') return <Tag tone="good">{t('automatic.days.sent', { count: sent })}</Tag>;
  if (state === 'missed' || state === 'failed') {
    return (
      <span>
        <Tag tone="bad">{t(state === 'missed' ? 'automatic.days.didNotRun' : 'automatic.days.failed')}</Tag>{' '}
        {answer && <small>{answerSentence(answer, t, locale)}</small>}
      </span>
    );
  }
  const word = { announced: 'ahead', vetoed: 'vetoed', running: 'running' } as const;
  return <Tag tone="notice">{t(`automatic.days.${word[state]}`)}</Tag>;
}
