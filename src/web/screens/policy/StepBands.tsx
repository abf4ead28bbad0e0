import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import type { FeeRule } from '#core/dunning/policy.ts';
import { useTexts } from '#web/texts.ts';
import { AmountField } from '#web/ui/AmountField.tsx';
import { FieldRow } from '#web/ui/Form.tsx';

type Bands = Extract<FeeRule, { kind: 'bands' }>['bands'];
type Props = { bands: Bands; currency: string; onChange: (bands: Bands, field: string | null) => void };

/** A percentage of each part of what is owed: so much up to an amount, so much of what exceeds it. */
export function StepBands({ bands, currency, onChange }: Props) {
  const t = useTexts();
  const change = (at: number, patch: Partial<Bands[number]>, field: string | null) =>
    onChange(
      bands.map((band, index) => (index === at ? { ...band, ...patch } : band)),
      field,
    );
  return (
    <>
      {bands.map(({ upTo, percent }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a band has no identity but its place.
        <FieldRow key={index}>
          <AmountField
            label={t('policy.fee.bandUpTo')}
            value={upTo ?? ''}
            currency={currency}
            onChange={(amount) => change(index, { upTo: amount || null }, `band ${index}`)}
          />
          <TextInput
            label={t('policy.fee.bandPercent')}
            value={percent}
            inputMode="decimal"
            rightSection="%"
            onChange={(event) => {
              const typed = event.currentTarget.value.trim().replace(',', '.');
              change(index, { percent: typed }, `band percent ${index}`);
            }}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('policy.fee.removeBand')}
            disabled={bands.length === 1}
            onClick={() =>
              onChange(
                bands.filter((_, at) => at !== index),
                null,
              )
            }
          >
            <IconX size={16} />
          </ActionIcon>
        </FieldRow>
      ))}
      <div>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconPlus size={14} />}
          onClick={() => onChange([...bands, { upTo: null, percent: '5.00' }], null)}
        >
          {t('policy.fee.addBand')}
        </Button>
      </div>
    </>
  );
}
