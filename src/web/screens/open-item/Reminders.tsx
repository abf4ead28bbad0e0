import { DayText } from '#web/parts/DayText.tsx';
import { LevelBadge } from '#web/parts/LevelBadge.tsx';
import { MoneyText } from '#web/parts/MoneyText.tsx';
import { NoticeWays } from '#web/parts/NoticeWays.tsx';
import { paths } from '#web/paths.ts';
import { useCompanyKey } from '#web/place.ts';
import { type Texts, useTexts } from '#web/texts.ts';
import { type Column, DataTable } from '#web/ui/DataTable.tsx';
import { EmptyState } from '#web/ui/States.tsx';
import { Tag } from '#web/ui/Tag.tsx';
import type { Item } from './OpenItemScreen.tsx';

type Row = Item['reminders'][number];

/** Each notice that carried the item: its level, its day, how it left, and what it asked for. */
export function Reminders({ item }: { item: Item }) {
  const t = useTexts();
  const company = useCompanyKey();
  const byHand = item.level > 0 && item.notifiedOn === null;
  return (
    <DataTable
      label={t('item.tab.reminders')}
      columns={columnsOf(t, company)}
      rows={item.reminders}
      total={item.reminders.length}
      rowKey={({ notice }) => notice.id}
      rowLabel={({ notice }) => String(notice.number)}
      empty={
        <EmptyState kind="nothingYet" title={t('item.reminders.none')}>
          {byHand && t('item.reminders.earlier', { level: item.level })}
        </EmptyState>
      }
    />
  );
}

function columnsOf(t: Texts, company: string): Column<Row>[] {
  return [
    {
      id: 'notice',
      label: t('item.reminders.notice'),
      card: 'title',
      cell: ({ notice }) => (
        <span className="rp-figures">{t('item.reminders.numbered', { number: String(notice.number) })}</span>
      ),
    },
    { id: 'level', label: t('items.column.level'), cell: (row) => <LevelOf row={row} /> },
    { id: 'issued', label: t('items.column.issued'), cell: (row) => <DayText day={row.issuedOn} /> },
    {
      id: 'deadline',
      label: t('item.reminders.deadline'),
      cell: (row) => <DayText day={row.deadlineOn} />,
    },
    { id: 'state', label: t('item.reminders.state'), cell: (row) => <StateOf row={row} /> },
    {
      id: 'run',
      label: t('item.reminders.run'),
      cell: ({ run }) => <a href={paths.run(company, run.id)}>{run.number}</a>,
    },
    {
      id: 'charged',
      label: t('item.reminders.charged'),
      align: 'end',
      cell: (row) => <Charged row={row} />,
    },
    {
      id: 'open',
      label: t('items.column.open'),
      align: 'end',
      card: 'figure',
      cell: ({ currency, open }) => <MoneyText money={{ amount: open, currency }} />,
    },
  ];
}

function LevelOf({ row }: { row: Row }) {
  const t = useTexts();
  if (row.level === null) return <span className="rp-muted">{t('item.reminders.listed')}</span>;
  return row.level === 0 ? <LevelBadge level={0} of="courtesy" /> : <LevelBadge level={row.level} />;
}

/** What it asked for beside the debt: interest and fee. */
function Charged({ row: { currency, interest, fee } }: { row: Row }) {
  if (Number(interest) === 0 && Number(fee) === 0) return <span className="rp-muted">–</span>;
  return (
    <>
      <MoneyText money={{ amount: interest, currency }} quiet />
      {' + '}
      <MoneyText money={{ amount: fee, currency }} quiet />
    </>
  );
}

function StateOf({ row }: { row: Row }) {
  const t = useTexts();
  return (
    <>
      {row.undone && <Tag>{t('item.reminders.undone')}</Tag>}
      <NoticeWays ways={row.ways} />
    </>
  );
}
