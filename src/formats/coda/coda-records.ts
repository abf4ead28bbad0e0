import { refuse } from '#core/refusal.ts';

/** From and to, counted from 1, both included, as the specification of CODA 2 prints them. */
type Zone = readonly [from: number, to: number];

export const WIDTH = 128;

/** Every record of CODA 2 that is read, zone by zone. `least`: what must be there if blanks at the end were cut off. */
export const RECORDS = {
  header: {
    least: 128,
    zones: {
      createdOn: [6, 11],
      bank: [12, 14],
      application: [15, 16],
      duplicate: [17, 17],
      addressee: [35, 60],
      bic: [61, 71],
      version: [128, 128],
    },
  },
  oldBalance: {
    least: 64,
    zones: {
      structure: [2, 2],
      paper: [3, 5],
      account: [6, 42],
      sign: [43, 43],
      amount: [44, 58],
      day: [59, 64],
      holder: [65, 90],
      number: [126, 128],
    },
  },
  movement1: {
    least: 124,
    zones: {
      sequence: [3, 6],
      detail: [7, 10],
      bankReference: [11, 31],
      sign: [32, 32],
      amount: [33, 47],
      valueOn: [48, 53],
      code: [54, 61],
      kind: [62, 62],
      communication: [63, 115],
      bookedOn: [116, 121],
      level: [125, 125],
    },
  },
  movement2: {
    least: 10,
    zones: {
      sequence: [3, 6],
      detail: [7, 10],
      communication: [11, 63],
      customerReference: [64, 98],
      bic: [99, 109],
      returned: [113, 113],
      reason: [114, 117],
    },
  },
  movement3: {
    least: 10,
    zones: {
      sequence: [3, 6],
      detail: [7, 10],
      account: [11, 47],
      name: [48, 82],
      communication: [83, 125],
    },
  },
  information1: {
    least: 40,
    zones: { sequence: [3, 6], detail: [7, 10], kind: [40, 40], communication: [41, 113] },
  },
  information2: { least: 10, zones: { sequence: [3, 6], detail: [7, 10], communication: [11, 115] } },
  information3: { least: 10, zones: { sequence: [3, 6], detail: [7, 10], communication: [11, 100] } },
  newBalance: {
    least: 63,
    zones: { paper: [2, 4], account: [5, 41], sign: [42, 42], amount: [43, 57], day: [58, 63] },
  },
  freeText: { least: 10, zones: { text: [33, 112] } },
  trailer: {
    least: 52,
    zones: { records: [17, 22], debit: [23, 37], credit: [38, 52], more: [128, 128] },
  },
} as const satisfies Record<
  string,
  { readonly least: number; readonly zones: Readonly<Record<string, Zone>> }
>;

export type RecordKind = keyof typeof RECORDS;
type ZoneName<Kind extends RecordKind> = keyof (typeof RECORDS)[Kind]['zones'];

/** A record cut into its zones, untrimmed: padding counts where a text goes on in the next record. */
export type Zones<Kind extends RecordKind> = Readonly<Record<ZoneName<Kind>, string>>;

const KINDS: Readonly<Record<string, RecordKind>> = {
  '0': 'header',
  '1': 'oldBalance',
  '21': 'movement1',
  '22': 'movement2',
  '23': 'movement3',
  '31': 'information1',
  '32': 'information2',
  '33': 'information3',
  '8': 'newBalance',
  '4': 'freeText',
  '9': 'trailer',
};

/** What a line is, by its first one or two digits. @throws Refusal bank_record_unknown, bank_line_length */
export function kindOf(text: string, file: string, row: number): RecordKind {
  const first = text.charAt(0);
  const mark = first === '2' || first === '3' ? text.slice(0, 2) : first;
  const kind = KINDS[mark];
  if (!kind) {
    const expected = Object.keys(KINDS).join(', ');
    return refuse('bank_record_unknown', { file, line: String(row), given: text.slice(0, 10), expected });
  }
  const { least } = RECORDS[kind];
  if (text.length < least || text.length > WIDTH) {
    refuse('bank_line_length', {
      file,
      line: String(row),
      given: String(text.length),
      expected: String(WIDTH),
    });
  }
  return kind;
}

/** What people call a record: its digits. */
export function markOf(kind: RecordKind): string {
  return Object.entries(KINDS).find(([, named]) => named === kind)?.[0] ?? '';
}

export function cut<Kind extends RecordKind>(kind: Kind, text: string): Zones<Kind> {
  const whole = text.length < WIDTH ? text.padEnd(WIDTH) : text;
  const zones: Record<string, string> = {};
  for (const [name, from, to] of CUTS.get(kind) ?? []) zones[name] = whole.slice(from, to);
  return zones as Zones<Kind>;
}

const CUTS = new Map(
  Object.entries<{ readonly zones: Readonly<Record<string, Zone>> }>(RECORDS).map(([kind, { zones }]) => [
    kind,
    Object.entries(zones).map(([name, [from, to]]) => [name, from - 1, to] as const),
  ]),
);
