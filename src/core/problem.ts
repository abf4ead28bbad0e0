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
