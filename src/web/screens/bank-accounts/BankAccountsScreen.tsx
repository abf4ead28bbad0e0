import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import type { BankAccountView } from '#contract/bank-statements.ts';
import { api } from '#web/api.ts';
import { AccountNumber } from '#web/parts/bank/AccountNumber.tsx';
import { BankFrame } from '#web/parts/bank/BankFrame.tsx';
import { freshTone, useFreshness } from '#web/parts/bank/Freshness.tsx';
import { MoneyText } from '#web/parts/MoneyText.tsx';
import { paths } from '#web/paths.ts';
import { useCompanyKey, useView } from '#web/place.ts';
import { useTexts } from '#web/texts.ts';
import { type Column, DataTable } from '#web/ui/DataTable.tsx';
import { Note } from '#web/ui/Note.tsx';
import { Section } from '#web/ui/Page.tsx';
import { EmptyState, ErrorState, LoadingState } from '#web/ui/States.tsx';
import { Tag } from '#web/ui/Tag.tsx';
import { AccountMenu } from './AccountMenu.tsx';
import styles from './accounts.module.css';
import { BankDrop } from './BankDrop.tsx';
import { BankFiles } from './BankFiles.tsx';
import { GapsDrawer } from './GapsDrawer.tsx';
import { InboxState } from './InboxState.tsx';
import { RenameDrawer } from './RenameDrawer.tsx';

/** The file that was dropped last is part of the link, and the account whose gaps are looked at. */
const AccountsLook = z.object({
  file: z.string().catch(''),
  gaps: z.string().catch(''),
  page: z.coerce.number().int().min(1).catch(1),
});

const accountsQuery = (company: string) =>
  api.bankStatements.listAccounts.queryOptions({ input: { company } });

type Account = z.output<typeof BankAccountView>;

function useColumns(
  onGaps: (account: string) => void,
  onRename: (account: Account) => void,
): Column<Account>[] {
  const t = useTexts();
  const company = useCompanyKey();
  const since = useFreshness();
  return [
    {
      id: 'name',
      label: t('bankAccounts.column.account'),
      card: 'title',
      cell: (account) => (
        <span className={styles.account}>
          <b>{account.name}</b>
          <small>
            <AccountNumber number={account.number} /> · {account.currency}
          </small>
        </span>
      ),
    },
    {
      id: 'fresh',
      label: t('bankAccounts.column.fresh'),
      cell: (account) =>
        account.followed ? (
          <Tag tone={freshTone(account)}>{since(account)}</Tag>
        ) : (
          <Tag tone="neutral">{t('bankAccounts.notFollowed')}</Tag>
        ),
    },
    {
      id: 'balance',
      label: t('bankAccounts.column.balance'),
      align: 'end',
      cell: ({ balance }) => (balance ? <MoneyText money={balance} /> : '–'),
    },
    {
      id: 'statements',
      label: t('bankAccounts.column.statements'),
      align: 'end',
      cell: ({ id, statements, refused }) => (
        <span className={styles.stack}>
          <a href={paths.bankStatements(company, { account: id })}>{statements}</a>
          {refused > 0 && (
            <a href={paths.bankStatements(company, { account: id, state: 'refused' })}>
              {t('bankAccounts.refused', { count: refused })}
            </a>
          )}
        </span>
      ),
    },
    {
      id: 'gaps',
      label: t('bankAccounts.column.gaps'),
      align: 'end',
      cell: ({ id, gaps }) =>
        gaps === 0 ? (
          <span className="rp-muted">{t('bankAccounts.noGap')}</span>
        ) : (
          <button type="button" className={styles.link} onClick={() => onGaps(id)}>
            {t('bankAccounts.gaps', { count: gaps })}
          </button>
        ),
    },
    {
      id: 'open',
      label: t('bankAccounts.column.open'),
      align: 'end',
      card: 'figure',
      cell: ({ id, openLines }) => <a href={paths.bank(company, { account: id })}>{openLines}</a>,
    },
    {
      id: 'more',
      label: t('act.more'),
      isLabelUnseen: true,
      align: 'end',
      width: '3rem',
      card: 'menu',
      cell: (account) => <AccountMenu account={account} onGaps={onGaps} onRename={onRename} />,
    },
  ];
}

/** The accounts of the company as its banks tell them: how fresh, what is missing; and the place where files come in. */
export function BankAccountsScreen() {
  const t = useTexts();
  const company = useCompanyKey();
  const [look, setLook] = useView(AccountsLook);
  const [renaming, setRenaming] = useState<Account | null>(null);
  const list = useQuery(accountsQuery(company));
  const columns = useColumns((gaps) => setLook({ gaps, page: look.page }), setRenaming);
  const accounts = list.data?.accounts ?? [];
  return (
    <BankFrame current="accounts" lead={t('bankAccounts.lead')}>
      <BankDrop onReceived={(file) => setLook({ file })} />
      {list.data?.unreadIban && (
        <Note tone="warn" title={t('bankAccounts.unread.title')}>
          {t('bankAccounts.unread.lead', { iban: list.data.unreadIban })}
        </Note>
      )}
      {list.error && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <LoadingState />}
      {list.data && (
        <DataTable
          label={t('bank.tab.accounts')}
          columns={columns}
          rows={accounts}
          total={accounts.length}
          rowKey={({ id }) => id}
          rowLabel={({ name }) => name}
          onOpen={() => undefined}
          empty={
            <EmptyState kind="nothingYet" title={t('bankAccounts.empty.title')}>
              {t('bankAccounts.empty.lead')}
            </EmptyState>
          }
        />
      )}
      <Section title={t('bankFiles.title')} lead={t('bankFiles.lead')} flush>
        <BankFiles
          shown={look.file}
          page={look.page}
          onPage={(page) => setLook({ page })}
          onShow={(file) => setLook({ file, page: look.page })}
        />
      </Section>
      <InboxState />
      <GapsDrawer
        account={accounts.find(({ id }) => id === look.gaps)}
        onClose={() => setLook({ gaps: '', page: look.page })}
      />
      <RenameDrawer account={renaming} onClose={() => setRenaming(null)} />
    </BankFrame>
  );
}
