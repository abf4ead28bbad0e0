import { NativeSelect, Select, Textarea, TextInput } from '@mantine/core';
import { DAY_COUNTS } from '#core/interest/day-count.ts';
import { findRegime, LAW_COUNTRIES } from '#core/interest/find-regime.ts';
import { CURRENCIES } from '#core/money/currencies.ts';
import { DEBTOR_KINDS } from '#core/receivables/kinds.ts';
import { useFormats } from '#web/formats.ts';
import { useTexts } from '#web/texts.ts';
import { AmountField } from '#web/ui/AmountField.tsx';
import { DayField } from '#web/ui/DayField.tsx';
import { FieldRow } from '#web/ui/Form.tsx';
import styles from './calculator.module.css';
import type { Asked } from './question.ts';

type Props = { view: Asked; onChange: (patch: Partial<Asked>) => void };

/** The debt, what was paid of it, and below what the law leaves open. */
export function CalculatorForm({ view, onChange }: Props) {
  const t = useTexts();
  const today = Temporal.Now.plainDateISO().toString();
  return (
    <div className={styles.form}>
      <Whose view={view} onChange={onChange} />
      <FieldRow>
        <AmountField
          label={t('calculator.amount')}
          value={view.amount}
          currency={view.currency}
          onChange={(amount) => onChange({ amount })}
          required
        />
        <NativeSelect
          label={t('calculator.currency')}
          value={view.currency}
          onChange={(event) => onChange({ currency: event.currentTarget.value })}
          data={[...CURRENCIES]}
        />
      </FieldRow>
      <FieldRow>
        <DayField
          label={t('calculator.due')}
          value={view.due}
          today={today}
          onChange={(due) => onChange({ due })}
          required
        />
        <DayField
          label={t('calculator.until')}
          description={t('calculator.untilHint')}
          value={view.until}
          today={today}
          onChange={(until) => onChange({ until })}
        />
      </FieldRow>
      <Formalities view={view} onChange={onChange} today={today} />
      <TextInput
        label={t('calculator.contractRate')}
        description={t('calculator.contractRateHint')}
        value={view.rate}
        inputMode="decimal"
        rightSection="%"
        onChange={(event) => onChange({ rate: event.currentTarget.value.trim() })}
      />
      <Textarea
        label={t('calculator.payments')}
        description={t('calculator.paymentsHint')}
        autosize
        minRows={2}
        value={view.paid}
        onChange={(event) => onChange({ paid: event.currentTarget.value })}
      />
      <Customs view={view} onChange={onChange} />
    </div>
  );
}

function Whose({ view, onChange }: Props) {
  const t = useTexts();
  const { country, compare } = useFormats();
  const countries = LAW_COUNTRIES.map((code) => ({ value: code, label: country(code) }));
  return (
    <FieldRow>
      <Select
        label={t('calculator.country')}
        searchable
        allowDeselect={false}
        value={view.country}
        onChange={(code) => code && onChange({ country: code })}
        data={countries.sort((a, b) => compare(a.label, b.label))}
      />
      <NativeSelect
        label={t('calculator.kind')}
        value={view.kind}
        onChange={(event) => {
          const kind = DEBTOR_KINDS.find((each) => each === event.currentTarget.value);
          if (kind) onChange({ kind });
        }}
        data={DEBTOR_KINDS.map((kind) => ({ value: kind, label: t(`debtorKind.${kind}`) }))}
      />
    </FieldRow>
  );
}

/** Asked only where the law of the country waits for a notice, or for a clause. */
function Formalities({ view, onChange, today }: Props & { today: string }) {
  const t = useTexts();
  const regime = findRegime(view.country, view.kind);
  const waits = regime && ['notice', 'free_reminder', 'fourteen_day_letter'].includes(regime.formality);
  if (!waits) return null;
  return (
    <>
      <FieldRow>
        <DayField
          label={t('calculator.notice')}
          description={t('calculator.noticeHint')}
          value={view.notice}
          today={today}
          onChange={(notice) => onChange({ notice })}
        />
        <NativeSelect
          label={t('calculator.noticeBy')}
          value={view.by}
          onChange={(event) => onChange({ by: event.currentTarget.value === 'post' ? 'post' : 'mail' })}
          data={(['mail', 'post'] as const).map((way) => ({ value: way, label: t(`channel.${way}`) }))}
        />
      </FieldRow>
      {regime.withoutClause && (
        <NativeSelect
          label={t('calculator.clause')}
          value={view.clause}
          onChange={(event) => onChange({ clause: event.currentTarget.value === 'no' ? 'no' : 'yes' })}
          data={(['yes', 'no'] as const).map((each) => ({ value: each, label: t(`calculator.${each}`) }))}
        />
      )}
    </>
  );
}

/** What is done differently from place to place: left alone, it is as the country does. */
function Customs({ view, onChange }: Props) {
  const t = useTexts();
  const usual = { value: '', label: t('calculator.usual') };
  return (
    <details>
      <summary>{t('calculator.customs')}</summary>
      <div className={styles.form}>
        <NativeSelect
          label={t('calculator.dayCount')}
          value={view.dayCount ?? ''}
          onChange={(event) =>
            onChange({ dayCount: DAY_COUNTS.find((each) => each === event.currentTarget.value) })
          }
          data={[
            usual,
            ...DAY_COUNTS.map((each) => ({ value: each, label: t(`calculator.dayCount.${each}`) })),
          ]}
        />
        <NativeSelect
          label={t('calculator.lastDay')}
          value={view.lastDay ?? ''}
          onChange={(event) =>
            onChange({ lastDay: (['yes', 'no'] as const).find((each) => each === event.currentTarget.value) })
          }
          data={[
            usual,
            ...(['yes', 'no'] as const).map((each) => ({ value: each, label: t(`calculator.${each}`) })),
          ]}
        />
        <NativeSelect
          label={t('calculator.compound')}
          value={view.compound ?? ''}
          onChange={(event) =>
            onChange({
              compound: (['never', 'yearly'] as const).find((each) => each === event.currentTarget.value),
            })
          }
          data={[
            usual,
            ...(['never', 'yearly'] as const).map((each) => ({
              value: each,
              label: t(`calculator.compound.${each}`),
            })),
          ]}
        />
      </div>
    </details>
  );
}
