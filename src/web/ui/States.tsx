import { Button, Skeleton } from '@mantine/core';
import { IconCircleCheck, IconFilterOff, IconInbox, IconMoodSad } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTell } from '#web/errors.ts';
import { useTexts } from '#web/texts.ts';
import styles from './States.module.css';

type EmptyProps = {
  /** nothing yet: what belongs here and how it comes; nothing matches: filters; done: all is done, well done. */
  kind: 'nothingYet' | 'nothingMatches' | 'done';
  title?: string;
  children?: ReactNode;
  action?: ReactNode;
  onClearFilters?: (() => void) | undefined;
};

const EMPTY_ICON = { nothingYet: IconInbox, nothingMatches: IconFilterOff, done: IconCircleCheck };

/** A list without rows says which of the three it is, and offers one thing to do. */
export function EmptyState({ kind, title, children, action, onClearFilters }: EmptyProps) {
  const t = useTexts();
  const Icon = EMPTY_ICON[kind];
  return (
    <div className={styles.state} data-kind={kind}>
      <span className={styles.icon}>
        <Icon size={26} stroke={1.5} aria-hidden="true" />
      </span>
      <p className={styles.title}>{title ?? t('empty.nothingMatches')}</p>
      {(children || kind === 'nothingMatches') && (
        <div className={styles.words}>{children ?? t('empty.nothingMatchesHint')}</div>
      )}
      {action}
      {onClearFilters && (
        <Button variant="default" onClick={onClearFilters}>
          {t('filter.clear')}
        </Button>
      )}
    </div>
  );
}

/** The shape of what is coming, so that nothing jumps when it is there. */
export function LoadingState({ kind = 'table' }: { kind?: 'table' | 'page' | 'detail' }) {
  const t = useTexts();
  const rows = kind === 'detail' ? 5 : 9;
  return (
    <div className={styles.loading} role="status" aria-busy="true" aria-label={t('general.loading')}>
      {kind === 'page' && <Skeleton height={28} width={220} mb={20} />}
      {Array.from({ length: rows }, (_, row) => row).map((row) => (
        <Skeleton key={row} height={16} width={`${96 - ((row * 17) % 34)}%`} />
      ))}
    </div>
  );
}

/** What could not be shown: the refusal's own sentence, or the number of our bug. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: (() => void) | undefined }) {
  const t = useTexts();
  const tell = useTell();
  return (
    <div className={styles.state} role="alert">
      <span className={styles.icon} data-bad>
        <IconMoodSad size={26} stroke={1.5} aria-hidden="true" />
      </span>
      <p className={styles.title}>{t('error.title')}</p>
      <div className={styles.words}>{tell(error)}</div>
      {onRetry && (
        <Button variant="default" onClick={onRetry}>
          {t('error.retry')}
        </Button>
      )}
    </div>
  );
}
