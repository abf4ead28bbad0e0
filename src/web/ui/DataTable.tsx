import { Checkbox } from '@mantine/core';
import { type ReactNode, useRef } from 'react';
import { useTexts } from '#web/texts.ts';
import { BulkBar } from './BulkBar.tsx';
import { useCommands } from './commands.ts';
import { useCursor } from './cursor.ts';
import styles from './DataTable.module.css';
import { CardSort, ColumnHeads } from './DataTableHead.tsx';
import { ROLE } from './grid-roles.ts';
import { Pager } from './Pager.tsx';
import type { Selection } from './selection.ts';

export type Column<Row> = {
  readonly id: string;
  readonly label: string;
  /** The heading is only read aloud: a column of buttons. */
  readonly isLabelUnseen?: boolean;
  readonly cell: (row: Row) => ReactNode;
  /** Amounts, days late, counts: to the right, in figures of one width. */
  readonly align?: 'end';
  readonly width?: string;
  /** The name by which the server sorts; without it the column cannot be sorted by. */
  readonly sort?: string;
  /** On a phone a row is a card: its heading, the figure at its right, its menu at the far right, a line with its label, or not shown. */
  readonly card?: 'title' | 'figure' | 'menu' | 'line' | 'none';
};

export type DataTableProps<Row> = {
  /** What the list is, for who cannot see it. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  /** Over all pages. */
  readonly total: number;
  readonly rowKey: (row: Row) => string;
  /** What a row is called: 'Select Dupont SA'. */
  readonly rowLabel: (row: Row) => string;
  readonly page?: number;
  readonly perPage?: number;
  readonly onPage?: (page: number) => void;
  /** 'name', or '-name' for the largest first. */
  readonly sort?: string | undefined;
  readonly onSort?: (sort: string) => void;
  readonly selection?: Selection;
  /** Buttons for what is ticked. */
  readonly bulk?: ReactNode;
  /** Enter or a click on the row. Without it, the row's own RowLink is followed. */
  readonly onOpen?: (row: Row) => void;
  /** The row under the cursor, where a preview beside the list follows it. */
  readonly cursor?: string | null;
  readonly onCursor?: (key: string) => void;
  readonly empty: ReactNode;
  readonly isFetching?: boolean;
};

/** A list as the server pages it: sorted, ticked and walked through with the mouse, the keys or a finger. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { rows, columns, rowKey, selection, page = 1, perPage = rows.length, total } = props;
  const t = useTexts();
  const table = useRef<HTMLTableElement>(null);
  const keys = rows.map(rowKey);
  const cursor = useCursor({ keys, table, at: props.cursor, onMove: props.onCursor });
  const open = (key: string) => openRow(props, table.current, key);

  useCommands(rows.length === 0 ? [] : listCommands({ t, cursor, selection, open }));

  if (rows.length === 0) return <div className={styles.frame}>{props.empty}</div>;
  return (
    <div className={styles.frame} aria-busy={props.isFetching || undefined}>
      <CardSort columns={columns} sort={props.sort} onSort={props.onSort} />
      <div className={styles.scroll} data-fetching={props.isFetching || undefined}>
        <table
          ref={table}
          {...ROLE.grid}
          className={styles.table}
          aria-label={props.label}
          aria-rowcount={total + 1}
        >
          <ColumnHeads {...props} keys={keys} />
          <tbody {...ROLE.rowgroup}>
            {rows.map((row, at) => (
              <TableRow
                key={keys[at]}
                row={row}
                rowKey={keys[at] ?? ''}
                label={props.rowLabel(row)}
                columns={columns}
                index={(page - 1) * perPage + at + 2}
                isCursor={cursor.key === keys[at]}
                selection={selection}
                onPoint={() => cursor.set(keys[at] ?? '')}
                onOpen={() => open(keys[at] ?? '')}
              />
            ))}
          </tbody>
        </table>
      </div>
      {selection && (
        <BulkBar selection={selection} total={total} onPageCount={keys.length} actions={props.bulk} />
      )}
      <Pager page={page} perPage={perPage} total={total} onPage={props.onPage} />
    </div>
  );
}

type RowProps<Row> = {
  row: Row;
  rowKey: string;
  label: string;
  columns: readonly Column<Row>[];
  index: number;
  isCursor: boolean;
  selection: Selection | undefined;
  onPoint: () => void;
  onOpen: () => void;
};

function TableRow<Row>(props: RowProps<Row>) {
  const { row, rowKey, columns, selection } = props;
  const t = useTexts();
  const isTicked = selection?.has(rowKey);
  return (
    <tr
      {...ROLE.row}
      className={styles.row}
      data-row={rowKey}
      data-cursor={props.isCursor || undefined}
      aria-rowindex={props.index}
      aria-selected={selection ? isTicked : undefined}
      tabIndex={props.isCursor ? 0 : -1}
      onFocus={(event) => event.target === event.currentTarget && !props.isCursor && props.onPoint()}
      onClick={(event) => {
        props.onPoint();
        if (!isOnControl(event)) props.onOpen();
      }}
    >
      {selection && (
        <td {...ROLE.gridcell} className={styles.tick}>
          <Checkbox
            checked={isTicked ?? false}
            onChange={() => selection.toggle(rowKey)}
            tabIndex={-1}
            aria-label={t('list.selectRow', { row: props.label })}
          />
        </td>
      )}
      {columns.map((column) => (
        <td
          {...ROLE.gridcell}
          key={column.id}
          className={styles.cell}
          data-align={column.align}
          data-card={column.card ?? 'line'}
          data-label={column.label}
        >
          {column.cell(row)}
        </td>
      ))}
    </tr>
  );
}

/** The link a row stands for: put it in one column; Enter or a click anywhere on the row follows it. */
export function RowLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a href={href} className={styles.link} data-row-link tabIndex={-1}>
      {children}
    </a>
  );
}

function isOnControl(event: React.MouseEvent): boolean {
  if (!(event.target instanceof Element)) return false;
  const picked = window.getSelection()?.toString();
  return Boolean(picked) || event.target.closest('a, button, input, label, select, [role="menu"]') !== null;
}

function openRow<Row>(props: DataTableProps<Row>, table: HTMLElement | null, key: string): void {
  const row = props.rows.find((each) => props.rowKey(each) === key);
  if (row !== undefined && props.onOpen) props.onOpen(row);
  else table?.querySelector<HTMLElement>(`[data-row="${CSS.escape(key)}"] [data-row-link]`)?.click();
}

function listCommands(on: {
  t: ReturnType<typeof useTexts>;
  cursor: ReturnType<typeof useCursor>;
  selection: Selection | undefined;
  open: (key: string) => void;
}) {
  const { t, cursor, selection } = on;
  const group = t('keys.group.list');
  const key = cursor.key;
  const commands = [
    { id: 'list.next', label: t('keys.next'), keys: 'j / arrowdown', run: () => cursor.move(1) },
    { id: 'list.previous', label: t('keys.previous'), keys: 'k / arrowup', run: () => cursor.move(-1) },
    { id: 'list.open', label: t('keys.open'), keys: 'enter', run: () => key !== null && on.open(key) },
  ];
  if (selection && key !== null) {
    const run = () => selection.toggle(key);
    commands.push({ id: 'list.select', label: t('keys.select'), keys: 'x', run });
  }
  return commands.map((command) => ({ ...command, group, keyOnly: true }));
}
