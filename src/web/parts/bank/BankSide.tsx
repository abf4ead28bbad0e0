import { useMutation, useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { BankSide as BankSideView } from '#contract/settlement-views.ts';
import { api } from '#web/api.ts';
import { DayText, MomentText } from '#web/parts/DayText.tsx';
import { MoneyText } from '#web/parts/MoneyText.tsx';
import { paths } from '#web/paths.ts';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { Section } from '#web/ui/Page.tsx';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import { EmptyState, ErrorState, LoadingState } from '#web/ui/States.tsx';
import { Tag } from '#web/ui/Tag.tsx';
import { toastDone } from '#web/ui/toasts.tsx';
import { AccountNumber } from './AccountNumber.tsx';
import styles from './bank.module.css';
import { CertaintyTag } from './CertaintyTag.tsx';
import { Reasons } from './Reasons.tsx';
import { SettlementEntry } from './SettlementEntry.tsx';

type Props = { item?: string; debtor?: string };
type Side = z.output<typeof BankSideView>;

/** What the bank has to say about a debtor or an item: what was settled, what may belong here, accounts learnt. */
export function BankSide({ item, debtor = '' }: Props) {
  const t = useTexts();
  const company = useCompanyKey();
  const ofItem = useQuery(
    api.settlements.ofItem.queryOptions({
      input: { company, item: item ?? '' },
      enabled: item !== undefined,
    }),
  );
  const ofDebtor = useQuery(
    api.settlements.ofDebtor.queryOptions({ input: { company, debtor }, enabled: item === undefined }),
  );
  const side = item === undefined ? ofDebtor : ofItem;
  if (side.error) return <ErrorState error={side.error} onRetry={() => void side.refetch()} />;
  if (!side.data) return <LoadingState kind="detail" />;
  const { settlements, pending, ibans } = side.data;
  if (settlements.length + pending.length + ibans.length === 0) {
    return (
      <EmptyState kind="nothingYet" title={t('bankSide.empty.title')}>
        {t('bankSide.empty.lead')}
      </EmptyState>
    );
  }
  return (
    <>
      {pending.length > 0 && <Pending pending={pending} />}
      {settlements.length > 0 && (
        <Section title={t('bankSide.settlements')}>
          <ul className={styles.settlements}>
            {settlements.map((settlement) => (
              <SettlementEntry key={settlement.id} settlement={settlement} />
            ))}
          </ul>
        </Section>
      )}
      {ibans.length > 0 && <Ibans ibans={ibans} debtor={debtor} />}
    </>
  );
}

function Pending({ pending }: { pending: Side['pending'] }) {
  const t = useTexts();
  const company = useCompanyKey();
  return (
    <Section title={t('bankSide.pending')}>
      <ul className={styles.settlements}>
        {pending.map(({ line, match, holdsBack }) => (
          <li key={`${line.id} ${match.rank}`}>
            <div className={styles.settlementHead}>
              <span>
                <strong>{line.counterparty ?? t('desk.nobody')}</strong> <DayText day={line.bookedOn} />
              </span>
              <strong>
                <MoneyText money={line} />
              </strong>
            </div>
            <span className={styles.fresh}>
              <CertaintyTag certainty={match.certainty} />
              {holdsBack && <Tag tone="notice">{t('bankSide.holdsBack')}</Tag>}
            </span>
            <Reasons because={match.because} but={match.but} currency={line.currency} />
            <a href={paths.bank(company, { line: line.id })}>{t('bankSide.toDesk')}</a>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Ibans({ ibans, debtor }: { ibans: Side['ibans']; debtor: string }) {
  const t = useTexts();
  const company = useCompanyKey();
  const closed = useClosedFor('clerk');
  const forget = useMutation(
    api.settlements.forgetIban.mutationOptions({
      onSuccess: (_ok, { iban }) => toastDone(t('bankSide.forgotten', { iban })),
    }),
  );
  return (
    <Section title={t('bankSide.ibans')}>
      <ul className={styles.settlements}>
        {ibans.map(({ iban, name, learntAt }) => (
          <li key={iban}>
            <div className={styles.settlementHead}>
              <span>
                <AccountNumber number={iban} /> {name}{' '}
                <span className="rp-muted">
                  <MomentText at={learntAt} />
                </span>
              </span>
              <ReasonButton
                size="compact-sm"
                variant="default"
                closed={closed}
                onClick={() => forget.mutate({ company, debtor, iban })}
              >
                {t('bankSide.forget')}
              </ReasonButton>
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}
