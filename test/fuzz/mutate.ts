/** The same sequence for the same seed: a mutant that fails can be had again. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A valid file made wrong in one way: bytes, pieces, lines, or how its letters are coded. */
export function mutate(original: Buffer, random: () => number): Buffer {
  const kinds = [flipped, cutShort, withoutPiece, withPieceRepeated, withStranger, recoded, ...LINE_WISE];
  const kind = kinds[Math.floor(random() * kinds.length)] ?? flipped;
  const once = kind(original, random);
  // One in ten is wrong in two ways.
  return random() < 0.1 ? (kinds[Math.floor(random() * kinds.length)] ?? flipped)(once, random) : once;
}

type Mutation = (bytes: Buffer, random: () => number) => Buffer;

const at = (limit: number, random: () => number) => Math.floor(random() * limit);

const flipped: Mutation = (original, random) => {
  const bytes = Buffer.from(original);
  for (let n = at(8, random); n >= 0 && bytes.length > 0; n--)
    bytes[at(bytes.length, random)] = at(256, random);
  return bytes;
};

const cutShort: Mutation = (bytes, random) => bytes.subarray(0, at(bytes.length, random));

const withoutPiece: Mutation = (bytes, random) => {
  const from = at(bytes.length, random);
  return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + 1 + at(40, random))]);
};

const withPieceRepeated: Mutation = (bytes, random) => {
  const from = at(bytes.length, random);
  const length = 1 + at(40, random);
  return Buffer.concat([bytes.subarray(0, from), bytes.subarray(Math.max(0, from - length))]);
};

const withStranger: Mutation = (bytes, random) => {
  const from = at(bytes.length, random);
  const piece = STRANGERS[at(STRANGERS.length, random)] ?? '';
  return Buffer.concat([bytes.subarray(0, from), Buffer.from(piece, 'latin1'), bytes.subarray(from)]);
};

const recoded: Mutation = (bytes, random) => {
  const text = bytes.toString('latin1');
  const marked = random() < 0.5 ? `\ufeff${text}` : text;
  return Buffer.from(marked, random() < 0.5 ? 'utf16le' : 'utf8');
};

/** A sheet is one line: two thousand of them would be another test, that of size. */
const BYTES_REPEATED = 300_000;

/** What befalls a file in editors and mails: lines lost, doubled, exchanged, joined, filled, or without end. */
const LINE_WISE: readonly Mutation[] = [
  onLines((lines, random) => lines.toSpliced(at(lines.length, random), 1 + at(3, random))),
  onLines((lines, random) => {
    const line = at(lines.length, random);
    return lines.toSpliced(line, 0, ...lines.slice(line, line + 1 + at(5, random)));
  }),
  onLines((lines, random) => {
    const [one, other] = [at(lines.length, random), at(lines.length, random)];
    return lines.with(one, lines[other] ?? '').with(other, lines[one] ?? '');
  }),
  onLines((lines, random) => {
    const line = at(lines.length, random);
    const piece = lines[line] ?? '';
    const most = Math.ceil(BYTES_REPEATED / Math.max(piece.length, 1));
    return lines.with(line, piece.repeat(Math.min(2 + at(2000, random), most)));
  }),
  onLines((lines, random) => {
    const line = at(lines.length, random);
    return lines.with(line, '9'.repeat(1 + at(100_000, random)));
  }),
  onLines((lines) => lines.map((line) => line.trimEnd())),
  onLines((lines) => [lines.join('')]),
  onLines((lines, random) => Array.from({ length: 2 + at(20, random) }, () => lines).flat()),
];

function onLines(change: (lines: string[], random: () => number) => string[]): Mutation {
  return (bytes, random) => {
    const lines = bytes.toString('latin1').split('\n');
    return Buffer.from(change(lines, random).join('\n'), 'latin1');
  };
}

const STRANGERS = [
  '"',
  '\u0000',
  '\u0000'.repeat(300),
  '<!DOCTYPE a [<!ENTITY b "c">]>',
  '<!--',
  ']]>',
  '&b;',
  '&#99999999;',
  '</',
  '<a>'.repeat(500),
  '<![CDATA[',
  '=cmd()',
  '9'.repeat(400),
  ' '.repeat(5000),
  '\r',
  '\n',
  '-',
  '\u00ff',
  '\u00c3',
  'PK\u0003\u0004',
  ':20:',
  ':61:',
  '{1:',
  ';;;;;;;;;;;;;;',
  '-}',
];
