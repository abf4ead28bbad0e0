import { useFormats } from '#web/formats.ts';
import { DayText } from '#web/parts/DayText.tsx';
import { type TextKey, useTexts } from '#web/texts.ts';
import { type Column, DataTable } from '#web/ui/DataTable.tsx';
import { EmptyState } from '#web/ui/States.tsx';
import { Tag } from '#web/ui/Tag.tsx';
import type { Status } from './StatusScreen.tsx';

type Company = Status['companies'][number];

/** Each company in figures: when it last reminded, what waits, what is in doubt. */
export function CompanyTable({ companies }: { companies: readonly Company[] }) {
  const t = useTexts();
  const { number } = useFormats();
  const figure = (id: string, label: string, of: (company: Company) => number): Column<Company> => ({
    id,
    label,
    align: 'end',
    cell: (row) => number(of(row)),
  });
  const columns: Column<Company>[] = [
    {
      id: 'name',
      label: t('status.company'),
      card: 'title',
      cell: ({ name, stops, headMailFails }) => (
        <>
          {name}{' '}
          {stops.map(({ kind }) => (
            <Tag key={kind} tone="bad">
              {t(`stop.${kind}.short` as TextKey)}
            </Tag>
          ))}
          {headMailFails && <Tag tone="bad">{t('status.headMailFails')}</Tag>}
        </>
      ),
    },
    {
      id: 'lastRun',
      label: t('overview.lastRun'),
      cell: ({ lastRunOn }) => (lastRunOn ? <DayText day={lastRunOn} /> : ''),
    },
    figure('sent', t('status.sentToday'), ({ sentToday }) => sentToday),
    figure('waiting', t('status.waiting'), ({ waiting }) => waiting),
    figure('doubtful', t('status.doubtful'), ({ doubtful }) => doubtful),
  ];
  return (
    <DataTable
      label={t('status.companies')}
      columns={columns}
      rows={companies}
      total={companies.length}
      rowKey={({ key }) => key}
      rowLabel={({ name }) => name}
      empty={<EmptyState kind="nothingYet" title={t('status.companies')} />}
    />
  );
}
