import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import type { ProvisionalRow } from '#contract/settlement-views.ts';
import { api } from '#web/api.ts';
import { useFormats } from '#web/formats.ts';
import { BankFrame } from '#web/parts/bank/BankFrame.tsx';
import { DayText } from '#web/parts/DayText.tsx';
import { DebtorLink } from '#web/parts/DebtorLink.tsx';
import { MoneyText } from '#web/parts/MoneyText.tsx';
import { paths } from '#web/paths.ts';
import { useCompanyKey, useView } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { ActionMenu, type MenuAction } from '#web/ui/ActionMenu.tsx';
import { type Column, DataTable } from '#web/ui/DataTable.tsx';
import { PageTabs } from '#web/ui/PageTabs.tsx';
import { EmptyState, ErrorState, LoadingState } from '#web/ui/States.tsx';
import { toastDone } from '#web/ui/toasts.tsx';
import styles from './ledger.module.css';

const PER_PAGE = 50;
const VIEWS = ['differing', 'waiting'] as const;
const LedgerLook = z.object({
  view: z.enum(VIEWS).catch('differing'),
  page: z.coerce.number().int().min(1).catch(1),
});

const listQuery = (company: string, { view, page }: z.output<typeof LedgerLook>) =>
  api.settlements.provisional.queryOptions({
    input: { company, view, page, perPage: PER_PAGE },
    placeholderData: keepPreviousData,
  });

type Row = z.output<typeof ProvisionalRow>;

function useColumns(company: string): Column<Row>[] {
  const t = useTexts();
  const { money } = useFormats();
  const inMoney = (amount: string, { currency }: Row) => money({ amount, currency });
  return [
    {
      id: 'item',
      label: t('ledger.column.item'),
      card: 'title',
      cell: ({ item, other }) => (
        <span className={styles.stack}>
          <a href={paths.item(company, item.id)}>{item.number}</a>
          {other && <small>{t('ledger.other', { number: other.number })}</small>}
        </span>
      ),
    },
    { id: 'debtor', label: t('ledger.column.debtor'), cell: ({ debtor }) => <DebtorLink debtor={debtor} /> },
    {
      id: 'what',
      label: t('ledger.column.what'),
      cell: (row) => (
        <span className={styles.stack}>
          <span>{t(`ledger.kind.${row.kind}`)}</span>
          <small>
            {t(`ledger.sums.${row.kind}`, {
              expected: inMoney(row.expected, row),
              found: inMoney(row.found, row),
            })}
          </small>
        </span>
      ),
    },
    {
      id: 'since',
      label: t('ledger.column.since'),
      cell: ({ since, days }) => (
        <span className={styles.stack}>
          <DayText day={since} />
          <small>{t('ledger.days', { days })}</small>
        </span>
      ),
    },
    {
      id: 'amount',
      label: t('ledger.column.amount'),
      align: 'end',
      card: 'figure',
      cell: ({ expected, currency }) => <MoneyText money={{ amount: expected, currency }} />,
    },
    {
      id: 'more',
      label: t('act.more'),
      isLabelUnseen: true,
      align: 'end',
      width: '3rem',
      card: 'menu',
      cell: (row) => <RowActions row={row} />,
    },
  ];
}

function RowActions({ row }: { row: Row }) {
  const t = useTexts();
  const company = useCompanyKey();
  const closed = useClosedFor('clerk');
  const resolve = useMutation(
    api.settlements.resolve.mutationOptions({ onSuccess: () => toastDone(t('ledger.resolved')) }),
  );
  const undo = useMutation(
    api.settlements.undo.mutationOptions({ onSuccess: () => toastDone(t('desk.takenBack')) }),
  );
  const { difference, settlement, item } = row;
  const actions: MenuAction[] = [];
  if (difference) {
    for (const resolution of ['ledger', 'bank'] as const) {
      actions.push({
        id: resolution,
        label: t(`ledger.resolve.${resolution}`),
        closed,
        onClick: () => resolve.mutate({ company, difference, resolution }),
      });
    }
  }
  if (settlement) {
    const onClick = () => undo.mutate({ company, settlements: [settlement] });
    actions.push({ id: 'undo', label: t('ledger.undo'), closed, onClick });
  }
  actions.push({
    id: 'item',
    label: t('ledger.showItem'),
    href: paths.item(company, item.id, { tab: 'bank' }),
  });
  return <ActionMenu label={t('ledger.actions', { document: item.number })} actions={actions} />;
}

/** What the bank settled and the ledger does not show, and where the two disagree, until each is resolved. */
export function BankLedgerScreen() {
  const t = useTexts();
  const company = useCompanyKey();
  const [look, setLook] = useView(LedgerLook);
  const list = useQuery(listQuery(company, look));
  const columns = useColumns(company);
  return (
    <BankFrame current="ledger" lead={t('ledger.lead')}>
      <PageTabs
        label={t('ledger.views')}
        current={look.view}
        tabs={VIEWS.map((id) => ({
          id,
          label: t(`ledger.view.${id}`),
          href: paths.bankLedger(company, id === 'differing' ? {} : { view: id }),
          count: list.data?.counts[id] ?? 0,
        }))}
      />
      {list.error && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <LoadingState />}
      {list.data && (
        <DataTable
          label={t(`ledger.view.${look.view}`)}
          columns={columns}
          rows={list.data.rows}
          total={list.data.total}
          rowKey={({ difference, settlement, item }) => `${difference ?? settlement} ${item.id}`}
          rowLabel={({ item }) => item.number}
          isFetching={list.isPlaceholderData}
          page={look.page}
          perPage={PER_PAGE}
          onPage={(page) => setLook({ page })}
          onOpen={() => undefined}
          empty={
            <EmptyState kind="done" title={t(`ledger.empty.${look.view}`)}>
              {t(`ledger.emptyLead.${look.view}`)}
            </EmptyState>
          }
        />
      )}
    </BankFrame>
  );
}
