import IntlMessageFormat from 'intl-messageformat';
import { readAnswer } from '#core/dunning/run-answer.ts';
import { decimalsOf, isCurrency } from '#core/money/currencies.ts';
import type { Language } from '#core/receivables/kinds.ts';
import { EVENTS, type EventFactKind, isEventKind } from '#core/timeline/events.ts';
import { settingValue } from '#core/timeline/settings.ts';
import bankDe from '#i18n/de/bank.json' with { type: 'json' };
import refusalsDe from '#i18n/de/refusals.json' with { type: 'json' };
import de from '#i18n/de/screens.json' with { type: 'json' };
import bankEn from '#i18n/en/bank.json' with { type: 'json' };
import refusalsEn from '#i18n/en/refusals.json' with { type: 'json' };
import en from '#i18n/en/screens.json' with { type: 'json' };
import bankFr from '#i18n/fr/bank.json' with { type: 'json' };
import refusalsFr from '#i18n/fr/refusals.json' with { type: 'json' };
import fr from '#i18n/fr/screens.json' with { type: 'json' };
import bankNl from '#i18n/nl/bank.json' with { type: 'json' };
import refusalsNl from '#i18n/nl/refusals.json' with { type: 'json' };
import nl from '#i18n/nl/screens.json' with { type: 'json' };
import { figuresFor } from '#server/notices/figures.ts';

type Catalogue = Readonly<Record<string, string>>;
const SCREENS: Readonly<Record<Language, Catalogue>> = {
  de: { ...bankDe, ...de },
  en: { ...bankEn, ...en },
  fr: { ...bankFr, ...fr },
  nl: { ...bankNl, ...nl },
};
const REFUSALS: Readonly<Record<Language, Catalogue>> = {
  de: refusalsDe,
  en: refusalsEn,
  fr: refusalsFr,
  nl: refusalsNl,
};

/** Whose words, and how figures are written there. */
export type Reader = { readonly language: Language; readonly country: string };

/** A word of the screens in print, or null where the catalogue has none. */
export function screenWord(
  language: Language,
  key: string,
  facts: Readonly<Record<string, string | number>> = {},
): string | null {
  return filled(SCREENS[language][key], language, facts);
}

/** What happened, in words, each fact as its kind is written; an event of a later release by its name and its facts. */
export function tellEvent(
  { kind, facts }: { readonly kind: string; readonly facts: Readonly<Record<string, string>> },
  reader: Reader,
): string {
  const plain = `${kind} ${Object.values(facts).join(', ')}`;
  if (!isEventKind(kind)) return plain;
  const kinds: Readonly<Record<string, EventFactKind>> = EVENTS[kind];
  const told = Object.keys(kinds).map((name) => {
    const fact = facts[name] ?? '';
    if (fact === '') return [name, ''] as const;
    const isValue = kind === 'setting_changed' && name !== 'setting';
    return [
      name,
      isValue ? settingIn(facts.setting ?? '', fact, reader) : written(kinds[name], fact, reader),
    ];
  });
  return (
    filled(SCREENS[reader.language][`timeline.${kind}`], reader.language, Object.fromEntries(told)) ?? plain
  );
}

function filled(
  message: string | undefined,
  language: Language,
  facts: Readonly<Record<string, string | number>>,
): string | null {
  if (message === undefined) return null;
  try {
    return String(new IntlMessageFormat(message, language).format(facts));
  } catch {
    return null;
  }
}

/** Where the words of a fact's codes stand in the catalogue; a kind that is not here is written as it is. */
const WORDS: Readonly<Partial<Record<EventFactKind, string>>> = {
  contact_role: 'contactRole',
  field: 'field.name',
  dispute_reason: 'dispute.reason',
  dispute_outcome: 'dispute.outcome',
  task: 'task',
  withdrawal: 'withdrawn',
  settlement: 'timeline.settled',
  resolution: 'ledgerDifference.resolution',
  return_reason: 'bankReturn',
  security_rule: 'security.rule',
  setting: 'setting',
  role: 'role',
  collector_report: 'collector.report',
  hand_over_party: 'handOver.to',
  acceptance: 'acceptance',
  call_result: 'call.result',
  claim_kind: 'claim.kind',
  claim_act: 'claim.act',
  debtor_kind: 'debtorKind',
};

function written(kind: EventFactKind | undefined, fact: string, reader: Reader): string | number {
  const { language, country } = reader;
  const word = (key: string) => screenWord(language, key) ?? fact;
  if (kind === 'count') return Number.isNaN(Number(fact)) ? fact : Number(fact);
  if (kind === 'day') return dayIn(fact, reader);
  if (kind === 'money') return moneyIn(fact, reader);
  if (kind === 'channel')
    return figuresFor(language, country).list(fact.split(',').map((one) => channelIn(one, language)));
  if (kind === 'step') return stepName(language, fact);
  if (kind === 'send_stop') return word(`stop.${fact}.short`);
  if (kind === 'country') return new Intl.DisplayNames(language, { type: 'region' }).of(fact) ?? fact;
  if (kind === 'language') return new Intl.DisplayNames(fact, { type: 'language' }).of(fact) ?? fact;
  if (kind === 'answer') return answerIn(fact, language);
  const words = kind && WORDS[kind];
  return words ? word(`${words}.${fact}`) : fact;
}

export function channelIn(channel: string, language: Language): string {
  return screenWord(language, `channel.${channel}`) ?? channel;
}

/** 'level_2' as 'Level 2'; 'courtesy' by its word. */
export function stepName(language: Language, step: string): string {
  const level = /^level_(\d)$/.exec(step)?.[1];
  const word = level
    ? screenWord(language, 'level.name', { level: Number(level) })
    : screenWord(language, `step.${step}`);
  return word ?? step;
}

function dayIn(fact: string, { language, country }: Reader): string {
  return /^\d{4}-\d\d-\d\d$/.test(fact)
    ? figuresFor(language, country).day(Temporal.PlainDate.from(fact))
    : fact;
}

/** '1234.50 EUR' as it is written there. */
function moneyIn(fact: string, { language, country }: Reader): string {
  const [amount = '', currency = ''] = fact.split(' ');
  if (!isCurrency(currency) || !/^-?\d+(\.\d+)?$/.test(amount)) return fact;
  if ((amount.split('.')[1] ?? '').length !== decimalsOf(currency)) return fact;
  return figuresFor(language, country).money(BigInt(amount.replace('.', '')), currency);
}

function answerIn(fact: string, language: Language): string {
  const answer = readAnswer(fact);
  if (answer.kind === 'words') return answer.words;
  return filled(REFUSALS[language][answer.code], language, answer.facts) ?? answer.code;
}

/** What a setting was or became, in words where it is kept as a code. */
function settingIn(setting: string, kept: string, reader: Reader): string {
  const value = settingValue(setting, kept);
  if (value.as === 'text') return value.text;
  if (value.as !== 'words') return String(written(value.as, value.text, reader));
  const told = value.words.map(({ key, facts }) => screenWord(reader.language, key, facts) ?? kept);
  return figuresFor(reader.language, reader.country).list(told);
}
