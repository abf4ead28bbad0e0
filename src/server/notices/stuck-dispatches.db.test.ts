import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { RunOptions } from '#contract/dunning-run-views.ts';
import { approveRun } from '#server/dunning-runs/approve-run.ts';
import { planRun } from '#server/dunning-runs/plan-run.ts';
import { sendRun } from '#server/dunning-runs/send-run.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addDefaultPolicy } from '#server/policies/add-policy.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor, addDocument } from '#test/support/people.ts';
import { scriptedSmtp } from '#test/support/scripted-smtp.ts';
import { toolsFor } from '#test/support/tools.ts';
import { dispatchMails, reviveDispatches } from './dispatch-mails.ts';
import { addLease, markBeat, removeLease } from './dispatch-queries.ts';
import { showNotices } from './show-notices.ts';
import { undoNotice } from './undo-notices.ts';

/** What a process that goes on living left half done, and what time does to what is taken back. */
const fresh = await freshDb();
const tools = toolsFor(fresh, { today: '2026-03-31' });
const smtp = await scriptedSmtp();
const lease = await addLease(fresh.db, 'here', process.pid);

async function issued(debtors: number): Promise<CompanyTools> {
  const company = await addCompany(tools);
  const terms = { id: company.companyId, country: 'BE', currency: 'EUR' as const, language: 'fr' as const };
  await inCompany(company, (trx) => addDefaultPolicy(trx, terms));
  for (let n = 0; n < debtors; n += 1)
    await addDocument(company, await addDebtor(company), {
      items: [{ dueOn: '2026-03-01', open: '120.00' }],
    });
  const plannedFor = Temporal.PlainDate.from('2026-03-31');
  const run = await planRun(company, { plannedFor, options: RunOptions.parse({}) });
  await approveRun(company, { run, send: false });
  await sendRun(company, { runId: run });
  smtp.accepted.length = 0;
  return company;
}

function dispatch(company: CompanyTools) {
  return dispatchMails(company, lease, {
    url: smtp.url,
    from: 'a@lambert.example',
    copyTo: null,
    secondsMax: 1,
  });
}

async function states(company: CompanyTools) {
  const { rows } = await showNotices(company, { page: 1, perPage: 50 });
  return rows.toSorted((a, b) => a.number - b.number).map(({ state }) => state);
}

test('a message whose bytes are damaged is refused and told, and holds up no other', async () => {
  const company = await issued(4);
  await inCompany(company, (trx) =>
    sql`update dispatch x set sha256 = repeat('0', 64) from notice n where n.id = x.notice_id and n.number = 1`.execute(
      trx,
    ),
  );
  await dispatch(company);
  expect(await states(company)).toEqual(['refused', 'sent', 'sent', 'sent']);
  const tasks = await inCompany(company, (trx) => trx.selectFrom('task').select('kind').execute());
  expect(tasks).toEqual([{ kind: 'dispatch_refused' }]);
});

test('what a living process claimed and could not go on with waits again; what it was transmitting is in doubt', async () => {
  const company = await issued(3);
  await inCompany(company, async (trx) => {
    await trx.updateTable('dispatch').set({ state: 'claimed', lease }).execute();
    await sql`update dispatch x set state = 'transmitting' from notice n
      where n.id = x.notice_id and n.number = 2`.execute(trx);
  });
  await reviveDispatches(company, lease);
  await dispatch(company);
  expect(await states(company)).toEqual(['sent', 'unknown', 'sent']);
  expect(smtp.accepted).toHaveLength(2);
});

test('a lease that was taken for dead lives again with its next beat', async () => {
  const long = await addLease(fresh.db, 'here', process.pid);
  await removeLease(fresh.db, long);
  await markBeat(fresh.db, { host: 'here', pid: process.pid, lease: long });
  const company = await issued(1);
  await inCompany(company, (trx) =>
    trx.updateTable('dispatch').set({ state: 'claimed', lease: long }).execute(),
  );
  await reviveDispatches(company, lease);
  expect(await states(company)).toEqual(['claimed']);
});

test('undoing a notice of an earlier cycle leaves the item that was opened again where it stands', async () => {
  const company = await issued(1);
  await dispatch(company);
  const { rows } = await showNotices(company, { page: 1, perPage: 1 });
  await inCompany(company, async (trx) => {
    await sql`update notice_line set before = before || '{"level":2,"times":1}'`.execute(trx);
    await trx.updateTable('dueItem').set({ cycle: 2, level: 0, times: 0 }).execute();
  });
  await undoNotice(company, { notice: rows[0]?.id ?? '' });
  const items = await inCompany(company, (trx) =>
    trx.selectFrom('dueItem').select(['cycle', 'level', 'times']).execute(),
  );
  expect(items).toEqual([{ cycle: 2, level: 0, times: 0 }]);
});
