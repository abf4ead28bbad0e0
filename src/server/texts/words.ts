import { IntlMessageFormat } from 'intl-messageformat';
import type { TextStep } from '#core/dunning/text-steps.ts';
import type { Language } from '#core/receivables/kinds.ts';
import { refuse } from '#core/refusal.ts';
import de from '#i18n/de/letters.json' with { type: 'json' };
import en from '#i18n/en/letters.json' with { type: 'json' };
import fr from '#i18n/fr/letters.json' with { type: 'json' };
import nl from '#i18n/nl/letters.json' with { type: 'json' };
import {
  checkTemplate,
  fillTemplate,
  type TemplateFacts,
  TemplateFault,
} from '#server/platform/templates.ts';

type Catalogue = typeof en;
type Key = keyof Catalogue;
const CATALOGUES: Readonly<Record<Language, Catalogue>> = { de, en, fr, nl };

export type Words = { readonly subject: string; readonly body: string };

/** The words Rappel delivers for a step. */
export function deliveredWords(step: TextStep, language: Language): Words {
  const catalogue = CATALOGUES[language];
  return { subject: catalogue[`notice.${step}.subject`], body: catalogue[`notice.${step}.body`] };
}

type LabelKey = Exclude<Key, `notice.${string}`> extends `letter.${infer Name}` ? Name : never;

/** As many as the catalogues have keys: a sheet says some thirty of them, and reading a pattern is dear. */
const formats = new Map<string, IntlMessageFormat>();

/** A word or short sentence of the sheet itself, in the debtor's language. */
export function label(language: Language, key: LabelKey, facts: Record<string, string> = {}): string {
  const name = `${language} ${key}`;
  const format = formats.get(name) ?? new IntlMessageFormat(CATALOGUES[language][`letter.${key}`], language);
  formats.set(name, format);
  return String(format.format(facts));
}

/** A sentence of the sheet whose braces the template fills itself: "Page {page} of {pages}". */
export function pattern(language: Language, key: LabelKey): string {
  return CATALOGUES[language][`letter.${key}`];
}

/** Every placeholder a text may name. `items` stands alone and says where the table goes. */
export const PLACEHOLDERS = [
  'debtor.name',
  'debtor.number',
  'company.name',
  'company.email',
  'company.phone',
  'company.iban',
  'number',
  'date',
  'deadline',
  'total',
  'open',
  'interest',
  'fee',
  'has_costs',
  'count',
  'documents',
  'days_late',
  'first_due',
  'promise_broken',
  'promised_amount',
  'promised_on',
  'items',
] as const;
export type WordFacts = TemplateFacts;

const KNOWN: ReadonlySet<string> = new Set(PLACEHOLDERS);

/** Checks words before they are kept. @throws Refusal text_placeholder_unknown, text_unreadable */
export function checkWords(words: Words): void {
  for (const source of [words.subject, words.body]) {
    refusing(() => checkTemplate(source, KNOWN));
  }
}

/** One run of text, and whether it is strong. */
export type Run = { readonly text: string; readonly strong: boolean };
/** Lines of runs. */
export type Paragraph = readonly (readonly Run[])[];
export type FilledWords = {
  readonly subject: string;
  /** The whole body as plain text, without the table's place. */
  readonly plain: string;
  /** The filled body with its markup and the table's place: what a reviewer may edit further. */
  readonly editable: string;
  readonly opening: readonly Paragraph[];
  readonly closing: readonly Paragraph[];
};

// Marks that no keyboard types: where the table goes, and an asterisk that came from a value.
const TABLE = '\uE000';
const ASTERISK = '\uE001';

/**
 * Fills the words of a notice. Values are text, never markup: a debtor named **x** stays so.
 * @throws Refusal text_placeholder_unknown, text_unreadable
 */
export function fillWords(words: Words, facts: WordFacts): FilledWords {
  const all = { ...facts, items: TABLE };
  const filled = refusing(() => ({
    subject: fillTemplate(words.subject, all, oneLine),
    body: fillTemplate(words.body, all, oneLine),
  }));
  const [before = '', ...after] = filled.body.replaceAll('\r', '').split(TABLE);
  return {
    subject: plainOf(filled.subject.replace(/\s+/g, ' ').trim()),
    plain: plainOf([before, ...after].map((part) => part.trim()).join('\n\n')).trim(),
    editable: filled.body.replaceAll(TABLE, '{{ items }}').replaceAll(ASTERISK, '*').trim(),
    opening: paragraphsOf(before),
    closing: paragraphsOf(after.join('\n\n')),
  };
}

function oneLine(value: string): string {
  return [...value.replaceAll('*', ASTERISK)]
    .map((char) => (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(char) ? ' ' : char))
    .join('');
}

function plainOf(text: string): string {
  return text.replaceAll('**', '').replaceAll(TABLE, '').replaceAll(ASTERISK, '*');
}

function paragraphsOf(text: string): Paragraph[] {
  return text
    .split(/\n\s*\n/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => part.split('\n').map((line) => runsOf(line.trim())));
}

/** **strong** is all the markup there is. */
function runsOf(line: string): Run[] {
  return line
    .split('**')
    .map((text, index) => ({ text: text.replaceAll(ASTERISK, '*'), strong: index % 2 === 1 }))
    .filter(({ text }) => text !== '');
}

function refusing<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof TemplateFault)) throw error;
    const line = String(error.line);
    return error.kind === 'unknown'
      ? refuse('text_placeholder_unknown', { placeholder: error.given, line })
      : refuse('text_unreadable', { given: error.given, line });
  }
}
