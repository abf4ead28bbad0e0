import { Button } from '@mantine/core';
import { useState } from 'react';
import { type Column, DataTable, RowLink } from './DataTable.tsx';
import { EmptyState } from './States.tsx';
import { useSelection } from './selection.ts';
import { Tag } from './Tag.tsx';

type Row = { id: string; name: string; level: number; late: number; open: string };

const NAMES = [
  'Café du Coin',
  'Brasserie de l’Abbaye-Saint-Jean SRL',
  'Hôtel Métropole',
  'Zum Goldenen Löwen',
];
const ROWS: readonly Row[] = Array.from({ length: 37 }, (_, at) => ({
  id: String(at),
  name: `${NAMES[at % 4]} ${at + 1}`,
  level: at % 4,
  late: at * 3,
  open: `€${(1234.5 + at * 100).toFixed(2)}`,
}));

const COLUMNS: readonly Column<Row>[] = [
  {
    id: 'name',
    label: 'Debtor',
    sort: 'name',
    card: 'title',
    cell: (row) => <RowLink href="#row">{row.name}</RowLink>,
  },
  { id: 'level', label: 'Level', cell: (row) => <Tag tone="notice">Level {row.level}</Tag> },
  { id: 'late', label: 'Days late', align: 'end', sort: 'late', cell: (row) => row.late },
  { id: 'open', label: 'Open', align: 'end', sort: 'open', card: 'figure', cell: (row) => row.open },
];

export function GalleryTable() {
  const [page, setPage] = useState(1);
  const [sort, setSort] = useState('-open');
  const selection = useSelection();
  return (
    <DataTable
      label="Debtors"
      columns={COLUMNS}
      rows={ROWS.slice((page - 1) * 10, page * 10)}
      total={ROWS.length}
      rowKey={(row) => row.id}
      rowLabel={(row) => row.name}
      page={page}
      perPage={10}
      onPage={setPage}
      sort={sort}
      onSort={setSort}
      selection={selection}
      bulk={<Button size="compact-sm">Drop</Button>}
      empty={<EmptyState kind="nothingMatches" />}
    />
  );
}
