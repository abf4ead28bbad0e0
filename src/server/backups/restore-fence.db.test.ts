import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { z } from 'zod';
import { RunOptions } from '#contract/dunning-run-views.ts';
import { approveRun } from '#server/dunning-runs/approve-run.ts';
import { planRun } from '#server/dunning-runs/plan-run.ts';
import { sendRun } from '#server/dunning-runs/send-run.ts';
import { showStatus } from '#server/installation-status/show-status.ts';
import { dispatchMails } from '#server/notices/dispatch-mails.ts';
import { addLease } from '#server/notices/dispatch-queries.ts';
import { printBatch } from '#server/notices/print-batch.ts';
import { inCompany } from '#server/platform/db.ts';
import { job } from '#server/platform/job.ts';
import { migrate } from '#server/platform/migrate.ts';
import { prepareQueues } from '#server/platform/queue.ts';
import { addDefaultPolicy } from '#server/policies/add-policy.ts';
import { writeMark } from '#server/send-stops/place.ts';
import { advanceMark, listStandingFences } from '#server/send-stops/queries.ts';
import { recogniseInstallation } from '#server/send-stops/recognise-installation.ts';
import { BY_SHELL, releaseSending } from '#server/send-stops/release-sending.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor, addDocument } from '#test/support/people.ts';
import { scriptedSmtp } from '#test/support/scripted-smtp.ts';
import { toolsFor, waitingJobs } from '#test/support/tools.ts';
import { backUpByNight } from './back-up.ts';
import { keepServersOut, restoreBackup } from './restore-backup.ts';
import { takeUpRestoredJobs } from './take-up-jobs.ts';

/** A night's backup, taken after a run was approved and before it left; then the disk dies, and it is restored. */
const fresh = await freshDb();
const tools = toolsFor(fresh, { today: '2026-03-31' });
const smtp = await scriptedSmtp();
const folder = mkdtempSync(path.join(tmpdir(), 'rappel-restore-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const place = {
  folder: path.join(folder, 'backups'),
  keyFile: null,
  isNightly: true,
  database: fresh.url,
  secret: 'the secret of the installation',
  version: '0.1.0',
};

const aJob = job('test.a-job', z.record(z.string(), z.unknown()));
const company = await addCompany(tools, { key: 'lambert' });
const route = { url: smtp.url, from: 'a@lambert.example', copyTo: null, secondsMax: 1 };

const open = () =>
  recogniseInstallation(fresh.db, {
    ...{ dataDir: folder, version: '0.1.0' },
    ...{ isUpgraded: false, isServed: false },
  });

async function issue(debtors: number): Promise<string> {
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
  return run;
}

test('after a restore nothing leaves until a person says why it may; then everything leaves once', async () => {
  await open();
  const run = await issue(4);
  await fresh.db.transaction().execute((trx) => tools.queue.add(trx, aJob, { n: 1 }));
  const made = await backUpByNight(fresh.db, place, Temporal.Now.instant());
  expect(made?.differences).toEqual([]);
  expect(
    (await showStatus({ ...tools, installation: { ...tools.installation, backups: place } })).backups,
  ).toMatchObject({
    late: false,
    lastGood: { verification: 'good' },
  });

  // The mails leave after the backup: what is restored does not know it.
  const lease = await addLease(fresh.db, 'here', process.pid);
  expect(await dispatchMails(company, lease, route)).toBe(4);
  writeMark(folder, await advanceMark(fresh.db));
  const sentBefore = smtp.accepted.length;
  const restoring = { database: fresh, db: fresh.db, place, dataDir: folder, secretIsGiven: true };
  const restored = await restoreBackup(restoring, {
    file: made?.file ?? '',
    keyFile: null,
    at: Temporal.Now.instant(),
  });
  expect(restored.before && readFileSync(restored.before).length).toBeGreaterThan(10_000);
  expect(readdirSync(place.folder)).toHaveLength(2);

  const next = await addLease(fresh.db, 'here', process.pid);
  expect(await dispatchMails(company, next, route)).toBe(0);
  expect(smtp.accepted.length).toBe(sentBefore);
  await expect(printBatch(company, { run })).rejects.toMatchObject({
    code: expect.stringMatching(/sending_stopped|print_batch_empty/),
  });
  const { stops } = await showStatus(tools);
  expect(stops).toMatchObject([
    { kind: 'restored', facts: { by: 'backup', takenAt: restored.head.takenAt } },
  ]);
  expect(await migrate(fresh.pool)).toEqual([]);

  const prepare = async () => prepareQueues(await tools.boss, [{ name: aJob.name, options: {} }]);
  expect(await takeUpRestoredJobs(fresh.db, tools.queue, new Set([aJob.name]), prepare)).toBe(1);
  expect(await takeUpRestoredJobs(fresh.db, tools.queue, new Set([aJob.name]), prepare)).toBe(0);
  expect(await waitingJobs(tools, aJob.name)).toEqual([{ n: 1 }]);

  await releaseSending(tools, {
    fence: null,
    reason: 'none of these four was in the Sent folder',
    by: BY_SHELL,
  });
  expect(await dispatchMails(company, next, route)).toBe(4);
  expect(await dispatchMails(company, next, route)).toBe(0);

  // What was released is not held back again at the start; data that are older than even the replaced ones are.
  await open();
  expect(await listStandingFences(fresh.db)).toEqual([]);
  await fresh.db.updateTable('installation').set({ mark: 0n }).execute();
  await open();
  expect(await listStandingFences(fresh.db)).toMatchObject([{ kind: 'restored', facts: { by: 'database' } }]);
});

test('a server that runs on these data is not restored under', async () => {
  const database = {
    findServer: async () => 'process 1 at http://localhost:3000',
    becomeServer: async () => {},
  };
  await expect(keepServersOut(database)).rejects.toMatchObject({ code: 'restore_while_running' });
});
