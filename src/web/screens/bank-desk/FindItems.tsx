import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { api } from '#web/api.ts';
import { DayText } from '#web/parts/DayText.tsx';
import { MoneyText } from '#web/parts/MoneyText.tsx';
import { useCompanyKey } from '#web/place.ts';
import { useTexts } from '#web/texts.ts';
import type { Debtor, DeskLine, Item } from './draft.ts';
import styles from './split.module.css';

type Props = {
  line: DeskLine;
  /** Whose open items are offered while nothing is searched. */
  debtor: Debtor | null;
  /** Chosen already. */
  taken: readonly string[];
  isFirst: boolean;
  onPick: (item: Item) => void;
  onDebtor: (debtor: Debtor) => void;
};

const SHOWN = 8;

/** Finds open items of any debtor by number, name or reference; arrows and Enter take one. */
export function FindItems({ debtor, taken, isFirst, onPick, onDebtor }: Props) {
  const t = useTexts();
  const id = useId();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  // At once, not when the drawer has slid in: whoever pressed '/' types on.
  useLayoutEffect(() => {
    if (isFirst) field.current?.focus();
  }, [isFirst]);
  const { found, isCurrent } = useFound(typed, debtor);
  const items = found.filter((item) => !taken.includes(item.id));
  const current = items[Math.min(at, items.length - 1)];
  // Enter before the answer is there means what was typed, never what an earlier search had found: it waits.
  const [isEntered, setEntered] = useState(false);
  const take = (item: Item) => {
    setEntered(false);
    onPick(item);
    setTyped('');
    setAt(0);
  };
  useEffect(() => {
    if (!isEntered || !isCurrent) return;
    if (current) take(current);
    else setEntered(false);
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt(Math.min(at + 1, items.length - 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0));
    else if (event.key === 'Enter' && typed !== '' && !isCurrent) setEntered(true);
    else if (event.key === 'Enter' && typed !== '' && current) take(current);
    else return;
    event.preventDefault();
  };
  return (
    <div className={styles.find}>
      <TextInput
        ref={field}
        label={t('desk.findItem')}
        description={t('desk.findHint')}
        leftSection={<IconSearch size={16} stroke={1.7} />}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setEntered(false);
        }}
        onKeyDown={onKeyDown}
        autoComplete="off"
        role="combobox"
        aria-expanded={items.length > 0}
        aria-controls={id}
        aria-activedescendant={current ? `${id}-${current.id}` : undefined}
        {...(isFirst ? { 'data-autofocus': true } : {})}
      />
      <div id={id} role="listbox" aria-label={t('desk.found')} className={styles.found}>
        {items.map((item) => (
          <div
            key={item.id}
            id={`${id}-${item.id}`}
            role="option"
            aria-selected={item === current}
            // The keys are the field's: Enter takes the one that is marked.
            tabIndex={-1}
            onClick={() => take(item)}
            onKeyDown={(event) => event.key === 'Enter' && take(item)}
          >
            <strong>{item.number}</strong>
            <span>{item.debtor.name}</span>
            <DayText day={item.dueOn} as="short" />
            <MoneyText money={{ amount: item.open, currency: item.currency }} />
          </div>
        ))}
      </div>
      {typed !== '' && current && (
        <Button size="compact-sm" variant="subtle" onClick={() => onDebtor(current.debtor)}>
          {t('desk.takeDebtor', { debtor: current.debtor.name })}
        </Button>
      )}
      {typed !== '' && items.length === 0 && <p className="rp-muted">{t('desk.nothingFound')}</p>}
    </div>
  );
}

type Found = {
  readonly found: readonly Item[];
  /** Whether it answers what is typed now. */
  readonly isCurrent: boolean;
};

/** What was searched for, or what the debtor has open. */
function useFound(typed: string, debtor: Debtor | null): Found {
  const company = useCompanyKey();
  const [search] = useDebouncedValue(typed.trim(), 150);
  const isAsked = search.length > 1 || debtor !== null;
  const found = useQuery(
    api.openItems.list.queryOptions({
      input: {
        company,
        view: 'open',
        page: 1,
        perPage: SHOWN + 12,
        sort: 'due',
        direction: 'asc',
        ...(search.length > 1 ? { search } : { debtor: debtor?.id }),
      },
      enabled: isAsked,
      placeholderData: keepPreviousData,
    }),
  );
  const isCurrent = search === typed.trim() && (!isAsked || (!found.isPending && !found.isPlaceholderData));
  return { found: isAsked ? (found.data?.rows ?? []).slice(0, SHOWN + 12) : [], isCurrent };
}
