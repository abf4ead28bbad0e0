import type { Step } from '#core/dunning/policy.ts';
import { useFormats } from '#web/formats.ts';
import { useTexts } from '#web/texts.ts';
import styles from './policy.module.css';

type Props = { step: Step; currency: string };

/** A closed step in words: when it comes, how long there is to pay, by which way, at what cost. */
export function StepSummary({ step, currency }: Props) {
  const t = useTexts();
  const { money, list, locale } = useFormats();
  const { when, channels, deadlineDays, fee, interest, repeat } = step;
  const facts = [
    when.days < 0
      ? t(`policy.summary.before.${when.count}`, { days: -when.days })
      : t(`policy.summary.after.${when.count}`, { days: when.days, basis: when.basis }),
    ...(step.kind === 'notice' ? [t('policy.summary.toPay', { days: deadlineDays })] : []),
    ...(channels.length > 0 ? [list(channels.map((channel) => t(`channel.${channel}`)))] : []),
    ...(fee.kind === 'fixed'
      ? [t('policy.summary.fee', { amount: money({ amount: fee.amount, currency }) })]
      : []),
    ...(fee.kind === 'statutory' ? [t('policy.summary.feeByLaw')] : []),
    ...(fee.kind === 'bands' ? [t('policy.summary.feeBands')] : []),
    ...(fee.kind === 'clause'
      ? [t('policy.summary.feeClause', { percent: numberIn(locale, fee.percent) })]
      : []),
    ...(interest.kind === 'statutory' ? [t('policy.summary.interestByLaw')] : []),
    ...(interest.kind === 'contractual'
      ? [t('policy.summary.interest', { percent: percentIn(locale, interest.yearlyPercent) })]
      : []),
    ...(step.kind === 'hand_over' ? [t('policy.summary.to', { to: step.handTo ?? 'collector' })] : []),
    ...(repeat ? [t('policy.summary.repeat', { days: repeat.everyDays, times: repeat.timesMax })] : []),
  ];
  return (
    <span className={styles.summary}>
      {facts.map((fact) => (
        <span key={fact}>{fact}</span>
      ))}
    </span>
  );
}

/** '8,5' of '8.5'. */
function numberIn(locale: string, entered: string): string {
  const format = new Intl.NumberFormat(locale, { maximumFractionDigits: 4 });
  return format.format((entered || '0') as Intl.StringNumericLiteral);
}

/** '8,50 %' of '8.50', exactly as it was entered. */
function percentIn(locale: string, entered: string): string {
  const format = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 4 });
  return format.format(`${entered}E-2` as Intl.StringNumericLiteral);
}
