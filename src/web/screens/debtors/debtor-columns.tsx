import type { client } from '#web/api.ts';
import { AmountsText } from '#web/parts/AmountsText.tsx';
import { DayText } from '#web/parts/DayText.tsx';
import { DebtorLink } from '#web/parts/DebtorLink.tsx';
import { LevelBadge } from '#web/parts/LevelBadge.tsx';
import { useTexts } from '#web/texts.ts';
import type { Column } from '#web/ui/DataTable.tsx';
import { Tag } from '#web/ui/Tag.tsx';

export type DebtorRow = Awaited<ReturnType<typeof client.debtors.list>>['rows'][number];

/** What a list tells of each debtor. */
export function useDebtorColumns(): Column<DebtorRow>[] {
  const t = useTexts();
  return [
    {
      id: 'name',
      label: t('debtors.column.debtor'),
      sort: 'name',
      card: 'title',
      cell: (row) => <DebtorLink debtor={row} isRow />,
    },
    {
      id: 'level',
      label: t('debtors.column.level'),
      sort: 'level',
      cell: (row) => <LevelBadge level={row.level} />,
    },
    { id: 'state', label: t('debtors.column.state'), cell: (row) => <States row={row} /> },
    {
      id: 'contacted',
      label: t('debtors.column.contacted'),
      sort: 'contacted',
      cell: (row) =>
        row.contactedOn === null ? (
          <span className="rp-muted">{t('debtors.neverContacted')}</span>
        ) : (
          <DayText day={row.contactedOn} />
        ),
    },
    {
      id: 'late',
      label: t('debtors.column.late'),
      sort: 'lateness',
      align: 'end',
      cell: (row) => <span className="rp-figures">{row.daysLate || ''}</span>,
    },
    {
      id: 'open',
      label: t('debtors.column.open'),
      sort: 'open',
      align: 'end',
      cell: (row) => <AmountsText amounts={row.open} />,
    },
    {
      id: 'overdue',
      label: t('debtors.column.overdue'),
      sort: 'overdue',
      align: 'end',
      card: 'figure',
      cell: (row) => <AmountsText amounts={row.overdue} />,
    },
  ];
}

function States({ row }: { row: DebtorRow }) {
  const t = useTexts();
  if (row.onHold) return <Tag tone="notice">{t('hold.tag')}</Tag>;
  return row.noAddress ? <Tag tone="bad">{t('debtors.noAddress')}</Tag> : null;
}
