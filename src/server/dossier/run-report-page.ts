import { isLetter } from '#core/dunning/policy.ts';
import type { Currency } from '#core/money/currencies.ts';
import { writeHead } from '#core/timeline/head.ts';
import { editFacts } from '#server/dunning-runs/edit-facts.ts';
import { type Figures, figuresFor } from '#server/notices/figures.ts';
import { label } from '#server/texts/words.ts';
import { channelIn, screenWord, stepName, tellEvent } from '#server/timeline/tell-event.ts';
import { pageFrame } from './page-frame.ts';
import type { RunReport } from './print-run-report.ts';
import { printable } from './printable.ts';
import type { ReportedAct, ReportedNotice } from './run-report-rows.ts';

/** More rows make no page anybody reads, and take the typesetter too long: all of them are in the attached data. */
const NOTICES_MAX = 800;
const OTHERS_MAX = 200;
const COUNTERS = ['sent', 'refused', 'withdrawn', 'waiting', 'unknown', 'done'] as const;

type Say = (key: Parameters<typeof label>[1], facts?: Record<string, string>) => string;
type Page = { readonly report: RunReport; readonly say: Say; readonly figures: Figures };

/** What the report's template is given: every word and figure as it is to be printed. */
export function reportPage(report: RunReport) {
  const { house, language, run } = report;
  const { shown: company } = house;
  const say: Say = (key, facts) => printable(label(language, key, facts));
  const page: Page = { report, say, figures: figuresFor(language, company.country) };
  const title = say('runReport.title', { run: String(run.number) });
  return {
    title: printable(`${title} · ${company.name}`),
    ...pageFrame(house, language),
    running: title,
    heading: title,
    lead: say('runReport.lead', { company: company.name, at: momentOf(page, report.printedAt) }),
    notes: house.company.mode === 'test' ? [say('runReport.testMode')] : [],
    facts: factsOf(page),
    counters: countersOf(page),
    head: headOf(page),
    tables: [noticesOf(page), actsOf(page), stopsOf(page), editsOf(page), eventsOf(page)].flat(),
    attachments: [
      { path: '/run.json', name: 'run.json', mediaType: 'application/json', relationship: 'data' },
    ],
    attached: say('runReport.attached'),
  };
}

function factsOf(page: Page) {
  const { report, say, figures } = page;
  const { run, names, language } = report;
  const who = (id: string | null) => (id === null ? say('dossier.automatic') : (names.get(id) ?? id));
  const by = (id: string | null, at: Temporal.Instant) =>
    say('runReport.byAt', { who: who(id), at: momentOf(page, at) });
  const rows = [
    [say('runReport.state'), screenWord(language, `runState.${run.state}`) ?? run.state],
    [say('runReport.plannedFor'), figures.longDay(run.plannedFor)],
    [say('runReport.planned'), by(run.plannedBy, run.plannedAt)],
    [
      say('runReport.approved'),
      run.approvedAt ? by(run.approvedBy, run.approvedAt) : say('runReport.notApproved'),
    ],
    ...(run.endedAt ? [[say('runReport.ended'), momentOf(page, run.endedAt)]] : []),
  ];
  return rows.map(([name = '', value = '']) => ({ label: name, value: printable(value) }));
}

/** The six that add up to what was approved, and whether they do; null where nothing was. */
function countersOf({ report, say }: Page) {
  const { counters, language } = report;
  if (!counters) return null;
  const sum = COUNTERS.reduce((all, name) => all + counters[name], 0);
  const facts = { sum: String(sum), approved: String(counters.approved) };
  return {
    title: say('runReport.counters'),
    rows: COUNTERS.map((name) => ({
      label: printable(screenWord(language, `run.result.${name}`) ?? name),
      value: String(counters[name]),
    })),
    sum: say(sum === counters.approved ? 'runReport.addUp' : 'runReport.doNotAddUp', facts),
  };
}

function headOf(page: Page) {
  const { say, report } = page;
  const head = writeHead(report.head);
  return {
    label: say('dossier.head'),
    value: head,
    at: momentOf(page, report.printedAt),
    compare: say('runReport.compare', {
      command: `rappel audit --company ${report.house.company.key} --head "${head}"`,
    }),
  };
}

type Cell = { readonly text: string; readonly aside?: string };
type Column = { readonly label: string; readonly right?: boolean; readonly wide?: boolean };

/** A table with its heading; nothing where it would be empty, but for what a reader looks for. */
function tableOf(
  { say }: Page,
  {
    title,
    columns,
    rows,
    none,
    max = OTHERS_MAX,
  }: { title: string; columns: Column[]; rows: Cell[][]; none?: string; max?: number },
) {
  if (rows.length === 0) return none ? [{ title, columns: [], rows: [], note: none }] : [];
  const facts = { shown: String(max), all: String(rows.length) };
  const note = rows.length > max ? say('runReport.shortened', facts) : '';
  const shown = rows
    .slice(0, max)
    .map((cells) =>
      cells.map(({ text, aside = '' }) => ({ text: printable(text), aside: printable(aside) })),
    );
  return [
    {
      title,
      columns: columns.map(({ label: name, right = false, wide = false }) => ({ label: name, right, wide })),
      rows: shown,
      note,
    },
  ];
}

function noticesOf(page: Page) {
  const { report, say, figures } = page;
  const rows = report.notices.map((notice): Cell[] => [
    { text: String(notice.number), ...(notice.isUndone ? { aside: say('runReport.undone') } : {}) },
    { text: notice.debtorName, aside: notice.debtorNumber },
    { text: stepOf(page, notice) },
    { text: waysOf(page, notice) },
    askedOf(page, notice),
  ]);
  const columns = (['notice', 'debtor', 'step', 'ways'] as const).map((name) => ({
    label: say(`runReport.${name}`),
    wide: name === 'debtor',
  }));
  const table = tableOf(page, {
    title: say('runReport.notices', { count: String(rows.length) }),
    columns: [...columns, { label: say('runReport.asked'), right: true }],
    rows,
    none: say('runReport.noNotices'),
    max: NOTICES_MAX,
  });
  const totals = totalsOf(report.notices).map(([currency, minor]) => figures.money(minor, currency));
  const sum = totals.length > 0 ? printable(say('runReport.total', { totals: totals.join(' · ') })) : '';
  return table.map((one) => ({ ...one, sum }));
}

/** By currency, without what was taken back. */
function totalsOf(notices: readonly ReportedNotice[]): [Currency, bigint][] {
  const totals = new Map<Currency, bigint>();
  for (const { currency, total, isUndone } of notices)
    totals.set(currency, (totals.get(currency) ?? 0n) + (isUndone ? 0n : total));
  return [...totals].toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function stepOf({ report }: Page, { stepKind, level }: Pick<ReportedAct, 'stepKind' | 'level'>): string {
  const step = isLetter(stepKind) && level ? `level_${level}` : stepKind;
  return stepName(report.language, step);
}

function waysOf({ report, say }: Page, { ways }: ReportedNotice): string {
  return ways
    .map(({ channel, state, purpose }) => {
      const stands = screenWord(report.language, `dispatchState.${state}`) ?? state;
      const facts = { channel: channelIn(channel, report.language), state: stands };
      return say(purpose === 'correction' ? 'runReport.correctionWay' : 'runReport.way', facts);
    })
    .join('\n');
}

function askedOf({ say, figures }: Page, { currency, total, interest, fee }: ReportedAct): Cell {
  const parts = { interest: figures.money(interest, currency), fee: figures.money(fee, currency) };
  const aside = interest + fee === 0n ? '' : say('runReport.withCosts', parts);
  return { text: figures.money(total, currency), aside };
}

function actsOf(page: Page) {
  const { report, say } = page;
  return tableOf(page, {
    title: say('runReport.acts', { count: String(report.acts.length) }),
    columns: [
      { label: say('runReport.debtor'), wide: true },
      { label: say('runReport.step') },
      { label: say('runReport.asked'), right: true },
    ],
    rows: report.acts.map((act) => [
      { text: act.debtorName, aside: act.debtorNumber },
      { text: stepOf(page, act) },
      askedOf(page, act),
    ]),
  });
}

function stopsOf(page: Page) {
  const { report, say } = page;
  return tableOf(page, {
    title: say('runReport.stops', { count: String(report.stops.length) }),
    columns: [
      { label: say('runReport.debtor'), wide: true },
      { label: say('runReport.step') },
      { label: say('runReport.because') },
      { label: say('runReport.asked'), right: true },
    ],
    rows: report.stops.map((stop) => [
      { text: stop.debtorName, aside: stop.debtorNumber },
      { text: stepOf(page, stop) },
      {
        text: stop.because
          ? (screenWord(report.language, `withdrawn.${stop.because}`) ?? stop.because)
          : say('runReport.byPerson'),
      },
      askedOf(page, stop),
    ]),
  });
}

function editsOf(page: Page) {
  const { report, say } = page;
  const reader = { language: report.language, country: report.house.company.country };
  return tableOf(page, {
    title: say('runReport.edits', { count: String(report.edits.length) }),
    columns: [
      { label: say('runReport.when') },
      { label: say('dossier.who') },
      { label: say('runReport.debtor') },
      { label: say('dossier.what'), wide: true },
    ],
    rows: report.edits.map(({ edit, document, debtorName, debtorNumber }) => [
      { text: momentOf(page, Temporal.Instant.from(edit.at)) },
      { text: actorOf(page, edit.by) },
      { text: debtorName, aside: debtorNumber },
      {
        text: tellEvent(
          { kind: 'proposal_edited', facts: editFacts(report.run.number, edit.change, document) },
          reader,
        ),
      },
    ]),
    none: say('runReport.noEdits'),
  });
}

function eventsOf(page: Page) {
  const { report, say } = page;
  const reader = { language: report.language, country: report.house.company.country };
  return tableOf(page, {
    title: say('runReport.events'),
    columns: [
      { label: say('runReport.when') },
      { label: say('dossier.who') },
      { label: say('dossier.what'), wide: true },
    ],
    rows: report.events.map((event) => [
      { text: momentOf(page, event.at) },
      { text: actorOf(page, event.actor) },
      { text: tellEvent(event, reader) },
    ]),
  });
}

function actorOf({ report, say }: Page, actor: string | null): string {
  return actor === null ? say('dossier.automatic') : (report.names.get(actor) ?? actor);
}

/** '31 March 2026 at 09:00 CEST', by the company's own clock. */
function momentOf({ report }: Pick<Page, 'report'>, at: Temporal.Instant): string {
  const { timeZone } = report.house.company;
  const format = {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
    timeZone,
  } as const;
  const locale = report.language === 'en' ? 'en-GB' : report.language;
  return new Intl.DateTimeFormat(locale, format).format(at.epochMilliseconds).replaceAll('\u202f', '\u00a0');
}
