import { TextInput } from '@mantine/core';
import type { FeeRule } from '#core/dunning/policy.ts';
import { useTexts } from '#web/texts.ts';
import { AmountField } from '#web/ui/AmountField.tsx';
import { FieldRow } from '#web/ui/Form.tsx';
import type { PolicyDraft } from './use-policy-draft.ts';

type Clause = Extract<FeeRule, { kind: 'clause' }>;
type Props = {
  clause: Clause;
  index: number;
  draft: PolicyDraft;
  onChange: (clause: Clause, field: string) => void;
};

/** The penalty clause of the terms: a percentage of the debt, its least and its most. */
export function StepClause({ clause, index, draft, onChange }: Props) {
  const t = useTexts();
  const { currency, errorAt } = draft;
  return (
    <FieldRow>
      <TextInput
        label={t('policy.fee.clausePercent')}
        value={clause.percent}
        inputMode="decimal"
        rightSection="%"
        error={errorAt('fee.percent', index)}
        onChange={(event) => {
          const percent = event.currentTarget.value.trim().replace(',', '.');
          onChange({ ...clause, percent }, 'clause');
        }}
      />
      <AmountField
        label={t('policy.fee.clauseLeast')}
        value={clause.least}
        currency={currency}
        error={errorAt('fee.least', index)}
        onChange={(least) => onChange({ ...clause, least: least || '0' }, 'least')}
      />
      <AmountField
        label={t('policy.fee.clauseMost')}
        value={clause.most ?? ''}
        currency={currency}
        error={errorAt('fee.most', index)}
        onChange={(most) => onChange({ ...clause, most: most || null }, 'most')}
      />
    </FieldRow>
  );
}
