import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import type { BankAccountView } from '#contract/bank-statements.ts';
import { api } from '#web/api.ts';
import { BankFrame } from '#web/parts/bank/BankFrame.tsx';
import { FreshnessTags } from '#web/parts/bank/Freshness.tsx';
import { paths } from '#web/paths.ts';
import { useCompanyKey, useView } from '#web/place.ts';
import { useTexts } from '#web/texts.ts';
import { SplitView } from '#web/ui/SplitView.tsx';
import { EmptyState, ErrorState, LoadingState } from '#web/ui/States.tsx';
import { DeskLines } from './DeskLines.tsx';
import styles from './desk.module.css';
import { DeskLook, deskQuery } from './desk-look.ts';
import type { DeskLine } from './draft.ts';
import { LastAct } from './LastAct.tsx';
import { LineDetail } from './LineDetail.tsx';
import { PageActs } from './PageActs.tsx';
import { type DeskActs, useDeskActs } from './use-desk-acts.ts';

/** Bank lines at the left, what each pays at the right; Enter settles what is proposed, and the next line stands there. */
export function BankDeskScreen() {
  const t = useTexts();
  const company = useCompanyKey();
  const [look, setLook] = useView(DeskLook);
  const accounts = useQuery(api.bankStatements.listAccounts.queryOptions({ input: { company } }));
  const list = useQuery(deskQuery(company, look));
  const acts = useDeskActs(setLook, look);
  const rows = (list.data?.rows ?? []).filter(({ id }) => !acts.gone.has(id));
  const [place, setPlace] = useState(0);
  const found = rows.findIndex(({ id }) => id === look.line);
  const index = found >= 0 ? found : Math.min(place, rows.length - 1);
  // While a form is open its line stays, whatever becomes of the list: what was typed is not lost.
  const [held, setHeld] = useState<DeskLine | null>(null);
  const line = held ? (rows.find(({ id }) => id === held.id) ?? held) : rows[index];
  const point = (id: string) => {
    setPlace(rows.findIndex((row) => row.id === id));
    setLook({ line: id, page: look.page });
  };
  const error = list.error ?? accounts.error;
  if (accounts.data?.accounts.length === 0) return <NoBank />;
  return (
    <BankFrame
      current="desk"
      kind="split"
      lead={<Lead accounts={accounts.data?.accounts ?? []} acts={acts} />}
      actions={<PageActs rows={rows} acts={acts} />}
    >
      {error && <ErrorState error={error} onRetry={() => void list.refetch()} />}
      {list.isPending && !error && <LoadingState />}
      {list.data && (
        <div className={styles.desk}>
          <SplitView
            name="desk"
            listLabel={t('desk.list')}
            detailLabel={t('desk.detail')}
            isOpen={look.open && line !== undefined}
            onBack={() => setLook({ open: false, page: look.page })}
            list={
              <DeskLines
                {...{ look, setLook, rows }}
                total={Math.max(list.data.total - acts.gone.size, rows.length)}
                counts={list.data.counts}
                accounts={accounts.data?.accounts ?? []}
                isFetching={list.isPlaceholderData}
                at={line?.id ?? null}
                onPoint={point}
              />
            }
            detail={line && <LineDetail key={line.id} line={line} look={look} acts={acts} onHold={setHeld} />}
          />
        </div>
      )}
    </BankFrame>
  );
}

type LeadProps = { accounts: readonly z.output<typeof BankAccountView>[]; acts: DeskActs };

/** How fresh the banks are; beside it, what was just decided. */
function Lead({ accounts, acts }: LeadProps) {
  return (
    <div className={styles.lead}>
      <FreshnessTags accounts={accounts.filter(({ followed }) => followed)} />
      <LastAct acts={acts} />
    </div>
  );
}

/** Before the first statement there is nothing to match. */
function NoBank() {
  const t = useTexts();
  const company = useCompanyKey();
  return (
    <BankFrame current="desk">
      <EmptyState
        kind="nothingYet"
        title={t('desk.noBank.title')}
        action={
          <Button component="a" href={paths.bankAccounts(company)}>
            {t('desk.noBank.act')}
          </Button>
        }
      >
        {t('desk.noBank.lead')}
      </EmptyState>
    </BankFrame>
  );
}
