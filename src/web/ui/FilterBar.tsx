import { Button, TextInput } from '@mantine/core';
import { IconSearch, IconX } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTexts } from '#web/texts.ts';
import { useCommands } from './commands.ts';
import styles from './FilterBar.module.css';

export type FilterChip = {
  readonly id: string;
  /** 'Level: 2', 'More than 60 days late'. */
  readonly label: string;
  readonly onRemove: () => void;
};

type Props = {
  /** What is searched, as it stands in the URL; it is searched a moment after the last letter. */
  find?: string | undefined;
  onFind?: (find: string) => void;
  findLabel?: string;
  /** Its key, where '/' is somebody else's. */
  findKeys?: string;
  /** Selects and menus that add a filter. */
  children?: ReactNode;
  chips?: readonly FilterChip[];
  onClear?: () => void;
  /** At the right end: export, columns. */
  end?: ReactNode;
};

/** Above a list: search, filters, and each filter in force as a chip that can be taken off. */
export function FilterBar({ find, onFind, findLabel, findKeys, children, chips = [], onClear, end }: Props) {
  const t = useTexts();
  return (
    <search className={styles.bar}>
      <div className={styles.row}>
        {onFind && (
          <FindField
            find={find ?? ''}
            onFind={onFind}
            label={findLabel ?? t('filter.search')}
            keys={findKeys ?? '/'}
          />
        )}
        {children}
        {end && <div className={styles.end}>{end}</div>}
      </div>
      {chips.length > 0 && (
        <div className={styles.chips}>
          {chips.map((chip) => (
            <button
              key={chip.id}
              type="button"
              className={styles.chip}
              onClick={chip.onRemove}
              aria-label={t('filter.remove', { filter: chip.label })}
            >
              {chip.label}
              <IconX size={13} stroke={2} aria-hidden="true" />
            </button>
          ))}
          {onClear && (
            <Button variant="subtle" color="gray" size="compact-sm" onClick={onClear}>
              {t('filter.clear')}
            </Button>
          )}
        </div>
      )}
    </search>
  );
}

type FindProps = { find: string; onFind: (find: string) => void; label: string; keys: string };

function FindField({ find, onFind, label, keys }: FindProps) {
  const t = useTexts();
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(find);
  const sent = useRef(find);

  // The view may change from outside: back, clear filters, a link.
  useEffect(() => {
    if (find === sent.current) return;
    sent.current = find;
    setTyped(find);
  }, [find]);
  useEffect(() => {
    if (typed === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = typed;
      onFind(typed);
    }, 220);
    return () => clearTimeout(timer);
  }, [typed, onFind]);
  useCommands([
    {
      id: 'list.find',
      label: t('keys.search'),
      group: t('keys.group.list'),
      keys,
      run: () => input.current?.select(),
    },
  ]);

  return (
    <TextInput
      ref={input}
      className={styles.find ?? ''}
      type="search"
      aria-label={label}
      placeholder={label}
      leftSection={<IconSearch size={16} stroke={1.7} />}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
    />
  );
}
