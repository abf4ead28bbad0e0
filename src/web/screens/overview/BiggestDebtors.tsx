import { DebtorLink } from '#web/parts/DebtorLink.tsx';
import { LevelBadge } from '#web/parts/LevelBadge.tsx';
import { MoneyText } from '#web/parts/MoneyText.tsx';
import { paths } from '#web/paths.ts';
import { useCompanyKey } from '#web/place.ts';
import { type Texts, useTexts } from '#web/texts.ts';
import { type Column, DataTable } from '#web/ui/DataTable.tsx';
import { Section } from '#web/ui/Page.tsx';
import { EmptyState } from '#web/ui/States.tsx';
import type { Overview } from './OverviewScreen.tsx';

type Row = Overview['biggest'][number];

function columnsOf(t: Texts): Column<Row>[] {
  return [
    {
      id: 'debtor',
      label: t('debtors.column.debtor'),
      card: 'title',
      cell: (row) => <DebtorLink debtor={row} isRow />,
    },
    { id: 'level', label: t('debtors.column.level'), cell: (row) => <LevelBadge level={row.level} /> },
    {
      id: 'late',
      label: t('debtors.column.late'),
      align: 'end',
      cell: (row) => <span className="rp-figures">{row.daysLate}</span>,
    },
    {
      id: 'overdue',
      label: t('debtors.column.overdue'),
      align: 'end',
      card: 'figure',
      cell: (row) => <MoneyText money={row.overdue} />,
    },
  ];
}

/** Who owes most of what is late. */
export function BiggestDebtors({ debtors }: { debtors: readonly Row[] }) {
  const t = useTexts();
  const company = useCompanyKey();
  return (
    <Section
      title={t('overview.biggest')}
      flush
      actions={<a href={paths.debtors(company, { view: 'overdue' })}>{t('overview.allDebtors')}</a>}
    >
      <DataTable
        label={t('overview.biggest')}
        columns={columnsOf(t)}
        rows={debtors}
        total={debtors.length}
        rowKey={({ id }) => id}
        rowLabel={({ name }) => name}
        empty={<EmptyState kind="done" title={t('overview.biggest.none')} />}
      />
    </Section>
  );
}
