import { camt } from '#formats/camt/read-camt.ts';
import { cfonb } from '#formats/cfonb/read-cfonb.ts';
import { coda } from '#formats/coda/read-coda.ts';
import { mt940 } from '#formats/mt940/read-mt940.ts';
import { ofx } from '#formats/ofx/read-ofx.ts';
import type { KnownFormat } from './bank-reader.ts';

/** Every format a bank file may have, in the order they are tried. A CSV is asked for by its mapping, never guessed. */
export const KNOWN_FORMATS: readonly KnownFormat[] = [coda, cfonb, ofx, camt, mt940];
