import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { RunOptions } from '#contract/dunning-run-views.ts';
import { DEMO_COMPANY, DEMO_LAYOUT, DEMO_RUN_DAYS } from '#demo/company.ts';
import { DEMO_DEBTORS } from '#demo/debtors.ts';
import { DEMO_GROUPS, DEMO_HOLDS, DEMO_NOTES, DEMO_TASKS } from '#demo/happenings.ts';
import { DEMO_TODAY } from '#demo/ledger.ts';
import { debtorsCsv, openItemsCsv } from '#demo/lists.ts';
import { addNote } from '#server/debtors/add-note.ts';
import { addGroup } from '#server/debtors/keep-group.ts';
import { placeHolds } from '#server/debtors/place-holds.ts';
import { approveRun } from '#server/dunning-runs/approve-run.ts';
import { planRun } from '#server/dunning-runs/plan-run.ts';
import { sendRun } from '#server/dunning-runs/send-run.ts';
import { addFileImport } from '#server/imports/add-import.ts';
import { importNow } from '#server/imports/steer-import.ts';
import { aside, dispatchOnce } from '#server/notices/dispatcher.ts';
import { addCaughtMail } from '#server/outbox/queries.ts';
import { inCompany } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import { startMailCatcher } from '#server/platform/mail-catcher.ts';
import type { Clock, CompanyTools, Tools } from '#server/platform/tools.ts';
import { copyReadyPolicy } from '#server/policies/add-policy.ts';
import { addTask } from '#server/tasks/add-task.ts';
import { saveLayout, saveLogo } from '#server/texts/save-layout.ts';
import { createCompanyIn } from './create-company.ts';
import { loadDemoAgreements } from './load-demo-agreements.ts';
import { loadDemoBank } from './load-demo-bank.ts';
import { findCompanyByKey, markCompany, setHalfLoadedAside } from './queries.ts';

/**
 * Loads the demo company for its owner, by the very use cases a person would use, each on its day: eighteen months of
 * lists brought in, six runs sent, a few notes and holds. Its mails are caught on the way, so none leaves. Stopped on
 * the way, it is as if it had never begun.
 */
export function loadDemo(tools: Tools, ownerId: string): Promise<{ key: string }> {
  return tools.db.connection().execute(async (held) => {
    // One at a time, by a lock that ends with the process: what is half loaded then is nobody's work any more.
    await sql`select pg_advisory_lock(${LOADING})`.execute(held);
    try {
      await setHalfLoadedAside(tools.db);
      return await loadWhole(tools, ownerId);
    } finally {
      await sql`select pg_advisory_unlock(${LOADING})`.execute(held);
    }
  });
}

/** Any number, as long as it is this one everywhere. */
const LOADING = 20_261_122;

async function loadWhole(tools: Tools, ownerId: string): Promise<{ key: string }> {
  const clock = movingClock();
  const then = { ...tools, clock };
  const { id, key } = await createDemoCompany(then, ownerId);
  const catcher = await startMailCatcher(({ sender, recipients, bytes }) =>
    addCaughtMail(tools.db, {
      id: newId(),
      caughtAt: clock.now(),
      companyKey: key,
      sender,
      recipients,
      bytes,
    }),
  );
  const installation = { ...tools.installation, mailsAreCaught: true, catcherUrl: catcher.url };
  const company = { ...then, installation, companyId: id, actor: ownerId };
  try {
    await aside(id, () => live(company, clock));
  } finally {
    await catcher.stop();
  }
  await inCompany(company, (trx) => markCompany(trx, id, { demoLoadedAt: tools.clock.now() }));
  return { key };
}

/** Eighteen months, in the order in which they happened. */
async function live(company: CompanyTools, clock: MovingClock): Promise<void> {
  await furnish(company);
  let before: Temporal.PlainDate | null = null;
  for (const day of importDays()) {
    if (before) await loadDemoAgreements(company, clock, { after: before, before: day });
    before = day;
    clock.set(day);
    const list = Buffer.from(openItemsCsv(day));
    await bringIn(company, `open-items-${day}.csv`, list);
    if (DEMO_RUN_DAYS.includes(String(day))) await remind(company, day);
  }
  await happen(company, clock);
  await loadDemoBank(company);
}

/** The ends of the months before the first run, the days of the runs, and today. */
function importDays(): Temporal.PlainDate[] {
  const first = Temporal.PlainYearMonth.from('2024-10');
  const months = Array.from({ length: 11 }, (_, nth) => first.add({ months: nth }));
  const ends = months.map((month) => month.toPlainDate({ day: month.daysInMonth }));
  return [...ends, ...DEMO_RUN_DAYS.map((day) => Temporal.PlainDate.from(day)), DEMO_TODAY];
}

async function createDemoCompany(tools: Tools, ownerId: string): Promise<{ id: string; key: string }> {
  const { key, name, country, language, currency, timeZone, ...particulars } = DEMO_COMPANY;
  const isTaken = await findCompanyByKey(tools.db, key);
  return tools.db.transaction().execute(async (trx) => {
    const given = { name, country, language, currency, timeZone, ...(isTaken ? {} : { key }) };
    const made = await createCompanyIn(trx, tools, given, ownerId);
    await markCompany(trx, made.id, { ...particulars, isDemo: true });
    return made;
  });
}

async function furnish(company: CompanyTools): Promise<void> {
  await saveLayout(company, { ...DEMO_LAYOUT, foldMarks: true, font: 'source-sans-3', showQr: true });
  const logo = await readFile(fileURLToPath(import.meta.resolve('#demo/logo.svg')));
  await saveLogo(company, { logo: new File([logo], 'logo.svg') });
  await bringIn(company, 'debtors.csv', Buffer.from(debtorsCsv()));
  const groups = await Promise.all(
    DEMO_GROUPS.map(async ({ name, ready }) => {
      const policyId = ready ? await copyReadyPolicy(company, { ready }) : null;
      return { name, id: await addGroup(company, { name, policyId }) };
    }),
  );
  const members = DEMO_DEBTORS.map(({ number, group }) => ({
    number,
    group: groups.find(({ name }) => name === group)?.id,
  }));
  await inCompany(company, (trx) =>
    sql`update debtor d set group_id = m.group
      from jsonb_to_recordset(${JSON.stringify(members)}::jsonb) as m (number text, "group" uuid)
      where d.company_id = ${company.companyId} and d.number = m.number`.execute(trx),
  );
}

async function bringIn(company: CompanyTools, fileName: string, bytes: Buffer): Promise<void> {
  const importId = await addFileImport(company, { fileName, bytes });
  const { applied, result } = await importNow(company, { importId, isCheck: false }, undefined);
  if (!applied) throw new Error(`The demo's ${fileName} was not applied: ${JSON.stringify(result.problems)}`);
}

async function remind(company: CompanyTools, day: Temporal.PlainDate): Promise<void> {
  const run = await planRun(company, { plannedFor: day, options: RunOptions.parse({}) });
  await approveRun(company, { run, send: false });
  await sendRun(company, { runId: run });
  await dispatchOnce(company);
}

/** What people did beside the runs. */
async function happen(company: CompanyTools, clock: MovingClock): Promise<void> {
  const debtors = await idsOf(company, 'debtor', [...DEMO_HOLDS, ...DEMO_NOTES, ...DEMO_TASKS]);
  for (const { on, debtor, text } of DEMO_NOTES) {
    clock.set(Temporal.PlainDate.from(on));
    await addNote(company, { debtor: debtors.get(debtor) ?? '', item: null, text });
  }
  for (const { on, debtor, reason, until } of DEMO_HOLDS) {
    clock.set(Temporal.PlainDate.from(on));
    await placeHolds(company, { debtors: [debtors.get(debtor) ?? ''], items: [], reason, until });
  }
  clock.set(DEMO_TODAY);
  for (const { debtor, text, dueOn } of DEMO_TASKS)
    await addTask(company, { kind: 'call', debtor: debtors.get(debtor) ?? null, dueOn, text });
}

function idsOf(
  company: CompanyTools,
  table: 'debtor',
  named: readonly { readonly debtor: string }[],
): Promise<Map<string, string>> {
  const numbers = [...new Set(named.map(({ debtor }) => debtor))];
  return inCompany(company, async (trx) => {
    const rows = await trx
      .selectFrom(table)
      .select(['id', 'number'])
      .where('companyId', '=', company.companyId)
      .where('number', 'in', numbers)
      .execute();
    return new Map(rows.map(({ id, number }) => [number, id]));
  });
}

type MovingClock = Clock & { set(day: Temporal.PlainDate): void };

/** Half past eight in the morning, UTC, of the day that is being told. */
function movingClock(): MovingClock {
  let day = Temporal.PlainDate.from('2024-10-01');
  return {
    set: (next) => {
      day = next;
    },
    now: () => Temporal.Instant.from(`${day}T08:30:00Z`),
    today: () => day,
  };
}
