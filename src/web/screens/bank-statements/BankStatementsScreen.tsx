import { Button, NativeSelect } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import type { StatementView } from '#contract/bank-statements.ts';
import { STATEMENT_STATES } from '#core/bank/statement-states.ts';
import { api } from '#web/api.ts';
import { BankFrame } from '#web/parts/bank/BankFrame.tsx';
import { StatementState } from '#web/parts/bank/StatementState.tsx';
import { DayText } from '#web/parts/DayText.tsx';
import { MoneyText } from '#web/parts/MoneyText.tsx';
import { paths } from '#web/paths.ts';
import { useCompanyKey, useView } from '#web/place.ts';
import { useTexts } from '#web/texts.ts';
import { type Column, DataTable, RowLink } from '#web/ui/DataTable.tsx';
import { FilterBar, type FilterChip } from '#web/ui/FilterBar.tsx';
import { EmptyState, ErrorState, LoadingState } from '#web/ui/States.tsx';
import styles from './statements.module.css';

const PER_PAGE = 50;
const StatementsLook = z.object({
  account: z.string().catch(''),
  file: z.string().catch(''),
  state: z.enum(STATEMENT_STATES).optional().catch(undefined),
  page: z.coerce.number().int().min(1).catch(1),
});
type Look = z.output<typeof StatementsLook>;

const listQuery = (company: string, { account, file, state, page }: Look) =>
  api.bankStatements.listStatements.queryOptions({
    input: {
      company,
      page,
      perPage: PER_PAGE,
      ...(account ? { account } : {}),
      ...(file ? { file } : {}),
      ...(state ? { state } : {}),
    },
    placeholderData: keepPreviousData,
  });

type Row = z.output<typeof StatementView>;

function useColumns(company: string): Column<Row>[] {
  const t = useTexts();
  return [
    {
      id: 'number',
      label: t('statement.column.number'),
      card: 'title',
      cell: (row) => (
        <span className={styles.number}>
          <RowLink href={paths.bankStatement(company, row.id)}>
            {t('statement.numbered', { number: row.number ?? '–' })}
          </RowLink>
          <small>{row.account.name}</small>
        </span>
      ),
    },
    {
      id: 'state',
      label: t('statement.column.state'),
      cell: (row) => <StatementState state={row.state} overridden={row.overridden !== null} />,
    },
    {
      id: 'period',
      label: t('statement.column.until'),
      cell: ({ closedOn, openedOn }) => {
        const on = closedOn ?? openedOn;
        return on ? <DayText day={on} /> : '–';
      },
    },
    {
      id: 'lines',
      label: t('statement.column.lines'),
      align: 'end',
      cell: ({ lines }) => <span className="rp-figures">{lines}</span>,
    },
    {
      id: 'opening',
      label: t('statement.column.opening'),
      align: 'end',
      cell: ({ opening }) => (opening ? <MoneyText money={opening} quiet /> : '–'),
    },
    {
      id: 'closing',
      label: t('statement.column.closing'),
      align: 'end',
      card: 'figure',
      cell: ({ closing }) => (closing ? <MoneyText money={closing} /> : '–'),
    },
    {
      id: 'open',
      label: t('statement.column.open'),
      align: 'end',
      cell: ({ openLines }) => <span className="rp-figures">{openLines || ''}</span>,
    },
  ];
}

/** Every statement that came in, the newest first, with its balances and what waits of it. */
export function BankStatementsScreen() {
  const t = useTexts();
  const company = useCompanyKey();
  const [look, setLook] = useView(StatementsLook);
  const list = useQuery(listQuery(company, look));
  const columns = useColumns(company);
  const clear = () => setLook({ account: '', file: '', state: undefined });
  return (
    <BankFrame current="statements" lead={t('statements.lead')}>
      <Filters look={look} setLook={setLook} onClear={clear} />
      {list.error && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <LoadingState />}
      {list.data && (
        <DataTable
          label={t('bank.tab.statements')}
          columns={columns}
          rows={list.data.rows}
          total={list.data.total}
          rowKey={({ id }) => id}
          rowLabel={({ number, account }) => `${account.name} ${number ?? ''}`}
          isFetching={list.isPlaceholderData}
          page={look.page}
          perPage={PER_PAGE}
          onPage={(page) => setLook({ page })}
          empty={<Empty look={look} onClear={clear} />}
        />
      )}
    </BankFrame>
  );
}

type FilterProps = { look: Look; setLook: (look: Partial<Look>) => void; onClear: () => void };

function Filters({ look, setLook, onClear }: FilterProps) {
  const t = useTexts();
  const company = useCompanyKey();
  const accounts = useQuery(api.bankStatements.listAccounts.queryOptions({ input: { company } })).data;
  const chips: FilterChip[] = look.file
    ? [{ id: 'file', label: t('statements.ofFile'), onRemove: () => setLook({ file: '' }) }]
    : [];
  return (
    <FilterBar chips={chips} onClear={onClear}>
      <NativeSelect
        aria-label={t('desk.account')}
        value={look.account}
        onChange={(event) => setLook({ account: event.currentTarget.value })}
        data={[
          { value: '', label: t('desk.everyAccount') },
          ...(accounts?.accounts ?? []).map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <NativeSelect
        aria-label={t('statement.column.state')}
        value={look.state ?? ''}
        onChange={(event) =>
          setLook({ state: STATEMENT_STATES.find((state) => state === event.currentTarget.value) })
        }
        data={[
          { value: '', label: t('statements.anyState') },
          ...STATEMENT_STATES.map((state) => ({ value: state, label: t(`statement.state.${state}`) })),
        ]}
      />
    </FilterBar>
  );
}

function Empty({ look, onClear }: { look: Look; onClear: () => void }) {
  const t = useTexts();
  const company = useCompanyKey();
  if (look.account || look.file || look.state) {
    return <EmptyState kind="nothingMatches" onClearFilters={onClear} />;
  }
  return (
    <EmptyState
      kind="nothingYet"
      title={t('statements.empty.title')}
      action={
        <Button component="a" href={paths.bankAccounts(company)}>
          {t('desk.noBank.act')}
        </Button>
      }
    >
      {t('statements.empty.lead')}
    </EmptyState>
  );
}
