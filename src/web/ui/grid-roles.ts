/**
 * The roles of a list that is walked through by keys. They are said aloud even where an element has one by nature: on a
 * phone rows are laid out as cards, and an element that is no longer laid out as a table loses its native role.
 */
export const ROLE = {
  grid: { role: 'grid' },
  rowgroup: { role: 'rowgroup' },
  row: { role: 'row' },
  columnheader: { role: 'columnheader' },
  gridcell: { role: 'gridcell' },
} as const;
