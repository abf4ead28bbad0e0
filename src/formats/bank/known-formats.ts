import type { KnownFormat } from './bank-reader.ts';

/** Every format a bank file may have, in the order they are tried. A CSV is asked for by its mapping, never guessed. */
export const KNOWN_FORMATS: readonly KnownFormat[] = [];
