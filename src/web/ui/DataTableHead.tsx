import { Checkbox, NativeSelect } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useTexts } from '#web/texts.ts';
import styles from './DataTable.module.css';
import type { Column, DataTableProps } from './DataTable.tsx';
import { ROLE } from './grid-roles.ts';

/** The headings: what the columns are, and by which one the list is sorted. */
export function ColumnHeads<Row>(props: DataTableProps<Row> & { keys: readonly string[] }) {
  const { columns, selection, keys } = props;
  const t = useTexts();
  const ticked = selection ? keys.filter((key) => selection.has(key)).length : 0;
  return (
    <thead {...ROLE.rowgroup} className={styles.head}>
      <tr {...ROLE.row} aria-rowindex={1}>
        {selection && (
          <th scope="col" {...ROLE.columnheader} className={styles.tick}>
            <Checkbox
              aria-label={t('list.selectPage')}
              checked={ticked === keys.length}
              indeterminate={ticked > 0 && ticked < keys.length}
              onChange={(event) => selection.setMany(keys, event.currentTarget.checked)}
            />
          </th>
        )}
        {columns.map((column) => (
          <th
            scope="col"
            {...ROLE.columnheader}
            key={column.id}
            className={styles.heading}
            data-align={column.align}
            style={{ width: column.width }}
            aria-sort={sortState(column, props.sort)}
          >
            <Heading column={column} sort={props.sort} onSort={props.onSort} />
          </th>
        ))}
      </tr>
    </thead>
  );
}

type HeadingProps<Row> = {
  column: Column<Row>;
  sort: string | undefined;
  onSort: ((sort: string) => void) | undefined;
};

function Heading<Row>({ column, sort, onSort }: HeadingProps<Row>) {
  if (column.isLabelUnseen) return <span className="rp-unseen">{column.label}</span>;
  if (!column.sort || !onSort) return column.label;
  const state = sortState(column, sort);
  const Arrow = state === 'ascending' ? IconArrowUp : IconArrowDown;
  // Figures are looked at from the largest, words from A.
  const first = column.align === 'end' ? `-${column.sort}` : column.sort;
  const other = first.startsWith('-') ? column.sort : `-${column.sort}`;
  return (
    <button
      type="button"
      className={styles.sort}
      data-state={state}
      onClick={() => onSort(sort === first ? other : first)}
    >
      {column.label}
      <Arrow size={13} stroke={2} aria-hidden="true" />
    </button>
  );
}

function sortState<Row>(column: Column<Row>, sort: string | undefined) {
  if (!column.sort || !sort) return undefined;
  if (sort === column.sort) return 'ascending' as const;
  return sort === `-${column.sort}` ? ('descending' as const) : undefined;
}

type CardSortProps<Row> = {
  columns: readonly Column<Row>[];
  sort: string | undefined;
  onSort: ((sort: string) => void) | undefined;
};

/** Cards have no headings to click: on a phone the list is sorted here. */
export function CardSort<Row>(props: CardSortProps<Row>) {
  const { columns, sort, onSort } = props;
  const t = useTexts();
  const sortable = columns.filter((column) => column.sort);
  if (!onSort || sortable.length === 0) return null;
  return (
    <div className={styles.cardSort}>
      <NativeSelect
        aria-label={t('list.sortBy')}
        value={sort ?? ''}
        onChange={(event) => onSort(event.currentTarget.value)}
        data={sortable.flatMap((column) => [
          { value: column.sort ?? '', label: `${t('list.sortedBy', { column: column.label })} ↑` },
          { value: `-${column.sort}`, label: `${t('list.sortedBy', { column: column.label })} ↓` },
        ])}
      />
    </div>
  );
}
