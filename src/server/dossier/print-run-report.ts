import type { Language } from '#core/receivables/kinds.ts';
import { refuse } from '#core/refusal.ts';
import { writeHead } from '#core/timeline/head.ts';
import { findRun } from '#server/dunning-runs/queries.ts';
import { typesetterOfLetters } from '#server/notices/print-letter.ts';
import { readHouse } from '#server/notices/read-notice-facts.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { findCounters } from '#server/run-outcomes/queries.ts';
import { label } from '#server/texts/words.ts';
import { findHead } from '#server/timeline/chain.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { listUserNames } from '#server/users/user-names.ts';
import { reportData } from './run-report-data.ts';
import { reportPage } from './run-report-page.ts';
import {
  listReportedActs,
  listReportedEdits,
  listReportedEvents,
  listReportedNotices,
  listReportedStops,
} from './run-report-rows.ts';

export type RunReport = Awaited<ReturnType<typeof readReport>> & {
  readonly language: Language;
  readonly printedAt: Temporal.Instant;
  readonly names: ReadonlyMap<string, string>;
};

/**
 * The report of a run as one PDF/A-3: what was approved by whom and when, what became of it, and the head of the timeline at
 * this moment; the same as data is attached. That it was drawn up, and with which head, stands in the timeline.
 * @param language null: the company's own
 * @throws Refusal run_unknown, run_still_planning
 */
export async function printRunReport(
  tools: CompanyTools,
  { run: runId, language: asked }: { run: string; language?: Language | null | undefined },
): Promise<File> {
  const { clock } = tools;
  const printedAt = clock.now();
  const found = await inCompany(tools, (trx) => readReport(trx, tools, { runId, printedAt }));
  const names = await listUserNames(tools.db, [
    found.run.plannedBy,
    found.run.approvedBy,
    ...found.events.map(({ actor }) => actor),
    ...found.edits.map(({ edit }) => edit.by),
  ]);
  const language = asked ?? found.house.company.language;
  const report: RunReport = { ...found, language, printedAt, names };
  const data = Buffer.from(JSON.stringify(reportData(report), null, 1));
  const pdf = await typesetterOfLetters().pdf({
    main: '/run-report.typ',
    data: reportPage(report),
    images: [{ path: '/run.json', bytes: data }],
    madeAt: printedAt,
  });
  // Not before it is made: one that could not be printed is not told of.
  await inCompany(tools, (trx) => witness(trx, tools, found, printedAt));
  const name = label(language, 'runReport.fileName', { run: String(found.run.number) });
  return new File([new Uint8Array(pdf)], `${name}.pdf`, { type: 'application/pdf' });
}

async function readReport(
  trx: Trx,
  { companyId }: CompanyTools,
  { runId, printedAt }: { runId: string; printedAt: Temporal.Instant },
) {
  const run = (await findRun(trx, companyId, runId)) ?? refuse('run_unknown', { run: runId });
  if (run.state === 'planning') refuse('run_still_planning', { run: String(run.number) });
  const to = run.endedAt ?? printedAt;
  return {
    run,
    // Before what this report adds to it: whoever holds the paper finds this place again.
    head: await findHead(trx, companyId),
    house: await readHouse(trx, companyId),
    counters: (await findCounters(trx, companyId, runId)) ?? null,
    notices: await listReportedNotices(trx, companyId, runId),
    acts: await listReportedActs(trx, companyId, runId),
    stops: await listReportedStops(trx, companyId, runId),
    edits: await listReportedEdits(trx, companyId, runId),
    events: await listReportedEvents(trx, companyId, { id: runId, from: run.plannedAt, to }),
  };
}

async function witness(
  trx: Trx,
  { companyId, actor }: CompanyTools,
  { head, run }: Awaited<ReturnType<typeof readReport>>,
  at: Temporal.Instant,
): Promise<void> {
  const facts = { run: String(run.number), head: writeHead(head) };
  await addTimelineEntries(trx, companyId, [{ kind: 'run_report_printed', facts, at, actor, runId: run.id }]);
  const hash = Buffer.from(head.hash, 'hex');
  const seen = { companyId, id: newId(), position: head.count, hash, witnessedAt: at };
  await trx
    .insertInto('timelineWitness')
    .values({ ...seen, way: 'run_report', toldTo: String(run.number) })
    .execute();
}
