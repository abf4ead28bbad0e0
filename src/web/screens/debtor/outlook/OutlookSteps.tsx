import { ChannelIcon } from '#web/parts/ChannelIcon.tsx';
import { DayText } from '#web/parts/DayText.tsx';
import { stepName } from '#web/parts/explain/step-name.ts';
import { MoneyText } from '#web/parts/MoneyText.tsx';
import { paths } from '#web/paths.ts';
import { useCompanyKey } from '#web/place.ts';
import { useTexts } from '#web/texts.ts';
import type { OutlookShown } from './OutlookTab.tsx';
import styles from './outlook.module.css';

type Step = OutlookShown['steps'][number];
type Props = { steps: readonly Step[]; label: string; withDay: boolean; onDay?: (day: string) => void };

/** Steps to come, one a row: the slider as a list. A day can be chosen from it. */
export function OutlookSteps({ steps, label, withDay, onDay }: Props) {
  const t = useTexts();
  return (
    <div className={styles.scroll}>
      <table className={styles.table} aria-label={label}>
        <thead>
          <tr>
            {withDay && <th scope="col">{t('outlook.column.day')}</th>}
            <th scope="col">{t('outlook.column.step')}</th>
            <th scope="col">{t('outlook.column.channel')}</th>
            <th scope="col">{t('outlook.column.items')}</th>
            <th scope="col" className={styles.amount}>
              {t('outlook.column.open')}
            </th>
            <th scope="col" className={styles.amount}>
              {t('outlook.column.costs')}
            </th>
            <th scope="col" className={styles.amount}>
              {t('outlook.column.total')}
            </th>
            <th scope="col">{t('outlook.column.deadline')}</th>
          </tr>
        </thead>
        <tbody>
          {steps.map((step) => (
            <tr key={keyOf(step)}>
              {withDay && (
                <td>
                  <DayButton day={step.on} onDay={onDay} />
                </td>
              )}
              <StepCells step={step} />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function DayButton({ day, onDay }: { day: string; onDay: ((day: string) => void) | undefined }) {
  return (
    <button type="button" className={styles.dayButton} onClick={() => onDay?.(day)}>
      <DayText day={day} />
    </button>
  );
}

function StepCells({ step }: { step: Step }) {
  const t = useTexts();
  const company = useCompanyKey();
  const { interest, fee, open, total, items } = step;
  return (
    <>
      <td>{stepName(t, step)}</td>
      <td>
        <ChannelIcon channel={step.channel} withWord />
      </td>
      <td>
        {items.map(({ dueItemId, documentNumber }, at) => (
          <span key={dueItemId}>
            {at > 0 && ', '}
            <a href={paths.item(company, dueItemId)}>{documentNumber}</a>
          </span>
        ))}
      </td>
      <td className={styles.amount}>
        <MoneyText money={open} />
      </td>
      <td className={styles.amount}>
        <Costs interest={interest} fee={fee} />
      </td>
      <td className={styles.amount}>
        <MoneyText money={total} />
      </td>
      <td>
        <DayText day={step.deadlineOn} />
      </td>
    </>
  );
}

/** Interest and the fee, one below the other where there are both; a dash where nothing is asked. */
function Costs({ interest, fee }: Pick<Step, 'interest' | 'fee'>) {
  const asked = [interest, fee].filter(({ amount }) => Number(amount) !== 0);
  if (asked.length === 0) return <span className="rp-muted">–</span>;
  return (
    <span className={styles.costs}>
      {asked.map((money, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: interest and fee have no identity but their place.
        <MoneyText key={at} money={money} />
      ))}
    </span>
  );
}

function keyOf({ on, stepKind, level, total, items }: Step): string {
  return `${on} ${stepKind} ${level} ${total.currency} ${items[0]?.dueItemId}`;
}
