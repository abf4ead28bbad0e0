import type { Mark } from '#core/interest/regime.ts';
import { MENTIONS, type MentionKey, type StepLaw } from '#core/lawfulness/step-law.ts';
import { STEP_LAWS } from '#core/lawfulness/step-laws.ts';
import letters from '#i18n/en/letters.json' with { type: 'json' };

const HEADING = `What a step may ask, and what must have been sent before, by the data in \`src/core/lawfulness\`. A policy that asks what is forbidden is
refused when it is saved, by the article, with what would mend it; a notice is held against the same rules again when it is issued, and
leaves the days of the law even where its policy gives fewer. Where a country stands in no line, nothing is known that its steps must
observe.
`;

const FEES: Readonly<Record<StepLaw['fees']['kind'], string>> = {
  free: 'by agreement',
  forbidden: 'none out of court',
  capped: 'within the scale of the law, for a debt of any size',
  cost_only: 'at cost',
};

/** The rules about steps, and the words they put into letters. */
export function printStepLaws(marks: Readonly<Record<Mark, string>>): string {
  const said = (ground: { cite: string; mark: Mark; says: string }) =>
    `${ground.says} ${ground.cite}${marks[ground.mark]}`;
  const lines = STEP_LAWS.filter(
    ({ announcement, fees, oneLetter }) => announcement || fees.kind !== 'free' || oneLetter,
  )
    .filter(
      ({ country, announcement }) => announcement?.mention !== 'ohada_formal_notice' || country === 'SN',
    )
    .map(({ country, kinds, announcement, fees, oneLetter }) => {
      const states =
        announcement?.mention === 'ohada_formal_notice' ? 'West African Monetary Union' : country;
      const before = announcement
        ? `${said(announcement.ground)}; ${announcement.at === 'first' ? 'the first reminder' : 'the last notice before it'}`
        : '–';
      const days = announcement?.period
        ? `${announcement.period.days}, ${DAYS[announcement.period.counted]}`
        : '–';
      const fee = fees.kind === 'free' ? FEES.free : `${FEES[fees.kind]}. ${said(fees.ground)}`;
      return `| ${states}: ${kinds.join(', ')} | ${before} | ${days} | ${fee} | ${oneLetter ? said(oneLetter) : '–'} |`;
    });
  return [
    HEADING,
    '| Debtors | Before interest or costs | Days | Fees | In one letter |\n| --- | --- | --- | --- | --- |',
    ...lines,
    '\n### Said in letters and mails\n',
    'In the language of the debtor, with the figures of the case; nobody can change or leave it out.\n',
    '| Mention | Said where |\n| --- | --- |',
    ...MENTIONS.map((key) => `| ${letters[`letter.mention.${key}.title`]} | ${WHERE[key]} |`),
    '\nA collector who asks for others owes more (in France, art. R124-4 CPCE): that is his letter, not the creditor’s.\n',
  ].join('\n');
}

const DAYS = {
  be_waiting: 'from the day after sending by mail, from the third working day after sending by post',
  nl_letter:
    'from the day after receipt: a mail on its day, post on the second day, no Sunday, Monday or holiday counted',
} as const;

const WHERE: Readonly<Record<MentionKey, string>> = {
  be_first_reminder: 'BE, consumers: the first reminder of each item',
  nl_fourteen_days:
    'NL, consumers: the last letter before costs, with their exact amount by the scale, VAT where it cannot be taken off',
  de_default: 'DE, consumers: the first reminder of each item',
  fr_formal_notice: 'FR, consumers: the last letter before interest',
  ohada_formal_notice: 'West African Monetary Union, businesses: the last letter before interest',
  fr_late_payment: 'FR, businesses: every notice of a policy that asks interest or the EUR 40',
  costs_by_law: 'everywhere else: every notice that asks interest or costs',
};
