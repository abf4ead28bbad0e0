import { ChannelIcon } from '#web/parts/ChannelIcon.tsx';
import { DayText } from '#web/parts/DayText.tsx';
import { NextActionText } from '#web/parts/NextActionText.tsx';
import { TaskLines } from '#web/parts/TaskLines.tsx';
import { useTexts } from '#web/texts.ts';
import { FactList, Section } from '#web/ui/Page.tsx';
import styles from './DebtorScreen.module.css';
import type { Debtor } from './DebtorScreen.tsx';

/** What comes next, how to reach the debtor, by which policy, and what there is to do. */
export function DebtorSummary({ debtor }: { debtor: Debtor }) {
  const t = useTexts();
  return (
    <div className={styles.summary}>
      <Section>
        <FactList
          facts={[
            { name: t('debtor.next'), value: <NextActionText next={debtor.nextAction} /> },
            {
              name: t('debtors.column.contacted'),
              value: debtor.contactedOn ? <DayText day={debtor.contactedOn} /> : t('debtors.neverContacted'),
            },
            {
              name: t('field.name.preferredChannel'),
              value: <ChannelIcon channel={debtor.preferredChannel} withWord />,
            },
            { name: t('debtor.contact'), value: <Reach debtor={debtor} /> },
            { name: t('debtor.policy'), value: <PolicyInForce debtor={debtor} /> },
          ]}
        />
      </Section>
      {debtor.tasks.length > 0 && (
        <Section title={t('debtor.tasks')}>
          <TaskLines tasks={debtor.tasks} />
        </Section>
      )}
    </div>
  );
}

function Reach({ debtor }: { debtor: Debtor }) {
  const t = useTexts();
  const { email, phone } = debtor;
  if (!email && !phone) return <>{t('general.none')}</>;
  return (
    <span className={styles.reach}>
      {email && <a href={`mailto:${email}`}>{email}</a>}
      {phone && <a href={`tel:${phone.replaceAll(/[^+\d]/g, '')}`}>{phone}</a>}
    </span>
  );
}

function PolicyInForce({ debtor }: { debtor: Debtor }) {
  const t = useTexts();
  const { policy, group } = debtor;
  if (!policy) return <>{t('debtor.policy.none')}</>;
  const because = t(`debtor.policy.${policy.because}`, { group: group?.name ?? '' });
  return (
    <>
      {policy.name} <span className="rp-muted">({because})</span>
    </>
  );
}
