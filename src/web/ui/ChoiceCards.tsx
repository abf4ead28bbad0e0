import { Radio } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './ChoiceCards.module.css';

/** Few and weighty alternatives, each with a sentence; inside a Radio.Group. */
export function ChoiceCards({ children, stacked }: { children: ReactNode; stacked?: boolean }) {
  return (
    <div className={styles.cards} data-stacked={stacked || undefined}>
      {children}
    </div>
  );
}

export function ChoiceCard({ value, title, words }: { value: string; title: string; words: string }) {
  return <Radio className={styles.card ?? ''} value={value} label={title} description={words} />;
}
