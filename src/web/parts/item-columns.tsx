import { IconFileDownload } from '@tabler/icons-react';
import type { client } from '#web/api.ts';
import { paths } from '#web/paths.ts';
import { useCompanyKey } from '#web/place.ts';
import { type Texts, useTexts } from '#web/texts.ts';
import { type Column, RowLink } from '#web/ui/DataTable.tsx';
import { Tag } from '#web/ui/Tag.tsx';
import { DayText } from './DayText.tsx';
import { DebtorLink } from './DebtorLink.tsx';
import { LevelBadge } from './LevelBadge.tsx';
import { MoneyText } from './MoneyText.tsx';
import styles from './parts.module.css';

export type ItemRow = Awaited<ReturnType<typeof client.openItems.list>>['rows'][number];

/** The columns of a list of due items: of everybody's, or of one debtor's. */
export function useItemColumns({ withDebtor }: { withDebtor: boolean }): Column<ItemRow>[] {
  const t = useTexts();
  const company = useCompanyKey();
  return [documentColumn(t, company), ...(withDebtor ? [debtorColumn(t)] : []), ...figureColumns(t)];
}

function documentColumn(t: Texts, company: string): Column<ItemRow> {
  return {
    id: 'number',
    label: t('items.column.document'),
    sort: 'number',
    card: 'title',
    cell: (row) => (
      <span className={styles.debtor}>
        <span className={styles.document}>
          <RowLink href={paths.item(company, row.id)}>{row.number}</RowLink>
          {row.hasFile && <DocumentFile company={company} item={row} />}
        </span>
        <small>
          {t(`documentKind.${row.kind}`)}
          {row.position > 1 && ` · ${t('items.instalment', { position: row.position })}`}
        </small>
      </span>
    ),
  };
}

/** The invoice as its seller made it, to be saved: what others send is not shown inside the page. */
function DocumentFile({ company, item }: { company: string; item: ItemRow }) {
  const t = useTexts();
  return (
    <a
      className={styles.file}
      href={`/api/companies/${company}/open-items/${item.id}/document`}
      aria-label={t('items.file', { document: item.number })}
      title={t('items.file', { document: item.number })}
      download
    >
      <IconFileDownload size={16} stroke={1.7} aria-hidden="true" />
    </a>
  );
}

function debtorColumn(t: Texts): Column<ItemRow> {
  return {
    id: 'debtor',
    label: t('items.column.debtor'),
    sort: 'debtor',
    cell: (row) => <DebtorLink debtor={row.debtor} />,
  };
}

function figureColumns(t: Texts): Column<ItemRow>[] {
  return [
    {
      id: 'due',
      label: t('items.column.due'),
      sort: 'due',
      cell: (row) => <DayText day={row.dueOn} />,
    },
    {
      id: 'late',
      label: t('items.column.late'),
      align: 'end',
      cell: (row) => <span className="rp-figures">{row.daysLate || ''}</span>,
    },
    {
      id: 'level',
      label: t('items.column.level'),
      sort: 'level',
      cell: (row) => <LevelOrReason row={row} />,
    },
    {
      id: 'reminded',
      label: t('items.column.reminded'),
      cell: (row) => row.notifiedOn && <DayText day={row.notifiedOn} />,
    },
    {
      id: 'amount',
      label: t('items.column.amount'),
      align: 'end',
      card: 'none',
      cell: (row) => <MoneyText money={{ amount: row.amount, currency: row.currency }} quiet />,
    },
    {
      id: 'open',
      label: t('items.column.open'),
      sort: 'open',
      align: 'end',
      card: 'figure',
      cell: (row) => <MoneyText money={{ amount: row.open, currency: row.currency }} />,
    },
  ];
}

/** Where it stands; or what keeps reminders from it. */
function LevelOrReason({ row }: { row: ItemRow }) {
  const t = useTexts();
  if (row.onHold) return <Tag tone="notice">{t('hold.tag')}</Tag>;
  if (row.disputed) return <Tag tone="notice">{t('items.view.disputed')}</Tag>;
  if (row.promised) return <Tag tone="info">{t('items.view.promised')}</Tag>;
  return <LevelBadge level={row.level} />;
}
