import { NativeSelect, TextInput } from '@mantine/core';
import type { FeeRule, InterestRule } from '#core/dunning/policy.ts';
import { useTexts } from '#web/texts.ts';
import { AmountField } from '#web/ui/AmountField.tsx';
import { FieldRow } from '#web/ui/Form.tsx';
import { withStep } from './draft.ts';
import { StepBands } from './StepBands.tsx';
import type { StepProps } from './StepCard.tsx';
import { StepClause } from './StepClause.tsx';
import type { PolicyDraft } from './use-policy-draft.ts';

/** Interest and fee, of one's own or of the law. */
export function StepCosts({ draft, step, index }: StepProps) {
  return (
    <>
      <FieldRow>
        <Interest draft={draft} step={step} index={index} />
      </FieldRow>
      <FieldRow>
        <Fee draft={draft} step={step} index={index} />
      </FieldRow>
    </>
  );
}

function Interest({ draft, step, index }: StepProps) {
  const t = useTexts();
  const { interest } = step;
  const set = (to: InterestRule, field: string | null = null) =>
    draft.set((body) => withStep(body, index, { interest: to }), field);
  return (
    <>
      <NativeSelect
        label={t('policy.interest')}
        value={interest.kind}
        error={draft.errorAt('interest', index)}
        onChange={(event) => {
          const kind = event.currentTarget.value as InterestRule['kind'];
          const yearlyPercent = draft.terms?.yearlyPercent ?? '8.00';
          set(kind === 'contractual' ? { kind, yearlyPercent } : { kind });
        }}
        data={[
          { value: 'none', label: t('policy.interest.none') },
          { value: 'contractual', label: t('policy.interest.contractual') },
          { value: 'statutory', label: t('policy.interest.statutory') },
        ]}
      />
      {interest.kind === 'contractual' && (
        <TextInput
          label={t('policy.yearlyPercent')}
          value={interest.yearlyPercent}
          inputMode="decimal"
          rightSection="%"
          error={draft.errorAt('interest.yearlyPercent', index)}
          onChange={(event) => {
            const yearlyPercent = event.currentTarget.value.trim().replace(',', '.');
            set({ kind: 'contractual', yearlyPercent }, `percent ${index}`);
          }}
        />
      )}
    </>
  );
}

function Fee({ draft, step, index }: StepProps) {
  const t = useTexts();
  const { fee } = step;
  const set = (to: FeeRule, field: string | null = null) =>
    draft.set((body) => withStep(body, index, { fee: to }), field);
  return (
    <>
      <NativeSelect
        label={t('policy.fee')}
        value={fee.kind}
        error={draft.errorAt('fee', index) ?? draft.errorAt('fee.bands', index)}
        onChange={(event) => {
          set(startOfFee(event.currentTarget.value, draft.terms));
        }}
        data={[
          { value: 'none', label: t('policy.fee.none') },
          { value: 'fixed', label: t('policy.fee.fixed') },
          { value: 'bands', label: t('policy.fee.bands') },
          { value: 'clause', label: t('policy.fee.clause') },
          { value: 'statutory', label: t('policy.fee.statutory') },
        ]}
      />
      {fee.kind === 'fixed' && (
        <AmountField
          label={t('policy.feeAmount')}
          value={fee.amount}
          currency={draft.currency}
          error={draft.errorAt('fee.amount', index)}
          onChange={(amount) => set({ kind: 'fixed', amount }, `fee ${index}`)}
        />
      )}
      {fee.kind === 'clause' && (
        <StepClause
          clause={fee}
          index={index}
          draft={draft}
          onChange={(clause, field) => set(clause, `${field} ${index}`)}
        />
      )}
      {fee.kind === 'bands' && (
        <StepBands
          bands={fee.bands}
          currency={draft.currency}
          onChange={(bands, field) => set({ kind: 'bands', bands }, field && `${field} ${index}`)}
        />
      )}
    </>
  );
}

/** What a kind of fee begins with: the clause as the terms of the company have it. */
function startOfFee(kind: string, terms: PolicyDraft['terms']): FeeRule {
  if (kind === 'fixed') return { kind, amount: '15' };
  if (kind === 'bands') return { kind, bands: [{ upTo: null, percent: '10.00' }] };
  if (kind === 'clause') {
    const { percent = '10', least = '0', most = null } = terms?.penalty ?? {};
    return { kind, percent, least, most };
  }
  return kind === 'statutory' ? { kind } : { kind: 'none' };
}
