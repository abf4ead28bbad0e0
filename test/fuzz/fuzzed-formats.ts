import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readTypedRates } from '#core/interest/given-rates.ts';
import { readPaymentLines } from '#core/interest/payment-lines.ts';
import { Refusal } from '#core/refusal.ts';
import { type BankFileChoices, openBankFile } from '#formats/bank/open-bank-file.ts';
import { readWhole } from '#formats/bank/read-whole.ts';
import { bankCsvReader } from '#formats/bank-csv/read-bank-csv.ts';
import { openSource } from '#server/imports/import-source.ts';
import { readRateFile } from '#server/rates/read-rate-file.ts';
import { repacked, zipOf } from './repack.ts';
import { type Told, untold } from './told-whole.ts';

export type Outcome = 'read' | 'refused';

type Fuzzed = {
  /** The valid files that mutants are made from. */
  samples(): Buffer[] | Promise<Buffer[]>;
  /** Reads a file as the product does. Whatever is wrong is told whole, and what is read is whole; else it throws. */
  read(bytes: Buffer): Promise<Outcome>;
  /** Where the file is an archive: half of its mutants are made inside, and packed again. */
  readonly isPacked?: boolean;
};

const SOURCES = path.resolve(import.meta.dirname, '../../src/formats');
const DEMO = path.resolve(import.meta.dirname, '../../demo/files');
const NAME = 'mutant';

/** Every format that Rappel reads, by the name `npm run fuzz` knows it by. */
export const FUZZED: Readonly<Record<string, Fuzzed>> = {
  coda: bank('coda'),
  cfonb: bank('cfonb'),
  ofx: bank('ofx'),
  camt: bank('camt'),
  mt940: bank('mt940'),
  'bank-csv': bank('bank-csv', { otherwise: bankCsvReader() }),
  'bank-zip': {
    ...bank('zip'),
    isPacked: true,
    samples: () =>
      Promise.all([
        zipOf(samplesIn(path.join(SOURCES, 'coda/samples')).map((bytes, at) => [`${at}.cod`, bytes])),
        zipOf(samplesIn(path.join(SOURCES, 'camt/samples')).map((bytes, at) => [`${at}.xml`, bytes])),
      ]),
  },
  csv: list(() => demo('open-items-2026-03-31.csv', 'export-comptable-2026-04-03.csv', 'debtors.csv')),
  txt: list(() => demo('open-items-2026-03-31.csv', 'export-comptable-2026-04-03.csv').map(asText)),
  xlsx: { ...list(() => demo('debtors.xlsx')), isPacked: true },
  ubl: list(() => samplesIn(path.join(DEMO, 'ubl'))),
  zip: {
    ...list(async () => {
      const invoices = samplesIn(path.join(DEMO, 'ubl')).map((bytes, at) => [`${at}.xml`, bytes] as const);
      const lists = demo('open-items-2026-03-31.csv').map((bytes) => ['list.csv', bytes] as const);
      return Promise.all([zipOf(invoices), zipOf(lists)]);
    }),
    isPacked: true,
  },
  rates: { samples: () => [RATES], read: readRates },
  payments: { samples: () => PAYMENTS, read: readPayments },
};

/** One wrong file, made from a sample: in its bytes, or inside where it is an archive. */
export async function mutantOf(
  format: string,
  sample: Buffer,
  change: (bytes: Buffer) => Buffer,
  random: () => number,
): Promise<Buffer> {
  const inside = FUZZED[format]?.isPacked && random() < 0.5;
  return inside ? repacked(sample, change, random) : change(sample);
}

function samplesIn(folder: string): Buffer[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => !name.endsWith('.json'))
    .sort()
    .map((name) => readFileSync(path.join(folder, name)));
}

function demo(...names: string[]): Buffer[] {
  return names.map((name) => readFileSync(path.join(DEMO, name)));
}

/** A list as packages print it into a .txt: columns parted by tabs. */
function asText(csv: Buffer): Buffer {
  const text = csv.toString('latin1');
  return Buffer.from(text.replaceAll(text.includes(';') ? ';' : ',', '\t'), 'latin1');
}

const RATES = Buffer.from(
  'series;from;until;percent;source\nBE_COMMERCIAL;2026-07-01;2026-12-31;10,50;Moniteur belge\nECB_REFINANCING;2027-01-01;;2.15 %;"ECB; 2027"\n',
);
const PAYMENTS = [
  Buffer.from('day,amount\n2026-03-31,250.00\n2026-04-02;17.5\n2026-05-01 1000\n'),
  Buffer.from('[{"on":"2026-03-31","amount":"250.00"},{"date":"2026-04-02","amount":17.5}]'),
];

function bank(format: string, choices: BankFileChoices = {}): Fuzzed {
  return {
    samples: () => samplesIn(path.join(SOURCES, format, 'samples')),
    async read(bytes) {
      let refused = false;
      for await (const file of openBankFile(bytes, NAME, choices)) {
        const { problems, statements } = await readWhole(file);
        for (const problem of problems) hold(problem, true);
        refused ||= problems.some(({ refuses }) => refuses !== null);
        for (const { opening, lines } of statements) {
          if (opening.account === '' && opening.row === 0) throw new Error('a statement from nowhere');
          for (const { bookedOn, amount } of lines) {
            if (!/^\d{4}-\d\d-\d\d$/.test(bookedOn)) throw new Error(`a line booked on ${bookedOn}`);
            if (typeof amount !== 'bigint') throw new Error('a line without an amount');
          }
        }
      }
      return refused ? 'refused' : 'read';
    },
  };
}

const COMPANY = {
  name: 'Brasserie Lambert SA',
  vatNumber: null,
  enterpriseNumber: null,
  currency: 'EUR',
} as const;

function list(samples: Fuzzed['samples']): Fuzzed {
  return {
    samples,
    async read(bytes) {
      try {
        const source = await openSource(bytes, NAME);
        for (const question of source.questions) hold(question, true);
        let refused = source.questions.length > 0;
        for await (const { rows, problems } of source.portions(COMPANY)) {
          for (const problem of problems) hold(problem, true);
          refused ||= problems.length > 0;
          for (const { row, debtorNumber, item } of rows) {
            if (row < 1 || debtorNumber === '') throw new Error(`a row ${row} of “${debtorNumber}”`);
            if (item && typeof item.open !== 'bigint') throw new Error('an item without an amount');
          }
        }
        return refused ? 'refused' : 'read';
      } catch (error) {
        return refusedBy(error, true);
      }
    },
  };
}

async function readRates(bytes: Buffer): Promise<Outcome> {
  try {
    const { problems } = readTypedRates(await readRateFile(bytes, NAME));
    for (const problem of problems) hold(problem, true);
    return problems.length > 0 ? 'refused' : 'read';
  } catch (error) {
    return refusedBy(error, false);
  }
}

async function readPayments(bytes: Buffer): Promise<Outcome> {
  try {
    readPaymentLines(bytes.toString('utf8'));
    return 'read';
  } catch (error) {
    // The file is the one that was named on the command line, and is named with the refusal there.
    return refusedBy(error, true);
  }
}

function hold(told: Told, isList: boolean): void {
  const lack = untold(told, NAME, isList);
  if (lack) throw new Error(lack);
}

/** Anything but a refusal is a crash. */
function refusedBy(error: unknown, isList: boolean): Outcome {
  if (!(error instanceof Refusal)) throw error;
  hold({ code: error.code, facts: error.facts, at: { row: 0, column: '' } }, isList);
  return 'refused';
}
