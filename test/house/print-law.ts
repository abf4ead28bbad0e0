import { REGIMES } from '#core/interest/find-regime.ts';
import { rateText } from '#core/interest/percent.ts';
import { STATUTORY_RATES } from '#core/interest/rate-book.ts';
import { ALL_SERIES } from '#core/interest/rates/all-series.ts';
import type { RateSeries, RateStatus } from '#core/interest/rates/rate-series.ts';
import { RATE_SOURCES } from '#core/interest/rates/sources.ts';
import type { Mark, Regime } from '#core/interest/regime.ts';
import { printStepLaws } from './print-step-laws.ts';

const HEADING = `# The law of late payment, as Rappel counts it

Printed by \`npm run docs\` from the data in \`src/core/interest\` and \`src/core/lawfulness\`, and held to them by a test. This is not legal advice: what carries a mark
should be confirmed by a lawyer, and reaches the reader of every figure it had a part in. A company may put rates of its own in the place of
these, and a debtor under another of these laws: [claims-and-rates.md](claims-and-rates.md).

| Mark | Means |
| --- | --- |
| | rests on sources that were read |
| (1) | one source only |
| (M) | from memory, no source was found |
| (≠) | sources disagree |
`;

const MARKS: Readonly<Record<Mark, string>> = {
  read: '',
  one_source: ' (1)',
  memory: ' (M)',
  conflict: ' (≠)',
};
const UMOA_SHOWN = 'SN';

/** The page of regimes, rates and sources. */
export function printLaw(): string {
  const shown = REGIMES.filter(({ law, country }) => !law.includes('OHADA') || country === UMOA_SHOWN);
  return [
    HEADING,
    '## Regimes\n',
    ...shown.map(printRegime),
    '## Steps\n',
    printStepLaws(MARKS),
    '## Rates\n',
    'A half-year rate holds to the end of its half-year, a yearly one to the end of its year: a rate that is not in the table is refused,',
    'never replaced by its neighbour. The last rate known of each series, and how well the rows are known:\n',
    printSeries(),
    '\n## Sources of the rates\n',
    Object.entries(RATE_SOURCES)
      .map(([id, address]) => `- \`${id}\` ${address}`)
      .join('\n'),
    '',
  ].join('\n');
}

function printRegime(regime: Regime): string {
  const { country, kinds, law, articles, dayCount, selection, lastDay, compound, allocation } = regime;
  const states = law.includes('OHADA') ? 'the eight states of the West African Monetary Union' : country;
  const way = [
    selection.replaceAll('_', ' '),
    dayCount.replaceAll('_', '/').replace('actual/', 'act/'),
    lastDay ? 'day of payment counted' : 'day of payment not counted',
    compound === 'yearly' ? 'compound each year' : 'simple',
    `part payments: ${allocation.replaceAll('_', ', ')}`,
  ];
  return [
    `### ${states}: ${kinds.join(', ')}\n`,
    `${law}. ${way.join(' · ')}.\n`,
    '| Rule | Says | Stands in |\n| --- | --- | --- |',
    ...articles.map(
      ({ rule, says, cite, mark }) => `| ${rule.replaceAll('_', ' ')} | ${says} | ${cite}${MARKS[mark]} |`,
    ),
    '',
  ].join('\n');
}

function printSeries(): string {
  const series: readonly RateSeries[] = ALL_SERIES;
  const lines = series.map(({ id, title, publishedIn, rows }) => {
    const last = STATUTORY_RATES.get(id)?.at(-1);
    const counts = [...Map.groupBy(rows, (row) => row[2])].map(
      ([status, all]: [RateStatus, readonly unknown[]]) => `${all.length} ${status.replaceAll('_', ' ')}`,
    );
    const first = rows[0]?.[0] ?? '';
    const shown = last ? `${rateText(last.percent)} %` : '–';
    return `| \`${id}\` | ${title} | ${publishedIn} | ${first} | ${shown} | ${counts.join(', ')} |`;
  });
  return `| Series | What it is | Published in | From | Last | Rows |\n| --- | --- | --- | --- | --- | --- |\n${lines.join('\n')}`;
}
