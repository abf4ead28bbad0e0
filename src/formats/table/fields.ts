import { LIST_FIELDS, type ListField } from '#core/receivables/list-fields.ts';

export type TableKind = 'open_items' | 'debtors';

export function isField(text: string): text is ListField {
  return (LIST_FIELDS as readonly string[]).includes(text);
}

/** Fields whose column writes amounts or days, which have styles to be detected. */
export const HOLDS: Partial<Record<ListField, 'amount' | 'day'>> = {
  amount: 'amount',
  open: 'amount',
  debit: 'amount',
  credit: 'amount',
  issued_on: 'day',
  due_on: 'day',
};
