import { Progress } from '@mantine/core';
import type { ReactNode } from 'react';
import { useFormats } from '#web/formats.ts';
import { useTexts } from '#web/texts.ts';
import styles from './ProgressPanel.module.css';

type Props = {
  title: string;
  done: number;
  /** Unknown yet: the bar only shows that something happens. */
  total?: number | undefined;
  perMinute?: number | undefined;
  secondsLeft?: number | undefined;
  /** Pause, cancel. */
  actions?: ReactNode;
  children?: ReactNode;
};

/** A long task: how far, how fast, how long still. It lives on the server; the page may be left. */
export function ProgressPanel({ title, done, total, perMinute, secondsLeft, actions, children }: Props) {
  const t = useTexts();
  const { number, percent } = useFormats();
  const share = total ? Math.min(1, done / total) : 0;
  const known = [
    total === undefined ? number(done) : t('progress.of', { done: number(done), total: number(total) }),
    total ? percent(Math.floor(share * 100) / 100) : null,
    perMinute ? t('progress.rate', { rate: number(Math.round(perMinute)) }) : null,
    secondsLeft === undefined ? null : t('progress.left', { minutes: Math.round(secondsLeft / 60) }),
  ];
  return (
    <section className={styles.panel} aria-label={title}>
      <div className={styles.head}>
        <h2>{title}</h2>
        {actions}
      </div>
      <Progress.Root size="lg" radius="md">
        <Progress.Section
          value={total === undefined ? 100 : share * 100}
          animated={total === undefined}
          striped={total === undefined}
          color="var(--rp-accent)"
          aria-label={title}
        />
      </Progress.Root>
      <output className={styles.figures}>{known.filter(Boolean).join(' · ')}</output>
      {children}
    </section>
  );
}
