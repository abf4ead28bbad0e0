import { LANGUAGES } from '#core/receivables/kinds.ts';
import { isRefusalCode, REFUSALS } from '#core/refusal.ts';
import { refusalSentence } from '#server/platform/refusal-words.ts';

/** One thing that was wrong with a file. */
export type Told = {
  readonly code: string;
  readonly facts: Readonly<Record<string, string>>;
  readonly at: { readonly row: number; readonly column: string };
};

/** By which fact a sentence shows what the file holds there. */
const SHOWS_VALUE =
  /^(given|found|opened|sum|total|headers|open|seller|day|entry|missing|after|columns|document|opening)$/;
/** By which fact it says what belongs there. */
const SHOWS_WANTED =
  /^(expected|example|allowed|limit|closing|closed|company|amount|before|first|currency|missing|taken|headers|columns|most)$/;

/** What is wrong is that nothing is there: the sentence names what should be. */
const IS_ABSENT =
  /^(value_missing|file_empty|bank_field_missing|bank_file_cut_short|bank_statement_missing|bank_account_missing|bank_csv_account_missing|bank_file_unknown|bank_file_more_expected|rate_source_missing)$/;
/** What belongs there is one thing for all, and the sentence itself says it: an address, two answers, no DOCTYPE. */
const WANTED_IN_WORDS =
  /^(email_unreadable|currency_unknown|decimal_sign_ambiguous|day_order_ambiguous|bank_csv_(decimal|days)_asked|file_kind_unknown|archive_(unreadable|nested|mixed)|spreadsheet_unreadable|encoding_unreadable|quote_unclosed|xml_unreadable|bank_xml_unreadable|bank_currency_unknown|bank_parts_apart|rate_series_unknown|rate_days_crossed|rate_given_twice|bank_record_misplaced|payments_unreadable)$/;
/** The value is the thing that is not allowed, named in the sentence. */
const VALUE_IN_WORDS =
  /^((bank_)?xml_(doctype|beyond_limits)|archive_bomb|file_too_large|rate_days_crossed|rate_given_twice)$/;

/**
 * Holds a refusal to what is promised of each: it names file, line or path, field, value and what was expected.
 * `isWhole`: it is about the file as a whole, which has no line. @returns what it fails to name, '' if nothing
 */
export function untold({ code, facts, at }: Told, file: string, isList: boolean): string {
  if (!isRefusalCode(code)) return `${code} is no refusal`;
  const wanted = Object.keys(REFUSALS[code]);
  const lacking = wanted.filter((name) => typeof facts[name] !== 'string');
  if (lacking.length > 0) return `${code} lacks its facts ${lacking.join(', ')}`;
  if (Object.values(facts).some((fact) => fact.length > 301)) return `${code} has a fact of any length`;
  if (!saidIn.has(code)) {
    const lacks = LANGUAGES.find((language) => refusalSentence(code, facts, language) === code);
    if (lacks) return `${code} has no sentence in ${lacks}`;
    saidIn.add(code);
  }
  // A list, or a bank file, tells its problems under its own name; what is thrown alone must bring it.
  if (!isList && facts.file === undefined) return `${code} names no file of ${file}`;
  const isPlaced = at.row > 0 || at.column !== '' || facts.line !== undefined || ABOUT_FILE.test(code);
  if (!isPlaced) return `${code} stands nowhere`;
  const names = Object.keys(facts);
  const hasValue = names.some((name) => SHOWS_VALUE.test(name));
  if (!hasValue && !IS_ABSENT.test(code) && !VALUE_IN_WORDS.test(code)) return `${code} shows no value`;
  const saysWanted = names.some((name) => SHOWS_WANTED.test(name));
  if (!saysWanted && !IS_ABSENT.test(code) && !WANTED_IN_WORDS.test(code) && !VALUE_IN_WORDS.test(code))
    return `${code} does not say what was expected`;
  return '';
}

/** Codes whose sentences were made once already: a list may have a hundred thousand problems of one code. */
const saidIn = new Set<string>();

const ABOUT_FILE =
  /^(file_(empty|kind_unknown|too_large)|archive_\w+|spreadsheet_unreadable|bank_file_unknown|bank_statement_missing|bank_file_more_expected|statement_\w+|column_missing|bank_csv_account_missing)$/;
