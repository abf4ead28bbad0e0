import { ActionIcon } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useFormats } from '#web/formats.ts';
import { useTexts } from '#web/texts.ts';
import styles from './Pager.module.css';

type Props = { page: number; perPage: number; total: number; onPage: ((page: number) => void) | undefined };

/** Where one is in a list of many pages. */
export function Pager({ page, perPage, total, onPage }: Props) {
  const t = useTexts();
  const { number } = useFormats();
  const from = (page - 1) * perPage + 1;
  const to = Math.min(total, page * perPage);
  const isOne = !onPage || total <= perPage;
  // With one page there is nowhere to go: several such lists on a screen would be as many landmarks of one name.
  if (isOne) {
    return (
      <div className={styles.pager}>
        <output className="rp-figures">{t('list.rows', { count: total })}</output>
      </div>
    );
  }
  return (
    <nav className={styles.pager} aria-label={t('list.pages')}>
      <output className="rp-figures">
        {t('list.range', { from: number(from), to: number(to), total: number(total) })}
      </output>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('list.previousPage')}
        disabled={page <= 1}
        onClick={() => onPage(page - 1)}
      >
        <IconChevronLeft size={18} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('list.nextPage')}
        disabled={to >= total}
        onClick={() => onPage(page + 1)}
      >
        <IconChevronRight size={18} />
      </ActionIcon>
    </nav>
  );
}
