import { DEBTOR_FIELDS, ITEM_FIELDS, type ListField } from '#core/receivables/list-fields.ts';
import { type Cell, cellText } from './cell.ts';
import { HOLDS, isField, type TableKind } from './fields.ts';
import { FIELDS_BY_HEADING, headingOf } from './headings.ts';
import { amountStyleOf } from './read-amount.ts';
import { dayStyleOf } from './read-day.ts';
import { documentKindOf } from './words.ts';

/** One column as the wizard shows it: what it is thought to hold, whether that is a guess, and three of its values. */
export type ColumnGuess = {
  readonly index: number;
  readonly header: string;
  readonly field: ListField | null;
  /** False: the heading only resembles a known one, or another column fits too. Shown as a guess. */
  readonly sure: boolean;
  readonly samples: readonly string[];
};

type Candidate = { index: number; field: ListField; score: number };

/** What each column holds, by its heading and then by its values. No field is given to two columns. */
export function guessColumns(
  headers: readonly string[],
  firstRows: readonly (readonly Cell[])[],
): ColumnGuess[] {
  const samples = headers.map((_, index) => samplesOf(firstRows, index));
  const candidates = headers.flatMap((header, index) => candidatesOf(header, index, samples[index] ?? []));
  candidates.sort((a, b) => b.score - a.score || a.index - b.index);
  const fieldOf = new Map<number, Candidate>();
  const taken = new Set<ListField>();
  for (const candidate of candidates) {
    if (fieldOf.has(candidate.index) || taken.has(candidate.field)) continue;
    fieldOf.set(candidate.index, candidate);
    taken.add(candidate.field);
  }
  return headers.map((header, index) => {
    const found = fieldOf.get(index);
    return {
      index,
      header,
      field: found?.field ?? null,
      sure: (found?.score ?? 0) >= 3,
      samples: samples[index] ?? [],
    };
  });
}

/** Applies what a person said (or a saved mapping): heading to field, '' to ignore. The rest stays guessed. */
export function withChosenColumns(
  guesses: readonly ColumnGuess[],
  chosen: Readonly<Record<string, ListField | ''>>,
): ColumnGuess[] {
  const wanted = new Set(Object.values(chosen));
  return guesses.map((guess) => {
    const choice = chosen[guess.header];
    if (choice !== undefined) return { ...guess, field: choice === '' ? null : choice, sure: true };
    return guess.field && wanted.has(guess.field) ? { ...guess, field: null, sure: true } : guess;
  });
}

/** A list that names documents is of open items; one that only names debtors is of debtors. */
export function kindOfTable(guesses: readonly ColumnGuess[]): TableKind {
  const fields = new Set(guesses.map(({ field }) => field));
  const items = ITEM_FIELDS.filter((field) => fields.has(field)).length;
  const named =
    fields.has('document_number') &&
    (['amount', 'open', 'debit', 'credit'] as const).some((f) => fields.has(f));
  return named || items > DEBTOR_FIELDS.filter((field) => fields.has(field)).length
    ? 'open_items'
    : 'debtors';
}

/** How many cells of a line are headings that are known: the line with the most is the heading line. */
export function knownHeadings(cells: readonly Cell[]): number {
  return cells.filter((cell) => typeof cell === 'string' && fieldsOf(cellText(cell)).length > 0).length;
}

function fieldsOf(header: string): readonly ListField[] {
  const own = header.trim().toLowerCase();
  return isField(own) ? [own] : (FIELDS_BY_HEADING.get(headingOf(header)) ?? []);
}

function candidatesOf(header: string, index: number, samples: readonly string[]): Candidate[] {
  const own = header.trim().toLowerCase();
  if (isField(own)) return [{ index, field: own, score: 5 }];
  const exact = FIELDS_BY_HEADING.get(headingOf(header));
  if (exact) {
    return exact
      .map((field, rank) => ({ index, field, score: 4 - rank * 0.5 + fitOf(field, samples) }))
      .filter(({ score }) => score > 1);
  }
  return resembling(headingOf(header))
    .map((field) => ({ index, field, score: 1.5 + fitOf(field, samples) }))
    .filter(({ score }) => score >= 1.5);
}

/** Between blanks, the longest first. */
const LONG_HEADINGS = [...FIELDS_BY_HEADING.keys()]
  .filter((known) => known.length > 3)
  .sort((a, b) => b.length - a.length)
  .map((known) => ` ${known} `);

/** Fields of known headings of two letters or more that stand as whole words in this one, the longest first. */
function resembling(heading: string): ListField[] {
  const words = ` ${heading} `;
  const inside = LONG_HEADINGS.filter((known) => words.includes(known)).map((known) => known.trim());
  const fields = [...new Set(inside.flatMap((known) => FIELDS_BY_HEADING.get(known) ?? []))];
  // What only resembles the payer's number is as often its name or address: a person says so.
  return fields.filter((field) => field !== 'payer_number').slice(0, 3);
}

/** Values speak for a field or against it: a column of days is no amount, whatever it is called. */
function fitOf(field: ListField, samples: readonly string[]): number {
  if (samples.length === 0) return 0;
  const share = (fits: (text: string) => boolean) => samples.filter(fits).length / samples.length;
  if (HOLDS[field] === 'day') return share((text) => dayStyleOf(text) !== 'none') >= 0.5 ? 0.5 : -3;
  if (HOLDS[field] === 'amount') {
    return share((text) => amountStyleOf(text) !== 'none' && !/^\d{8}$/.test(text)) >= 0.5 ? 0.5 : -3;
  }
  if (field === 'debtor_email' || field === 'contact_email')
    return share((text) => text.includes('@')) >= 0.5 ? 0.5 : -1;
  if (field === 'document_kind') return share((text) => documentKindOf(text) !== null) >= 0.5 ? 0.5 : -2;
  if (field === 'currency') return share((text) => /^[A-Za-z]{3}$/.test(text)) >= 0.5 ? 0.5 : -3;
  return 0;
}

function samplesOf(rows: readonly (readonly Cell[])[], index: number): string[] {
  const found = new Set<string>();
  for (const cells of rows) {
    const text = cellText(cells[index]);
    if (text !== '') found.add(text.slice(0, 80));
    if (found.size === 3) break;
  }
  return [...found];
}
