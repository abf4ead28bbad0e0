import { Select } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTexts } from '#web/texts.ts';
import { Tag } from '#web/ui/Tag.tsx';
import styles from './ColumnRow.module.css';

type Props = {
  header: string;
  samples: readonly { readonly text: string; readonly read?: string | null }[];
  label: string;
  options: readonly { readonly value: string; readonly label: string }[];
  value: string;
  /** Said beside a choice that nobody confirmed. */
  guess?: string | null;
  onChoose: (value: string) => void;
};

/** One column of a list: its heading, values as the file writes them and as they are read, and what it holds. */
export function ColumnRow({ header, samples, label, options, value, guess, onChoose }: Props) {
  return (
    <div className={styles.column}>
      <span className={styles.header}>{header}</span>
      <span className={styles.samples}>
        {samples.map(({ text, read }) => (
          <span key={text} className={styles.sample}>
            {text}
            {read && <strong> → {read}</strong>}
          </span>
        ))}
        {samples.length === 0 && '–'}
      </span>
      <span className={styles.field}>
        <Select
          aria-label={label}
          data={[...options]}
          value={value}
          searchable
          allowDeselect={false}
          onChange={(chosen) => onChoose(chosen ?? '')}
        />
        {guess && <Tag tone="notice">{guess}</Tag>}
      </span>
    </div>
  );
}

/** The columns of a list, one below the other. */
export function ColumnRows({ children }: { children: ReactNode }) {
  const t = useTexts();
  return (
    <section className={styles.columns} aria-label={t('list.columns')}>
      {children}
    </section>
  );
}
