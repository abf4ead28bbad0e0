import { Checkbox, NativeSelect, NumberInput } from '@mantine/core';
import { HOLIDAY_COUNTRIES, isHolidayCountry } from '#core/calendar/holidays.ts';
import type { Policy } from '#core/dunning/policy.ts';
import { DOCUMENT_KINDS, type DocumentKind } from '#core/receivables/kinds.ts';
import { useFormats } from '#web/formats.ts';
import { weekdayName } from '#web/parts/weekday-name.ts';
import { useTexts } from '#web/texts.ts';
import { AmountField } from '#web/ui/AmountField.tsx';
import { FieldRow } from '#web/ui/Form.tsx';
import { MadeFor } from './PolicyLaw.tsx';
import styles from './policy.module.css';
import type { PolicyDraft } from './use-policy-draft.ts';

type Props = { draft: PolicyDraft };

/** The rules around the steps: how items go together, which take part, minimums, interval, bank data and quiet days. */
export function PolicyRules({ draft }: Props) {
  return (
    <div className={styles.rules}>
      <MadeFor draft={draft} />
      <Together draft={draft} />
      <Documents draft={draft} />
      <Minimums draft={draft} />
      <BankData draft={draft} />
      <Days draft={draft} />
    </div>
  );
}

function useSet(draft: PolicyDraft) {
  return (patch: Partial<Policy>, field: string | null = null) =>
    draft.set((body) => ({ ...body, ...patch }), field);
}

function Together({ draft }: Props) {
  const t = useTexts();
  const set = useSet(draft);
  return (
    <FieldRow>
      <NativeSelect
        label={t('policy.grouping')}
        value={draft.body.grouping}
        onChange={(event) => set({ grouping: event.currentTarget.value as Policy['grouping'] })}
        data={(['debtor', 'due_item', 'level', 'payer'] as const).map((grouping) => ({
          value: grouping,
          label: t(`policy.grouping.${grouping}`),
        }))}
      />
      <NativeSelect
        label={t('policy.situation')}
        value={draft.body.situation}
        onChange={(event) => set({ situation: event.currentTarget.value as Policy['situation'] })}
        data={(['overdue', 'full'] as const).map((situation) => ({
          value: situation,
          label: t(`policy.situation.${situation}`),
        }))}
      />
    </FieldRow>
  );
}

function Documents({ draft }: Props) {
  const t = useTexts();
  const set = useSet(draft);
  return (
    <Checkbox.Group
      label={t('policy.documents')}
      error={draft.errorAt('documents')}
      value={[...draft.body.documents]}
      onChange={(documents) => set({ documents: documents as DocumentKind[] })}
    >
      <div className={styles.ticks}>
        {DOCUMENT_KINDS.map((kind) => (
          <Checkbox key={kind} value={kind} label={t(`documentKind.${kind}`)} />
        ))}
      </div>
    </Checkbox.Group>
  );
}

function Minimums({ draft }: Props) {
  const t = useTexts();
  const set = useSet(draft);
  const { minimumItem, minimumTotal, contactIntervalDays } = draft.body;
  return (
    <>
      <FieldRow>
        <AmountField
          label={t('policy.minimumItem')}
          value={minimumItem}
          currency={draft.currency}
          error={draft.errorAt('minimumItem')}
          onChange={(amount) => set({ minimumItem: amount || '0' }, 'minimumItem')}
        />
        <AmountField
          label={t('policy.minimumTotal')}
          value={minimumTotal}
          currency={draft.currency}
          error={draft.errorAt('minimumTotal')}
          onChange={(amount) => set({ minimumTotal: amount || '0' }, 'minimumTotal')}
        />
      </FieldRow>
      <NumberInput
        label={t('policy.interval')}
        description={t('policy.intervalHint')}
        value={contactIntervalDays}
        error={draft.errorAt('contactIntervalDays')}
        allowDecimal={false}
        min={0}
        clampBehavior="none"
        onChange={(value) => set({ contactIntervalDays: Number(value) || 0 }, 'interval')}
      />
    </>
  );
}

/** What a run does while nobody knows whether its debtors have paid. */
function BankData({ draft }: Props) {
  const t = useTexts();
  const set = useSet(draft);
  const { bankData } = draft.body;
  return (
    <FieldRow>
      <NativeSelect
        label={t('policy.bankStale')}
        description={t('policy.bankStaleHint')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value={bankData.stale}
        onChange={(event) => {
          const stale = event.currentTarget.value as Policy['bankData']['stale'];
          set({ bankData: { ...bankData, stale } });
        }}
        data={(['ignore', 'warn', 'gate'] as const).map((stale) => ({
          value: stale,
          label: t(`policy.bankStale.${stale}`),
        }))}
      />
      <NumberInput
        label={t('policy.bankDays')}
        value={bankData.daysMax}
        error={draft.errorAt('bankData.daysMax')}
        allowDecimal={false}
        min={0}
        clampBehavior="none"
        onChange={(value) => set({ bankData: { ...bankData, daysMax: Number(value) || 0 } }, 'bankDays')}
      />
    </FieldRow>
  );
}

function Days({ draft }: Props) {
  const t = useTexts();
  const { locale, country } = useFormats();
  const { calendar } = draft.body;
  const set = useSet(draft);
  const countries = countriesWith(calendar.holidays).sort((a, b) =>
    country(a).localeCompare(country(b), locale),
  );
  return (
    <>
      <Checkbox.Group
        label={t('policy.quietWeekdays')}
        description={t('policy.quietWeekdaysHint')}
        error={draft.errorAt('calendar.quietWeekdays')}
        value={calendar.quietWeekdays.map(String)}
        onChange={(days) => set({ calendar: { ...calendar, quietWeekdays: days.map(Number).sort() } })}
      >
        <div className={styles.ticks}>
          {[1, 2, 3, 4, 5, 6, 7].map((weekday) => (
            <Checkbox key={weekday} value={String(weekday)} label={weekdayName(weekday, locale)} />
          ))}
        </div>
      </Checkbox.Group>
      <NativeSelect
        label={t('policy.holidays')}
        description={t('policy.holidaysHint')}
        value={calendar.holidays ?? ''}
        error={draft.errorAt('calendar.holidays')}
        onChange={(event) => {
          const code = event.currentTarget.value;
          set({ calendar: { ...calendar, holidays: code || null } });
        }}
        data={[
          { value: '', label: t('policy.holidaysNone') },
          ...countries.map((code) => ({ value: code, label: country(code) })),
        ]}
      />
    </>
  );
}

/** Those whose holidays are known, and the one that is set. */
function countriesWith(code: string | null): string[] {
  return code === null || isHolidayCountry(code) ? [...HOLIDAY_COUNTRIES] : [...HOLIDAY_COUNTRIES, code];
}
