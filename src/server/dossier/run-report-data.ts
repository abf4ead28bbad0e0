import type { Currency } from '#core/money/currencies.ts';
import { money, toDecimal } from '#core/money/money.ts';
import type { RunReport } from './print-run-report.ts';
import type { ReportedAct } from './run-report-rows.ts';

/** The report as data: amounts as decimals, moments and days in ISO, codes instead of words. */
export function reportData(report: RunReport) {
  const { run, head, counters, house, names } = report;
  const decimal = (minor: bigint, currency: Currency) => toDecimal(money(minor, currency));
  const asked = <Row extends ReportedAct>({ open, interest, fee, total, ...row }: Row) => ({
    ...row,
    open: decimal(open, row.currency),
    interest: decimal(interest, row.currency),
    fee: decimal(fee, row.currency),
    total: decimal(total, row.currency),
  });
  const nameOf = (id: string | null) => (id === null ? null : (names.get(id) ?? id));
  return {
    format: 'rappel-run-report-1',
    company: {
      id: house.company.id,
      key: house.company.key,
      name: house.company.name,
      mode: house.company.mode,
    },
    run: {
      id: run.id,
      number: run.number,
      state: run.state,
      plannedFor: run.plannedFor.toString(),
      options: run.options,
      plannedBy: nameOf(run.plannedBy),
      plannedAt: run.plannedAt.toString(),
      approvedBy: nameOf(run.approvedBy),
      approvedAt: run.approvedAt?.toString() ?? null,
      endedAt: run.endedAt?.toString() ?? null,
    },
    head: { count: Number(head.count), hash: head.hash, at: report.printedAt.toString() },
    counters,
    notices: report.notices.map(asked),
    workForPeople: report.acts.map(asked),
    notIssued: report.stops.map(asked),
    edits: report.edits.map(({ edit, ...row }) => ({
      ...row,
      at: edit.at,
      by: nameOf(edit.by),
      change: edit.change,
    })),
    events: report.events.map(({ at, actor, ...event }) => ({
      ...event,
      at: at.toString(),
      by: nameOf(actor),
    })),
  };
}
