import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { Section } from '#web/ui/Page.tsx';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import { ErrorState, LoadingState } from '#web/ui/States.tsx';
import { disputesQuery, holdsQuery, promisesQuery, type Whose } from './agreement-queries.ts';
import styles from './agreements.module.css';
import { DisputeList } from './DisputeList.tsx';
import { HoldList } from './HoldList.tsx';
import { PromiseList } from './PromiseList.tsx';

type Props = Whose & {
  onPromise: () => void;
  onDispute: () => void;
  onHold: () => void;
  /** Why nothing new can be noted: the item is settled. */
  closed?: string | null;
};

/** What was agreed with a debtor, or about one item: promises, disputes and holds, with those that are over. */
export function AgreementsTab({ onPromise, onDispute, onHold, closed, ...whose }: Props) {
  const t = useTexts();
  const company = useCompanyKey();
  const promises = useQuery(promisesQuery(company, whose));
  const disputes = useQuery(disputesQuery(company, whose));
  const holds = useQuery(holdsQuery(company, whose));
  const failed = [promises, disputes, holds].find(({ error }) => error);
  if (failed) return <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />;
  if (!promises.data || !disputes.data || !holds.data) return <LoadingState kind="detail" />;
  return (
    <div className={styles.sections}>
      <Part title={t('promise.section')} act={t('promise.title')} onAct={onPromise} closed={closed}>
        {promises.data.rows.length > 0 && <PromiseList promises={promises.data.rows} />}
        {promises.data.rows.length === 0 && <p className="rp-muted">{t('promise.none')}</p>}
      </Part>
      <Part title={t('dispute.section')} act={t('dispute.title')} onAct={onDispute} closed={closed}>
        {disputes.data.rows.length > 0 && <DisputeList disputes={disputes.data.rows} />}
        {disputes.data.rows.length === 0 && <p className="rp-muted">{t('dispute.none')}</p>}
      </Part>
      <Part title={t('hold.section')} act={t('hold.title')} onAct={onHold} closed={closed}>
        {holds.data.rows.length > 0 && <HoldList holds={holds.data.rows} />}
        {holds.data.rows.length === 0 && <p className="rp-muted">{t('hold.none')}</p>}
      </Part>
    </div>
  );
}

type PartProps = {
  title: string;
  act: string;
  onAct: () => void;
  closed?: string | null | undefined;
  children: ReactNode;
};

function Part({ title, act, onAct, closed, children }: PartProps) {
  const clerk = useClosedFor('clerk');
  return (
    <Section
      title={title}
      actions={
        <ReasonButton size="compact-sm" variant="default" closed={clerk ?? closed} onClick={onAct}>
          {act}
        </ReasonButton>
      }
    >
      {children}
    </Section>
  );
}
