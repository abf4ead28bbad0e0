import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import type { BankLineView, StatementView } from '#contract/bank-statements.ts';
import { whyNotOverride } from '#core/bank/statement-states.ts';
import { api } from '#web/api.ts';
import { AccountNumber } from '#web/parts/bank/AccountNumber.tsx';
import { returnReasonIn } from '#web/parts/bank/return-reason.ts';
import { StatementState } from '#web/parts/bank/StatementState.tsx';
import { DayText, MomentText } from '#web/parts/DayText.tsx';
import { MoneyText } from '#web/parts/MoneyText.tsx';
import { paths } from '#web/paths.ts';
import { useCompanyKey, usePlace, useView } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { refusalSentence, useLanguage, useTexts } from '#web/texts.ts';
import { type Column, DataTable, RowLink } from '#web/ui/DataTable.tsx';
import { Note } from '#web/ui/Note.tsx';
import { FactList, Page, PageHeader, Section } from '#web/ui/Page.tsx';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import { EmptyState, ErrorState, LoadingState } from '#web/ui/States.tsx';
import { Tag } from '#web/ui/Tag.tsx';
import { OverrideDrawer } from './OverrideDrawer.tsx';
import styles from './statement.module.css';

const PER_PAGE = 100;
const StatementLook = z.object({ page: z.coerce.number().int().min(1).catch(1) });

const statementQuery = (company: string, statementId: string) =>
  api.bankStatements.showStatement.queryOptions({ input: { company, statementId } });
const linesQuery = (company: string, statement: string, page: number) =>
  api.bankStatements.listLines.queryOptions({
    input: { company, statement, page, perPage: PER_PAGE },
    placeholderData: keepPreviousData,
  });

type Statement = z.output<typeof StatementView>;
type Line = z.output<typeof BankLineView>;

const TONES = {
  open: 'notice',
  partly: 'notice',
  settled: 'good',
  ignored: 'neutral',
  batch: 'neutral',
  pending: 'info',
  replaced: 'neutral',
  lapsed: 'neutral',
  refused: 'bad',
} as const;

/** What a bank tells before it books: shown, and never money that settles. */
function isUnbooked(statement: Statement): statement is Statement & { state: 'intraday' | 'notification' } {
  return statement.state === 'intraday' || statement.state === 'notification';
}

function useColumns(company: string): Column<Line>[] {
  const t = useTexts();
  return [
    {
      id: 'day',
      label: t('bankLine.column.day'),
      width: '124px',
      cell: ({ bookedOn }) => <DayText day={bookedOn} as="short" />,
    },
    {
      id: 'who',
      label: t('bankLine.column.who'),
      card: 'title',
      cell: (line) => (
        <span className={styles.who}>
          {line.state === 'open' || line.state === 'partly' || line.state === 'settled' ? (
            <RowLink
              href={paths.bank(company, {
                view: line.state === 'settled' ? 'settled' : 'to_match',
                line: line.id,
              })}
            >
              {line.counterparty ?? t('desk.nobody')}
            </RowLink>
          ) : (
            <b>{line.counterparty ?? t('desk.nobody')}</b>
          )}
          <small>{[line.structuredReference, line.text].filter(Boolean).join(' · ')}</small>
          {line.returnReason && <small>{returnReasonIn(t, line.returnReason)}</small>}
          {line.parts > 0 && <small>{t('bankLine.parts', { count: line.parts })}</small>}
        </span>
      ),
    },
    {
      id: 'state',
      label: t('bankLine.column.state'),
      cell: ({ state }) => <Tag tone={TONES[state]}>{t(`bankLine.state.${state}`)}</Tag>,
    },
    {
      id: 'amount',
      label: t('bankLine.column.amount'),
      align: 'end',
      card: 'figure',
      cell: ({ amount }) => <MoneyText money={amount} />,
    },
  ];
}

/** One statement as the bank told it: balances, lines, and where its sums fail, what a person may do about it. */
export function BankStatementScreen() {
  const t = useTexts();
  const company = useCompanyKey();
  const id = usePlace('statement');
  const [look, setLook] = useView(StatementLook);
  const statement = useQuery(statementQuery(company, id));
  const lines = useQuery(linesQuery(company, id, look.page));
  const columns = useColumns(company);
  const error = statement.error ?? lines.error;
  if (error) {
    return (
      <Page>
        <ErrorState error={error} onRetry={() => void Promise.all([statement.refetch(), lines.refetch()])} />
      </Page>
    );
  }
  if (!statement.data || !lines.data) {
    return (
      <Page>
        <LoadingState kind="page" />
      </Page>
    );
  }
  return (
    <Page>
      <Head statement={statement.data} />
      {statement.data.state === 'refused' && <Note tone="neutral">{t('statement.refusedLines')}</Note>}
      {isUnbooked(statement.data) && (
        <Note tone="info">{t(`statement.notBooked.${statement.data.state}`)}</Note>
      )}
      <DataTable
        label={t('bankLine.list')}
        columns={columns}
        rows={lines.data.rows}
        total={lines.data.total}
        rowKey={(line) => line.id}
        rowLabel={({ counterparty, text }) => counterparty ?? text}
        isFetching={lines.isPlaceholderData}
        page={look.page}
        perPage={PER_PAGE}
        onPage={(page) => setLook({ page })}
        empty={<EmptyState kind="nothingYet" title={t('statement.noLines')} />}
      />
    </Page>
  );
}

function Head({ statement }: { statement: Statement }) {
  const t = useTexts();
  const company = useCompanyKey();
  const clerk = useClosedFor('clerk');
  const [isOverriding, setOverriding] = useState(false);
  const { account, number, state, overridden } = statement;
  return (
    <>
      <PageHeader
        title={t('statement.title', { account: account.name, number: number ?? '–' })}
        beside={<StatementState state={state} overridden={overridden !== null} />}
        breadcrumbs={[
          { label: t('nav.bank'), href: paths.bank(company) },
          { label: t('bank.tab.statements'), href: paths.bankStatements(company, { account: account.id }) },
        ]}
        actions={
          whyNotOverride(state) === null && (
            <ReasonButton closed={clerk} onClick={() => setOverriding(true)}>
              {t('statement.override')}
            </ReasonButton>
          )
        }
      />
      <Problem statement={statement} />
      <Section>
        <FactList facts={useFacts(statement)} />
      </Section>
      <OverrideDrawer statement={statement} opened={isOverriding} onClose={() => setOverriding(false)} />
    </>
  );
}

function useFacts({
  account,
  opening,
  openedOn,
  closing,
  closedOn,
  format,
  file,
  importedAt,
  lines,
}: Statement) {
  const t = useTexts();
  const at = (money: Statement['opening'], on: string | null) =>
    money ? (
      <>
        <MoneyText money={money} /> {on && <DayText day={on} />}
      </>
    ) : (
      '–'
    );
  return [
    { name: t('bankAccounts.column.account'), value: <AccountNumber number={account.number} /> },
    { name: t('statement.column.opening'), value: at(opening, openedOn) },
    { name: t('statement.column.closing'), value: at(closing, closedOn) },
    { name: t('statement.column.lines'), value: lines },
    {
      name: t('statement.file'),
      value: (
        <>
          {file.name} <span className="rp-muted">{format.toUpperCase()}</span>
        </>
      ),
    },
    { name: t('statement.importedAt'), value: <MomentText at={importedAt} /> },
  ];
}

function Problem({ statement: { problem, overridden } }: { statement: Statement }) {
  const t = useTexts();
  const { locale } = useLanguage();
  if (!problem && !overridden) return null;
  return (
    <Note
      tone={overridden ? 'warn' : 'bad'}
      title={t(overridden ? 'statement.overriddenTitle' : 'statement.refused')}
    >
      {problem && <p>{refusalSentence({ t, locale }, problem.code, problem.facts)}</p>}
      {overridden && (
        <p>
          {t('statement.overriddenBy', { who: overridden.by ?? '–', reason: overridden.reason })}{' '}
          <MomentText at={overridden.at} />
        </p>
      )}
    </Note>
  );
}
