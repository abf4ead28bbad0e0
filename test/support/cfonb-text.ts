import { RECORDS, type RecordMark, WIDTH } from '#formats/cfonb/cfonb-records.ts';

type ZoneTexts<Mark extends RecordMark> = Partial<Record<keyof (typeof RECORDS)[Mark]['zones'], string>>;

const ACCOUNT = {
  bank: '20041',
  branch: '01005',
  currency: 'EUR',
  decimals: '2',
  account: '0500013M026',
} as const;

/** A record of CFONB 120 from its zones by name, blanks elsewhere; the account is always the same unless told. */
export function cfonbLine<Mark extends RecordMark>(mark: Mark, texts: ZoneTexts<Mark>): string {
  const signs = [...mark.padEnd(WIDTH)];
  const zones: Readonly<Record<string, readonly [number, number]>> = RECORDS[mark].zones;
  const all: Readonly<Record<string, string>> = { ...ACCOUNT, ...texts };
  for (const [name, text] of Object.entries(all)) {
    const [from, to] = zones[name] ?? [0, 0];
    if (text.length > to - from + 1) throw new Error(`${mark}.${name} holds ${to - from + 1}: ${text}`);
    signs.splice(from - 1, text.length, ...text);
  }
  return signs.join('');
}

/** '12.50' as thirteen digits and one that carries the sign. */
export function overpunched(decimal: string): string {
  const cents = decimal.replace(/[-.]/g, '').padStart(14, '0');
  const last = Number(cents.at(-1));
  const sign = (decimal.startsWith('-') ? '}JKLMNOPQR' : '{ABCDEFGHI').charAt(last);
  return `${cents.slice(0, 13)}${sign}`;
}

export function cfonbText(...lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}
