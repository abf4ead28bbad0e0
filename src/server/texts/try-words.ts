import type { Currency } from '#core/money/currencies.ts';
import { LANGUAGES, type Language } from '#core/receivables/kinds.ts';
import { refuse } from '#core/refusal.ts';
import { figuresFor } from '#server/notices/figures.ts';
import { fillWords, type WordFacts, type Words } from './words.ts';

/** An invented debtor with what a notice to it would say. Amounts in the smallest unit. */
type SampleDebtor = {
  readonly name: string;
  readonly number: string;
  readonly currency: Currency;
  readonly open: bigint;
  readonly interest: bigint;
  readonly fee: bigint;
  readonly documents: readonly string[];
  readonly daysLate: number;
  readonly promised: bigint | null;
  /** The creditor has neither telephone nor address nor account on file. */
  readonly isBare: boolean;
};

const SUBJECT_MAX = 500;
const BODY_MAX = 20_000;
const DAY = Temporal.PlainDate.from('2026-03-31');

/**
 * Fills words for twenty debtors of every sort in four languages, before anybody may use them: what would go wrong with
 * one in a thousand goes wrong here. @throws Refusal text_placeholder_unknown, text_unreadable, text_subject_empty, text_beyond_limits
 */
export function tryWords(words: Words): void {
  for (const { debtor, facts } of samples()) {
    const { subject, plain } = fillWords(words, facts);
    if (subject.trim() === '') refuse('text_subject_empty', { debtor: debtor.name });
    refuseBeyond(debtor, subject, SUBJECT_MAX);
    refuseBeyond(debtor, plain, BODY_MAX);
  }
}

let made: { debtor: SampleDebtor; facts: WordFacts }[] | null = null;

/** Each debtor in each language; made once, since nothing in them ever changes. */
function samples() {
  made ??= LANGUAGES.flatMap((language) =>
    SAMPLE_DEBTORS.map((debtor) => ({ debtor, facts: factsOf(debtor, language) })),
  );
  return made;
}

function refuseBeyond({ name }: SampleDebtor, text: string, limit: number): void {
  if (text.length <= limit) return;
  refuse('text_beyond_limits', { debtor: name, given: String(text.length), limit: String(limit) });
}

/** The same placeholders as compose-notice.ts fills; a test holds the two against each other. */
function factsOf(debtor: SampleDebtor, language: Language): WordFacts {
  const figures = figuresFor(language, 'BE');
  const money = (minor: bigint) => figures.money(minor, debtor.currency);
  const { open, interest, fee, promised, isBare } = debtor;
  return {
    debtor: { name: debtor.name, number: debtor.number },
    company: {
      name: 'Brasserie Lambert SA',
      email: isBare ? '' : 'compta@lambert.example',
      phone: isBare ? '' : '+32 81 00 00 00',
      iban: isBare ? '' : 'BE68539007547034',
    },
    number: '1024',
    date: figures.longDay(DAY),
    deadline: figures.longDay(DAY.add({ days: 15 })),
    total: money(open + interest + fee),
    open: money(open),
    interest: money(interest),
    fee: money(fee),
    has_costs: interest + fee > 0n,
    count: debtor.documents.length,
    documents: figures.list([...debtor.documents]),
    days_late: debtor.daysLate,
    first_due: figures.longDay(DAY.subtract({ days: debtor.daysLate })),
    promise_broken: promised !== null,
    promised_amount: promised === null ? '' : money(promised),
    promised_on: promised === null ? '' : figures.longDay(DAY.subtract({ days: 3 })),
  };
}

const USUAL: SampleDebtor = {
  ...{ name: 'Café du Midi SRL', number: 'C-1042', currency: 'EUR', open: 125_000n, interest: 0n, fee: 0n },
  ...{ documents: ['F2026-0042'], daysLate: 12, promised: null, isBare: false },
};
const MANY = Array.from({ length: 250 }, (_, at) => `F2026-${at}`);

/** Twenty debtors who are unlike each other in all that words may name. */
export const SAMPLE_DEBTORS: readonly SampleDebtor[] = [
  USUAL,
  { ...USUAL, name: 'Garage Maes BV', documents: ['F1', 'F2', 'F3'], interest: 1234n, fee: 4000n },
  { ...USUAL, name: 'Dhr. Pieter ’t Hoen', number: '', open: 1n },
  {
    ...USUAL,
    name: 'Société anonyme des très grands moulins réunis '.repeat(6).trim(),
    number: '9'.repeat(60),
  },
  { ...USUAL, name: 'Zahlung sofort GmbH', currency: 'CHF', open: 99_999_999_999n, interest: 5n },
  { ...USUAL, name: 'Établissements Diallo', currency: 'XOF', open: 2_500_000n, fee: 1000n },
  { ...USUAL, name: 'Société Ben Youssef', currency: 'TND', open: 1_234_567n },
  { ...USUAL, name: '{{ total }} {% if x %}', number: '{{' },
  { ...USUAL, name: '**Gras** & <b>Fett</b>', number: '<script>' },
  { ...USUAL, name: 'Two\nlines\tand a tab', number: 'a\r\nb' },
  { ...USUAL, name: 'شركة النور', number: 'ع-٧' },
  { ...USUAL, name: '日本商事株式会社', number: '全角' },
  { ...USUAL, name: 'Bistro 🍺', number: '🧾' },
  { ...USUAL, name: 'Nobody late', daysLate: 0, documents: [] },
  { ...USUAL, name: 'Late for years', daysLate: 3650, interest: 88_888n },
  { ...USUAL, name: 'Many documents', documents: MANY },
  { ...USUAL, name: 'Promise broken', promised: 50_000n },
  { ...USUAL, name: 'Promise and costs', promised: 1n, interest: 1n, fee: 1n },
  { ...USUAL, name: 'Nothing of the creditor', isBare: true },
  { ...USUAL, name: 'Credit only', open: -12_500n, documents: ['NC1'] },
];
