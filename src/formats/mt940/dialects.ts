import { decodeGerman, isGerman } from './decode-german.ts';
import { decodeLabels, isLabelled } from './decode-labels.ts';
import {
  decodeOldIng,
  decodePlain,
  decodeSns,
  decodeTriodos,
  isOldIng,
  isSns,
  isTriodos,
} from './decode-plain.ts';
import { decodeTags, isTagged } from './decode-tags.ts';
import type { Details, Information } from './details.ts';

/** The ways banks write ':86:', told by the text itself: several may occur in one file. The first that fits reads it. */
const DIALECTS: readonly {
  readonly name: string;
  readonly fits: (information: Information) => boolean;
  readonly decode: (information: Information) => Details;
}[] = [
  { name: 'Triodos', fits: isTriodos, decode: decodeTriodos },
  { name: 'Deutsche Kreditwirtschaft', fits: isGerman, decode: decodeGerman },
  { name: 'fields between slashes', fits: isTagged, decode: decodeTags },
  { name: 'SNS, ASN, RegioBank', fits: isSns, decode: decodeSns },
  { name: 'words with colons', fits: isLabelled, decode: decodeLabels },
  { name: 'ING until 2014', fits: isOldIng, decode: decodeOldIng },
  { name: 'plain', fits: () => true, decode: decodePlain },
];

export function decodeInformation(information: Information): Details {
  const dialect = DIALECTS.find(({ fits }) => fits(information));
  return dialect ? dialect.decode(information) : { text: '' };
}
