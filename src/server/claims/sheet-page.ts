import type { Mark, Regime } from '#core/interest/regime.ts';
import type { Currency } from '#core/money/currencies.ts';
import { type Figures, figuresFor } from '#server/notices/figures.ts';
import { FONTS, footer, logoPath, senderLines } from '#server/notices/letter-sheet.ts';
import { label, pattern } from '#server/texts/words.ts';
import type { SheetDebt, SheetFacts } from './read-sheet.ts';
import { debtBlock, type Say } from './sheet-debt-block.ts';
import { SheetSources } from './sheet-sources.ts';
import { lawSentence, percentText } from './sheet-words.ts';

/** What the template of the sheet is given: every word and every figure as it is to be printed. */
export function sheetPage(facts: SheetFacts) {
  const { house, language, debtor } = facts;
  const { shown: company, layout } = house;
  const figures = figuresFor(language, company.country);
  const say: Say = (key, told) => label(language, key, told);
  const font = FONTS[layout.font] ?? 'Source Sans 3';
  const sources = new SheetSources(language, figures, say);
  const until = figures.longDay(facts.until);
  return {
    title: `${say('sheet.title')} ${debtor.number} ${facts.until}`,
    language,
    region: company.country,
    fonts: [...new Set([font, 'Source Sans 3', 'Noto Sans'])],
    accent: layout.accent,
    foldMarks: false,
    logo:
      layout.logo && house.logo
        ? { path: logoPath(layout.logo.mediaType), alt: say('logoAlt', { company: company.name }) }
        : null,
    sender: { name: company.name, lines: senderLines(company) },
    footer: footer({ company, language }),
    page: pattern(language, 'page'),
    running: `${say('sheet.title')} · ${debtor.name} · ${until}`,
    heading: say('sheet.title'),
    lead: say('sheet.lead', { until }),
    parties: parties(facts, say),
    references: [
      { label: say('sheet.drawnOn'), value: figures.longDay(facts.drawnOn) },
      { label: say('sheet.countedTo'), value: until },
      { label: say('sheet.claim'), value: totalsOf(facts, figures).join(' + ') },
    ],
    law: lawBlock(facts, say),
    method: methodBlock(facts, say),
    // Each debt numbers the sources it rests on: they are listed once, below.
    debts: facts.debts.map((debt) => debtBlock(debt, { language, figures, say, sources })),
    summary: facts.debts.length > 1 ? summaryBlock(facts, figures, say) : null,
    sources: { title: say('sheet.sources'), lines: sources.lines() },
    articles: articleBlock(facts, say),
    notes: { title: say('sheet.notes'), lines: noteLines(facts, figures) },
    certified: say('sheet.certified'),
    sign: say('sheet.sign'),
  };
}

function parties({ house: { shown: company }, debtor, language }: SheetFacts, say: Say) {
  const numbers = (vat: string | null, enterprise: string | null) => [
    ...(vat ? [say('vat', { number: vat })] : []),
    ...(enterprise ? [say('enterprise', { number: enterprise })] : []),
  ];
  const place = [debtor.postalCode, debtor.city].filter(Boolean).join(' ');
  const country =
    debtor.country === company.country
      ? []
      : [new Intl.DisplayNames(language, { type: 'region' }).of(debtor.country) ?? debtor.country];
  return [
    {
      label: say('sheet.creditor'),
      name: company.name,
      lines: [...senderLines(company), ...numbers(company.vatNumber, company.enterpriseNumber)],
    },
    {
      label: say('sheet.debtor'),
      name: debtor.name,
      lines: [
        ...[debtor.street, place].filter((line): line is string => Boolean(line)),
        ...country,
        ...numbers(debtor.vatNumber, debtor.enterpriseNumber),
        say('sheet.customer', { number: debtor.number }),
      ],
    },
  ];
}

function regimeOf({ debts }: SheetFacts): Regime | null {
  return debts[0]?.counted.computed.regime ?? null;
}

function lawBlock(facts: SheetFacts, say: Say) {
  const [first] = facts.debts;
  const regime = regimeOf(facts);
  const rules = new Map(
    facts.debts.flatMap(({ found: { debt } }) =>
      debt.rule.kind === 'contractual' ? [[debt.rule.yearlyPercent, debt.rule.yearlyPercent]] : [],
    ),
  );
  const agreed = [...rules.keys()].map((rate) =>
    say('sheet.agreed', { percent: percentText(rate, facts.language) }),
  );
  const reason = first?.found.regimeReason;
  return {
    title: say('sheet.law'),
    text: [
      regime
        ? `${regime.law} (${regime.country}), ${say(`sheet.kind.${first?.found.debt.kind ?? 'business'}`)}`
        : '',
      ...agreed,
      reason ? say('sheet.chosen', { reason }) : '',
    ]
      .filter(Boolean)
      .join('; '),
  };
}

function methodBlock(facts: SheetFacts, say: Say) {
  const regime = regimeOf(facts);
  const paid = facts.debts.some(({ found }) => found.debt.payments.length > 0);
  return {
    title: say('sheet.method'),
    text: [
      ...(regime
        ? [
            say(regime.selection === 'floating' ? 'sheet.selection.floating' : 'sheet.selection.frozen'),
            say(`sheet.dayCount.${regime.dayCount}`),
            ...(regime.lastDay ? [say('sheet.lastDay')] : []),
            say(`sheet.compound.${regime.compound}`),
          ]
        : []),
      say('sheet.rounded'),
      ...(paid ? [say(`sheet.order.${facts.order}`)] : []),
    ].join(' '),
  };
}

/** One total for each currency: no exchange rate is known. */
function totalsOf({ debts }: SheetFacts, figures: Figures): string[] {
  const sums = new Map<Currency, bigint>();
  for (const { found, sums: own } of debts)
    sums.set(found.currency, (sums.get(found.currency) ?? 0n) + own.total);
  return [...sums].map(([currency, minor]) => figures.money(minor, currency));
}

function summaryBlock(facts: SheetFacts, figures: Figures, say: Say) {
  const amounts = ({ found, counted: { computed }, sums }: SheetDebt) =>
    [computed.openPrincipal, computed.openInterest, sums.costs, -sums.off, sums.total].map((minor) =>
      minor === 0n && minor !== sums.total ? '' : figures.amount(minor, found.currency),
    );
  const hasOff = facts.debts.some(({ sums }) => sums.off > 0n);
  const keep = (cells: readonly string[]) => cells.filter((_, at) => hasOff || at !== 3);
  const currencies = [...new Set(facts.debts.map(({ found }) => found.currency))];
  return {
    title: say('sheet.sum'),
    columns: [
      say('sheet.column.debt'),
      ...keep([
        say('sheet.principal'),
        say('sheet.column.amount'),
        say('sheet.column.costs'),
        say('sheet.column.off'),
        say('sheet.column.total'),
      ]),
    ],
    rows: facts.debts.map((debt) => [
      currencies.length > 1
        ? `${debt.found.documentNumber} (${debt.found.currency})`
        : debt.found.documentNumber,
      ...keep(amounts(debt)),
    ]),
    total: { label: say('sheet.sum'), value: totalsOf(facts, figures).join(' + ') },
  };
}

const CONFIRMED: Readonly<Record<Mark, string>> = {
  read: '',
  one_source: ' (1)',
  memory: ' (M)',
  conflict: ' (≠)',
};

/** The articles the sheet rests on, rule by rule; the signs are those of the notes below. */
function articleBlock(facts: SheetFacts, say: Say) {
  const articles = regimeOf(facts)?.articles.filter(({ rule }) => rule !== 'term') ?? [];
  return {
    title: say('sheet.articles'),
    lines: articles.map(({ rule, cite, mark }) => ({
      name: say(`sheet.rule.${rule as Exclude<typeof rule, 'term'>}`),
      text: `${cite}${CONFIRMED[mark]}`,
    })),
    legend: articles.some(({ mark }) => mark !== 'read') ? say('sheet.legend') : null,
  };
}

function noteLines({ debts, language }: SheetFacts, figures: Figures): string[] {
  const notes = debts.flatMap(({ counted }) => counted.notes);
  return [...new Set(notes.map((note) => lawSentence(note, language, figures)))];
}
