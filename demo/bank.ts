import { type CamtLine, camtStatement } from './camt.ts';
import { belgianIban } from './check-digits.ts';
import { DEMO_COMPANY } from './company.ts';
import { DEMO_DOCUMENTS } from './ledger.ts';

/**
 * What the brewery's banks say on the day of the demo: payments of every kind a clerk meets in a week. Some name the
 * reference and settle by themselves, some want a look, some are no customer's at all.
 */
type Told = {
  readonly on: string;
  readonly name: string;
  /** The documents it pays, whole; or the amount in cents. */
  readonly pays?: readonly string[];
  readonly amount?: bigint;
  /** Of the documents' sum, in cents. */
  readonly less?: bigint;
  /** Names the reference of the first document, and nothing else. */
  readonly byReference?: boolean;
  readonly text?: string;
};

const MARCH: readonly Told[] = [
  { on: '2026-03-26', name: 'TRAITEUR DELVAUX SRL', pays: ['F2026-01009'], byReference: true },
  { on: '2026-03-26', name: 'CAFE DU PONT', pays: ['F2026-00110'], text: 'FACTURE F2026-00110' },
  { on: '2026-03-26', name: 'WORLDLINE SA/NV', amount: 68_420n, text: 'TERMINAL 04471 VENTES 25/03/2026' },
  { on: '2026-03-26', name: 'MALTERIE DU CONDROZ SA', amount: -348_000n, text: 'FACTURE 2026/118' },
  { on: '2026-03-27', name: 'LE VIEUX MOULIN', pays: ['F2026-02608'], byReference: true },
  {
    on: '2026-03-27',
    name: 'VILLE DE ROCHEFONTAINE',
    pays: ['F2025-00605', 'F2026-00606'],
    text: 'F2025-00605 F2026-00606 MANDAT 2026/1187',
  },
  {
    on: '2026-03-27',
    name: 'HOTEL DES ARDENNES',
    pays: ['F2026-00709'],
    less: 1_667n,
    text: 'F2026-00709 MOINS 2% ESCOMPTE',
  },
  { on: '2026-03-27', name: 'THE CROOKED BARREL', pays: ['F2026-00808'], text: 'Invoice F2026-00808' },
  { on: '2026-03-27', name: 'DUBOIS JEAN', amount: 35_000n, text: 'acompte futs mariage 13 juin' },
  {
    on: '2026-03-27',
    name: 'KULTURZENTRUM ALTE MUEHLE',
    pays: ['F2026-03805'],
    less: 50n,
    text: 'Rechnung F2026-03805',
  },
  {
    on: '2026-03-30',
    name: 'DE GOUDEN LEEUW',
    pays: ['F2026-00410', 'NC2026-002'],
    text: 'F2026-00410 min NC2026-002',
  },
  {
    on: '2026-03-30',
    name: 'BRASSERIE LA MARMITE',
    amount: 50_000n,
    text: 'acompte sur facture F2025-00208',
  },
  { on: '2026-03-30', name: 'BRAUHAUS AM DOM GMBH', pays: ['F2026-02007'], text: 'RE 2026 0207' },
  { on: '2026-03-30', name: 'LA CANTINE NUMERIQUE', pays: ['F2026-03407'], byReference: true },
  { on: '2026-03-30', name: 'DE SMEDT KAREL', pays: ['F2026-00507'], text: 'hoekje, factuur 507' },
  {
    on: '2026-03-30',
    name: 'EMERALD ISLE PUBS LTD',
    pays: ['F2026-03606'],
    less: 1_200n,
    text: 'INV F2026-03606',
  },
  {
    on: '2026-03-30',
    name: 'RESTAURANT DE OUDE SLUIS',
    amount: 257_345n,
    text: 'factuur F2026-01207',
  },
  { on: '2026-03-30', name: 'CBC BANQUE', amount: -1_250n, text: 'FRAIS DE GESTION MARS 2026' },
];

/** What comes in on the day itself: a file to drop into the demo. */
const TODAY: readonly Told[] = [
  { on: '2026-03-31', name: 'CAFE LE TRAPPEUR', pays: ['F2026-03008'], byReference: true },
  { on: '2026-03-31', name: 'SNACK LE RELAIS', amount: 75_000n, text: 'F2025-02501 1re tranche' },
  { on: '2026-03-31', name: 'GEMEENTE WATERLOOS', pays: ['F2026-02905'], text: 'factuur F2026-02905' },
];

const ING: readonly Told[] = [
  { on: '2026-03-25', name: 'ONSS', amount: -412_600n, text: 'PROVISION 1ER TRIMESTRE 2026' },
  { on: '2026-03-27', name: 'LOYER DEPOT SAMBREVILLE', amount: 95_000n, text: 'LOYER MARS' },
];

const OPENING = 1_842_355n;

/** The files, as the banks name them, with what the account is called afterwards. */
export const DEMO_BANK_FILES: readonly {
  readonly name: string;
  readonly account: string;
  readonly iban: string;
  readonly text: string;
}[] = [
  {
    name: 'cbc-2026-03-30.xml',
    account: 'CBC',
    iban: DEMO_COMPANY.iban.replaceAll(' ', ''),
    text: camtStatement({
      iban: DEMO_COMPANY.iban.replaceAll(' ', ''),
      number: 61,
      from: '2026-03-26',
      until: '2026-03-30',
      opening: OPENING,
      lines: MARCH.map(lineOf),
    }),
  },
  {
    name: 'ing-2026-03-27.xml',
    account: 'ING',
    iban: belgianIban('3630412078').replaceAll(' ', ''),
    text: camtStatement({
      iban: belgianIban('3630412078').replaceAll(' ', ''),
      number: 12,
      from: '2026-03-23',
      until: '2026-03-27',
      opening: 905_120n,
      lines: ING.map(lineOf),
    }),
  },
];

/** The statement after those: for somebody who wants to see a file come in. */
export const DEMO_NEXT_BANK_FILE = {
  name: 'cbc-2026-03-31.xml',
  text: camtStatement({
    iban: DEMO_COMPANY.iban.replaceAll(' ', ''),
    number: 62,
    from: '2026-03-31',
    until: '2026-03-31',
    opening: MARCH.map(lineOf).reduce((sum, { amount }) => sum + amount, OPENING),
    lines: TODAY.map(lineOf),
  }),
};

function lineOf({ on, name, pays = [], amount, less = 0n, byReference, text }: Told, nth: number): CamtLine {
  const documents = pays.map(
    (number) => DEMO_DOCUMENTS.find((document) => document.number === number) ?? missing(number),
  );
  const sum = documents.flatMap(({ items }) => items).reduce((whole, item) => whole + item.amount, 0n);
  return {
    on,
    name,
    amount: amount ?? sum - less,
    iban: belgianIban(String(7_310_000_000 + nth * 7919 + name.length)),
    text: byReference ? undefined : text,
    reference: byReference ? documents[0]?.reference : undefined,
  };
}

function missing(number: string): never {
  throw new Error(`The demo has no document ${number}.`);
}
