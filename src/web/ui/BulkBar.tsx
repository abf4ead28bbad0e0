import { Button } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTexts } from '#web/texts.ts';
import styles from './BulkBar.module.css';
import type { Selection } from './selection.ts';

type Props = { selection: Selection; total: number; onPageCount: number; actions: ReactNode };

/** What is ticked, out of how many, and what can be done with it. */
export function BulkBar({ selection, total, onPageCount, actions }: Props) {
  const t = useTexts();
  const count = selection.count(total);
  return (
    <div className={styles.bar} data-open={count > 0 || undefined}>
      <output className={styles.count}>{count > 0 && t('list.selected', { count, total })}</output>
      {count > 0 && (
        <>
          {count >= onPageCount && count < total && (
            <Button size="compact-sm" variant="subtle" onClick={selection.selectAllMatching}>
              {t('list.selectAll', { total })}
            </Button>
          )}
          <div className={styles.actions}>{actions}</div>
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            leftSection={<IconX size={14} />}
            onClick={selection.clear}
          >
            {t('list.clearSelection')}
          </Button>
        </>
      )}
    </div>
  );
}
