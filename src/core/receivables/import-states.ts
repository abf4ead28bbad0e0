import type { RefusalCode } from '#core/refusal.ts';

/** What a file is of: open items, debtors, or electronic invoices. */
export const IMPORT_KINDS = ['open_items', 'debtors', 'invoices'] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];

export const IMPORT_FORMATS = ['csv', 'xlsx', 'ubl'] as const;
export type ImportFormat = (typeof IMPORT_FORMATS)[number];

/** Read: stored, nothing decided. Checked: what it would change is known. Refused: it had problems, nothing was changed. Undone: it was applied, and taken back whole. */
export const IMPORT_STATES = [
  'read',
  'checking',
  'checked',
  'applying',
  'applied',
  'undone',
  'refused',
  'cancelled',
  'failed',
] as const;
export type ImportState = (typeof IMPORT_STATES)[number];

const ALLOWED = {
  check: ['read', 'checked', 'refused', 'cancelled', 'failed', 'undone'],
  apply: ['checked', 'refused', 'cancelled', 'failed'],
  cancel: ['checking', 'applying'],
  undo: ['applied'],
} as const satisfies Record<string, readonly ImportState[]>;

/** Why an import cannot be checked, applied, cancelled or taken back now: the screen greys the button with it, the server refuses. */
export function whyNotImport(action: keyof typeof ALLOWED, state: ImportState): RefusalCode | null {
  const allowed: readonly ImportState[] = ALLOWED[action];
  return allowed.includes(state) ? null : 'import_not_open';
}
