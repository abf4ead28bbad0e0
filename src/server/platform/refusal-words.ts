import { IntlMessageFormat } from 'intl-messageformat';
import type { Language } from '#core/receivables/kinds.ts';
import { type RefusalCode, untoldFacts } from '#core/refusal.ts';
import de from '#i18n/de/refusals.json' with { type: 'json' };
import en from '#i18n/en/refusals.json' with { type: 'json' };
import fr from '#i18n/fr/refusals.json' with { type: 'json' };
import nl from '#i18n/nl/refusals.json' with { type: 'json' };

const WORDS: Record<Language, Record<string, string>> = { de, en, fr, nl };

/** The sentence of a refusal in a language, for what is no screen: the command line, and files that are given back. */
export function refusalSentence(
  code: RefusalCode,
  facts: Readonly<Record<string, string>>,
  language: Language,
): string {
  const pattern = WORDS[language][code];
  if (!pattern) return code;
  return String(new IntlMessageFormat(pattern, language).format({ ...untoldFacts(code), ...facts }));
}
