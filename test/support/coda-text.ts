import { RECORDS, type RecordKind } from '#formats/coda/coda-records.ts';

type ZoneTexts<Kind extends RecordKind> = Partial<Record<keyof (typeof RECORDS)[Kind]['zones'], string>>;

const BEGINNINGS: Readonly<Record<RecordKind, string>> = {
  header: '00000',
  oldBalance: '1',
  movement1: '21',
  movement2: '22',
  movement3: '23',
  information1: '31',
  information2: '32',
  information3: '33',
  newBalance: '8',
  freeText: '4',
  trailer: '9',
};

/** A record of CODA from its zones by name, blanks elsewhere: tests say only what they are about. */
export function codaLine<Kind extends RecordKind>(kind: Kind, texts: ZoneTexts<Kind>): string {
  const signs = [...BEGINNINGS[kind].padEnd(128)];
  const zones: Readonly<Record<string, readonly [number, number]>> = RECORDS[kind].zones;
  for (const [name, text] of Object.entries(texts as Record<string, string>)) {
    const [from, to] = zones[name] ?? [0, 0];
    if (text.length > to - from + 1) throw new Error(`${kind}.${name} holds ${to - from + 1}: ${text}`);
    signs.splice(from - 1, text.length, ...text);
  }
  return signs.join('');
}

export type CodaMovement = {
  /** '12.50' or '-12.50'. */
  readonly amount: string;
  readonly detail?: string;
  readonly code?: string;
  /** Free text, or a structured communication by its type: ['101', '…']. */
  readonly message?: string | readonly [type: string, content: string];
  readonly second?: ZoneTexts<'movement2'>;
  readonly third?: ZoneTexts<'movement3'>;
  readonly main?: ZoneTexts<'movement1'>;
  /** Records 3, as they are to stand. */
  readonly more?: readonly string[];
  readonly sequence?: string;
};

export type CodaStatementText = {
  readonly movements: readonly CodaMovement[];
  readonly opening?: string;
  /** Worked out unless said. */
  readonly closing?: string;
  readonly number?: string;
  readonly account?: string;
  readonly structure?: '0' | '1' | '2' | '3';
  readonly closingAccount?: string;
  readonly trailer?: ZoneTexts<'trailer'>;
  readonly header?: ZoneTexts<'header'>;
  readonly isLast?: boolean;
  readonly freeText?: string;
};

export const CODA_ACCOUNT = `${'BE68539007547034'.padEnd(34)}EUR`;

/** A whole statement whose totals fit, unless it is told otherwise. */
export function codaText(given: CodaStatementText): string {
  const movements = given.movements.flatMap((movement, index) => movementLines(movement, index + 1));
  const booked = given.movements
    .filter(({ detail = '0000' }) => detail === '0000')
    .map(({ amount }) => milli(amount));
  const sum = (amounts: readonly bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);
  const closing =
    given.closing === undefined ? milli(given.opening ?? '100') + sum(booked) : milli(given.closing);
  const account = given.account ?? CODA_ACCOUNT;
  const lines = [
    codaLine('header', {
      createdOn: '310326',
      bank: '725',
      application: '05',
      addressee: 'LAMBERT & FILS SA',
      bic: 'KREDBEBB',
      version: '2',
      ...given.header,
    }),
    codaLine('oldBalance', {
      structure: given.structure ?? '2',
      paper: '017',
      account,
      ...amountZones(milli(given.opening ?? '100')),
      day: '300326',
      holder: 'LAMBERT & FILS SA',
      number: given.number ?? '017',
    }),
    ...movements,
    codaLine('newBalance', {
      paper: '017',
      account: given.closingAccount ?? account,
      ...amountZones(closing),
      day: '310326',
    }),
    ...(given.freeText ? [codaLine('freeText', { text: given.freeText })] : []),
    codaLine('trailer', {
      records: String(movements.length + 2).padStart(6, '0'),
      debit: digits(sum(booked.filter((amount) => amount < 0n))),
      credit: digits(sum(booked.filter((amount) => amount > 0n))),
      more: given.isLast === false ? '1' : '2',
      ...given.trailer,
    }),
  ];
  return lines.map((line) => `${line}\r\n`).join('');
}

function movementLines(movement: CodaMovement, index: number): string[] {
  const { amount, code = '00150000', message = '', detail = '0000' } = movement;
  const sequence = movement.sequence ?? String(index).padStart(4, '0');
  const told = typeof message === 'string' ? message : message.join('');
  const key = { sequence, detail };
  const second = { ...(told.length > 53 && { communication: told.slice(53, 106) }), ...movement.second };
  const third = { ...(told.length > 106 && { communication: told.slice(106, 149) }), ...movement.third };
  const { sign, amount: written } = amountZones(milli(amount));
  return [
    codaLine('movement1', {
      ...key,
      bankReference: `REF${sequence}${detail}`,
      sign,
      amount: written,
      valueOn: '310326',
      code,
      kind: typeof message === 'string' ? '0' : '1',
      communication: told.slice(0, 53),
      bookedOn: '310326',
      ...movement.main,
    }),
    ...(Object.keys(second).length > 0 ? [codaLine('movement2', { ...key, ...second })] : []),
    ...(Object.keys(third).length > 0 ? [codaLine('movement3', { ...key, ...third })] : []),
    ...(movement.more ?? []),
  ];
}

function amountZones(amount: bigint): { sign: string; amount: string } {
  return { sign: amount < 0n ? '1' : '0', amount: digits(amount) };
}

function digits(amount: bigint): string {
  return (amount < 0n ? -amount : amount).toString().padStart(15, '0');
}

function milli(decimal: string): bigint {
  const [, sign = '', whole = '0', fraction = ''] = /^(-?)(\d+)(?:\.(\d{1,3}))?$/.exec(decimal) ?? [];
  return BigInt(`${sign}${whole}${fraction.padEnd(3, '0')}`);
}
