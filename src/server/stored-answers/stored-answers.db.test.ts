import { expect, test } from 'vitest';
import { sendRunJob } from '#server/dunning-runs/jobs.ts';
import { addPlannedRun } from '#test/support/approved-run.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addDebtor } from '#test/support/people.ts';
import { serverFor } from '#test/support/server.ts';
import { toolsFor, waitingJobs } from '#test/support/tools.ts';

const fresh = await freshDb();
const tools = toolsFor(fresh, { today: '2026-03-31' });
const server = serverFor(fresh, tools);
const clerk = await server.signedIn('clerk');
const company = `/companies/${clerk.company.key}`;
const debtor = await addDebtor(clerk.company);
const note = { text: 'Called, rings back on Friday.' };
const place = `${company}/debtors/${debtor.id}/notes`;
const countNotes = async () => {
  const { rows } = await fresh.pool.query(
    `select count(*)::int as notes from timeline_entry where kind = 'note_added'`,
  );
  return Number(rows[0]?.notes ?? 0);
};

test('a hundred requests at once with one key do one thing, and all get its answer', async () => {
  const headers = { 'Idempotency-Key': 'a note of Tuesday' };
  const answers = await Promise.all(
    Array.from({ length: 100 }, () => clerk.ask('POST', place, note, headers)),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  expect(await countNotes()).toBe(1);

  const later = await clerk.ask('POST', place, note, headers);
  expect({ status: later.status, body: later.body }).toEqual({ status: 200, body: answers[0]?.body });
  expect(await countNotes()).toBe(1);
});

test('a hundred approvals of one run at once with one key approve it once, and all get its answer', async () => {
  const key = 'lambert';
  const { company: lambert, run } = await addPlannedRun(tools, { debtors: 2, key });
  const approver = await server.signedIn('clerk', { ...lambert, key });
  const approval = `/companies/${key}/runs/${run}/approval`;
  const headers = { 'Idempotency-Key': 'the run of Tuesday' };
  const answers = await Promise.all(
    Array.from({ length: 100 }, () => approver.ask('POST', approval, {}, headers)),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  expect(answers[0]?.body).toMatchObject({ id: run, state: 'approved' });
  const { rows } = await fresh.pool.query(`select kind from timeline_entry where run_id = $1`, [run]);
  expect(rows.filter(({ kind }) => kind === 'run_approved').length).toBe(1);
  expect(await waitingJobs(tools, sendRunJob.name)).toMatchObject([{ runId: run }]);

  const other = await approver.ask('POST', approval, { send: false }, headers);
  expect(other).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
});

test('the same key with another body is refused, and means something else elsewhere or to somebody else', async () => {
  const headers = { 'Idempotency-Key': 'k1' };
  expect((await clerk.ask('POST', place, note, headers)).status).toBe(200);
  const other = await clerk.ask('POST', place, { text: 'Something else.' }, headers);
  expect(other).toMatchObject({
    status: 422,
    body: { code: 'idempotency_key_reused', facts: { key: 'k1' } },
  });
  const owner = await server.signedIn('owner', clerk.company);
  const before = await countNotes();
  expect((await owner.ask('POST', place, { text: 'By the owner.' }, headers)).status).toBe(200);
  expect(await countNotes()).toBe(before + 1);
});

test('what was refused is done again, and a key past its 48 hours is new', async () => {
  const unknown = `${company}/debtors/00000000-0000-4000-8000-000000000000/notes`;
  const headers = { 'Idempotency-Key': 'k2' };
  expect((await clerk.ask('POST', unknown, note, headers)).status).toBe(404);
  expect((await clerk.ask('POST', place, note, headers)).status).toBe(200);
  const before = await countNotes();
  tools.clock.set('2026-04-03');
  expect((await clerk.ask('POST', place, { text: 'Days later.' }, headers)).status).toBe(200);
  expect(await countNotes()).toBe(before + 1);
});

test('a key that cannot be kept is refused', async () => {
  const long = await clerk.ask('POST', place, note, { 'Idempotency-Key': 'k'.repeat(256) });
  expect(long).toMatchObject({ status: 422, body: { code: 'idempotency_key_unusable' } });
});
