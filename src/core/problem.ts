import type { RefusalCode } from '#core/refusal.ts';

/**
 * A refusal of one line among many: the other lines can still be read. Same codes, same sentences as a refusal.
 * `row` counts from 1 as the user's editor does; `column` is the heading of the file, or the element's path.
 */
export type Problem = {
  readonly code: RefusalCode;
  readonly facts: Readonly<Record<string, string>>;
  readonly at: { readonly row: number; readonly column: string };
};

/** The place, less what the sentence names by itself: nobody reads the same line or file twice. Row 0, '' is none. */
export function untoldPlace({ at, facts }: Pick<Problem, 'at' | 'facts'>): Problem['at'] {
  const told = Object.values(facts);
  return {
    row: facts.line === String(at.row) ? 0 : at.row,
    column: told.includes(at.column) ? '' : at.column,
  };
}
