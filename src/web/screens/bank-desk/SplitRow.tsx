import { ActionIcon, NativeSelect } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { DayText } from '#web/parts/DayText.tsx';
import { MoneyText } from '#web/parts/MoneyText.tsx';
import { useTexts } from '#web/texts.ts';
import { AmountField } from '#web/ui/AmountField.tsx';
import { type DeskLine, RESTS, type Rest, type Row, restOf } from './draft.ts';
import styles from './split.module.css';

type Props = {
  row: Row;
  line: DeskLine;
  isFirst: boolean;
  onChange: (row: Row) => void;
  onRemove: () => void;
};

/** One item of a split: what the line pays of it, and what becomes of what is left. */
export function SplitRow({ row, line, isFirst, onChange, onRemove }: Props) {
  const t = useTexts();
  const { item, paid, rest, fixed } = row;
  const left = restOf(item, paid);
  return (
    <fieldset className={styles.splitRow}>
      <legend>
        <strong>{item.number}</strong> · {item.debtor.name}
      </legend>
      <span className="rp-muted">
        <DayText day={item.dueOn} as="short" /> · {t('desk.item.open')}{' '}
        <MoneyText money={{ amount: item.open, currency: item.currency }} />
      </span>
      <ActionIcon
        className={styles.splitRemove ?? ''}
        variant="subtle"
        color="gray"
        aria-label={t('desk.takeOut', { document: item.number })}
        onClick={onRemove}
      >
        <IconX size={16} />
      </ActionIcon>
      <AmountField
        label={t('desk.item.pays')}
        value={paid}
        currency={item.currency}
        autoFocus={isFirst}
        onChange={(amount) => onChange({ ...row, paid: amount })}
      />
      {row.money !== undefined && (
        <AmountField
          label={t('desk.item.takes')}
          value={row.money}
          currency={line.currency}
          onChange={(amount) => onChange({ ...row, money: amount })}
        />
      )}
      {left !== 0n && !fixed && (
        <NativeSelect
          label={t('desk.item.rest')}
          value={rest}
          onChange={(event) => {
            const next = RESTS.find((one) => one === event.currentTarget.value);
            if (next) onChange({ ...row, rest: next satisfies Rest });
          }}
          data={RESTS.map((one) => ({ value: one, label: t(`desk.rest.${one}`) }))}
        />
      )}
    </fieldset>
  );
}
