/** A fact is always a string; its kind tells how it reads. A day is '2026-03-07': only the screen knows its reader. */
export type FactKind = 'text' | 'day' | 'count';

/** Codes, with the facts each one's sentence needs. */
export type RefusalTable = Readonly<Record<string, Readonly<Record<string, FactKind>>>>;
