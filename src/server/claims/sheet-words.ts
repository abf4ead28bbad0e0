import { IntlMessageFormat } from 'intl-messageformat';
import type { LawNote } from '#core/interest/claim-notes.ts';
import type { Language } from '#core/receivables/kinds.ts';
import de from '#i18n/de/screens.json' with { type: 'json' };
import en from '#i18n/en/screens.json' with { type: 'json' };
import fr from '#i18n/fr/screens.json' with { type: 'json' };
import nl from '#i18n/nl/screens.json' with { type: 'json' };
import type { Figures } from '#server/notices/figures.ts';

const WORDS: Readonly<Record<Language, Readonly<Record<string, string>>>> = { de, en, fr, nl };

/** What a lawyer should confirm, in the sentence the screens use. */
export function lawSentence({ code, facts }: LawNote, language: Language, figures: Figures): string {
  const pattern = WORDS[language][`law.note.${code}`] ?? code;
  const told = Object.entries(facts).map(([name, fact]) => [name, daysIn(fact, figures)]);
  return String(new IntlMessageFormat(pattern, language).format(Object.fromEntries(told)));
}

function daysIn(fact: string, figures: Figures): string {
  const days = fact.split(', ');
  if (!days.every((day) => /^\d{4}-\d{2}-\d{2}$/.test(day))) return fact;
  return figures.list(days.map((day) => figures.day(Temporal.PlainDate.from(day))));
}

/** '10,5 %' as the language writes it, with every digit the rate has. */
export function percentText(rate: string, language: Language): string {
  const number = new Intl.NumberFormat(language, {
    style: 'percent',
    minimumFractionDigits: 2,
    maximumFractionDigits: 6,
  });
  return number.format(`${rate}E-2` as Intl.StringNumericLiteral).replaceAll('\u202f', '\u00a0');
}
