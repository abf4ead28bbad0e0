import { TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { decimalsOf, isCurrency } from '#core/money/currencies.ts';
import { useFormats } from '#web/formats.ts';
import { useTexts } from '#web/texts.ts';
import { readTypedAmount } from './read-typed.ts';

type Props = {
  label: string;
  description?: ReactNode;
  /** A decimal string, or '' for none. */
  value: string;
  currency: string;
  onChange: (amount: string) => void;
  error?: ReactNode;
  required?: boolean;
  /** In a dialog: the first field to type in. */
  autoFocus?: boolean;
};

/** An amount, typed in any of the usual notations and shown in the reader's. */
export function AmountField({
  label,
  description,
  value,
  currency,
  onChange,
  error,
  required,
  autoFocus,
}: Props) {
  const t = useTexts();
  const { money } = useFormats();
  const [typed, setTyped] = useState<string | null>(null);
  const [wrong, setWrong] = useState(false);
  const decimals = isCurrency(currency) ? decimalsOf(currency) : 2;

  const read = () => {
    if (typed === null) return;
    const amount = readTypedAmount(typed.replace(/[^\d.,\-\s'’]/g, ''), decimals);
    const isEmpty = typed.trim() === '';
    setWrong(amount === null && !isEmpty);
    if (amount === null && !isEmpty) return;
    setTyped(null);
    onChange(amount ?? '');
  };
  return (
    <TextInput
      label={label}
      description={description}
      required={required ?? false}
      data-autofocus={autoFocus || undefined}
      inputMode="decimal"
      autoComplete="off"
      value={typed ?? (value && money({ amount: value, currency }))}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={read}
      onKeyDown={(event) => event.key === 'Enter' && read()}
      error={wrong ? t('field.amount.unreadable', { example: money({ amount: '1234.5', currency }) }) : error}
      styles={{ input: { textAlign: 'end', fontVariantNumeric: 'tabular-nums' } }}
    />
  );
}
