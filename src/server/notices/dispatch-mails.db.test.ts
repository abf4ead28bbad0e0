import { expect, test } from 'vitest';
import { RunOptions } from '#contract/dunning-run-views.ts';
import { approveRun } from '#server/dunning-runs/approve-run.ts';
import { planRun } from '#server/dunning-runs/plan-run.ts';
import { sendRun } from '#server/dunning-runs/send-run.ts';
import { inCompany } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import { addDefaultPolicy } from '#server/policies/add-policy.ts';
import { addFence } from '#server/send-stops/queries.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor, addDocument } from '#test/support/people.ts';
import { type SmtpAct, scriptedSmtp } from '#test/support/scripted-smtp.ts';
import { toolsFor } from '#test/support/tools.ts';
import { dispatchMails, reviveDispatches } from './dispatch-mails.ts';
import { addLease, markTransmitting, removeLease } from './dispatch-queries.ts';
import { settleDispatch } from './settle-dispatch.ts';
import { showDispatches, showNotice, showNotices } from './show-notices.ts';
import { undoNotice } from './undo-notices.ts';

const fresh = await freshDb();
const tools = toolsFor(fresh, { today: '2026-03-31' });
const smtp = await scriptedSmtp();
const lease = await addLease(fresh.db, 'here', process.pid);

type Company = Awaited<ReturnType<typeof addCompany<typeof tools>>>;

async function withPolicy(given: Parameters<typeof addCompany>[1] = {}): Promise<Company> {
  const company: Company = await addCompany(tools, given);
  await inCompany(company, (trx) =>
    addDefaultPolicy(trx, { id: company.companyId, country: 'BE', currency: 'EUR', language: 'fr' }),
  );
  return company;
}

/** A company with debtors that each get one notice of level 1, issued and not yet sent. */
async function issued(debtors = 1, given: Parameters<typeof addCompany>[1] = {}) {
  const company = await withPolicy(given);
  const items: string[] = [];
  for (let n = 0; n < debtors; n += 1) {
    const debtor = await addDebtor(company);
    const { items: made } = await addDocument(company, debtor, {
      items: [{ dueOn: '2026-03-01', open: '120.00' }],
    });
    items.push(made[0]?.id ?? '');
  }
  return { company, items, run: await sendAll(company) };
}

async function sendAll(company: Company): Promise<string> {
  const run = await planRun(company, {
    plannedFor: Temporal.PlainDate.from('2026-03-31'),
    options: RunOptions.parse({}),
  });
  await approveRun(company, { run });
  await sendRun(company, { runId: run });
  return run;
}

function dispatch(company: Company, secondsMax = 1, own = lease) {
  return dispatchMails(company, own, { url: smtp.url, from: 'a@lambert.example', copyTo: null, secondsMax });
}

async function stateOf(company: Company) {
  const { rows } = await showNotices(company, { page: 1, perPage: 50 });
  const [notice] = rows;
  if (!notice) throw new Error('no notice');
  return showNotice(company, notice.id);
}

function levelOf(company: Company, id = '') {
  return inCompany(company, (trx) =>
    trx
      .selectFrom('dueItem')
      .select(['level', 'times', 'notifiedOn', 'deadlineOn'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow(),
  );
}

function openTasks(company: Company) {
  return inCompany(company, async (trx) => {
    const rows = await trx.selectFrom('task').select('kind').where('doneAt', 'is', null).execute();
    return rows.map(({ kind }) => kind);
  });
}

// What the server does -> the dispatch's state, whether the mail was taken over, the level reached, the task asked.
const ENDINGS: readonly [SmtpAct, string, number, number, string | null][] = [
  ['accept', 'sent', 1, 1, null],
  ['greet with 554', 'queued', 0, 0, null],
  ['drop after mail', 'queued', 0, 0, null],
  ['450 on rcpt', 'queued', 0, 0, null],
  ['550 on rcpt', 'refused', 0, 0, 'dispatch_refused'],
  ['drop after data', 'queued', 0, 0, null],
  ['drop in the body', 'unknown', 0, 0, 'dispatch_unknown'],
  ['drop after the dot', 'unknown', 0, 0, 'dispatch_unknown'],
  ['accept, then drop', 'unknown', 1, 0, 'dispatch_unknown'],
  ['accept, then silence', 'unknown', 1, 0, 'dispatch_unknown'],
  ['421 after the dot', 'queued', 0, 0, null],
  ['451 after the dot', 'queued', 0, 0, null],
  ['550 after the dot', 'refused', 0, 0, 'dispatch_refused'],
  ['552 after the dot', 'refused', 0, 0, 'dispatch_refused'],
];

test.each(ENDINGS)('%s: %s', async (act, state, taken, level, task) => {
  const { company, items, run } = await issued();
  smtp.accepted.length = 0;
  smtp.script = [act];
  await dispatch(company);
  const notice = await stateOf(company);
  expect(notice.state).toBe(state);
  expect(smtp.accepted.length).toBe(taken);
  expect((await levelOf(company, items[0])).level).toBe(level);
  expect(await openTasks(company)).toEqual(task ? [task] : []);

  // Nothing in doubt and nothing refused is ever offered again by itself.
  if (state !== 'queued') {
    await dispatch(company);
    expect(smtp.accepted.length).toBe(taken);
  }
  const counts = await showDispatches(company, run);
  const { sent, refused, withdrawn, waiting, unknown } = counts;
  expect(sent + refused + withdrawn + waiting + unknown).toBe(counts.approved);
});

test('every try offers the same bytes under the same Message-ID, and they are those stored', async () => {
  const { company } = await issued();
  smtp.accepted.length = 0;
  smtp.offered.length = 0;
  smtp.script = ['451 after the dot', '421 after the dot'];
  for (const day of ['2026-03-31', '2026-04-01', '2026-04-02']) {
    tools.clock.set(day);
    await dispatch(company);
  }
  tools.clock.set('2026-03-31');
  const { dispatches, state } = await stateOf(company);
  expect(state).toBe('sent');
  expect(new Set(smtp.offered.map(({ sha256 }) => sha256))).toEqual(new Set([dispatches[0]?.sha256]));
  expect(smtp.offered.map(({ messageId }) => messageId)).toEqual(Array(3).fill(dispatches[0]?.messageId));
  expect(smtp.accepted).toHaveLength(1);
});

test('the mail says who sends it, to whom, and that nobody typed it; letter attached', async () => {
  const { company } = await issued(1, {
    mailReplyTo: 'compta@lambert.example',
    mailCopyTo: 'archive@lambert.example',
  });
  smtp.accepted.length = 0;
  await dispatchMails(company, lease, {
    url: smtp.url,
    from: 'a@lambert.example',
    copyTo: 'archive@lambert.example',
  });
  const [mail] = smtp.accepted;
  expect(mail?.body).toMatch(/^Auto-Submitted: auto-generated\r$/m);
  expect(mail?.body).toMatch(/^Reply-To: .*<compta@lambert\.example>\r$/m);
  expect(mail?.body).toMatch(/Content-Type: application\/pdf/);
  expect(mail?.body).not.toContain('archive@lambert.example');
  expect(mail?.to).toContain('archive@lambert.example');
});

test('two dispatchers at once send each mail once', async () => {
  const { company } = await issued(12);
  smtp.accepted.length = 0;
  const other = await addLease(fresh.db, 'elsewhere', 1);
  await Promise.all([dispatch(company), dispatch(company, 1, other)]);
  expect(smtp.accepted).toHaveLength(12);
  expect(new Set(smtp.accepted.map(({ messageId }) => messageId)).size).toBe(12);
});

test('what a dead process had claimed waits again; what it was transmitting is in doubt, and holds the debtor', async () => {
  const { company, items } = await issued(2);
  smtp.accepted.length = 0;
  const dead = await addLease(fresh.db, 'there', 1);
  await inCompany(company, async (trx) => {
    await trx.updateTable('dispatch').set({ state: 'claimed', lease: dead }).execute();
    const [first] = await trx.selectFrom('dispatch').select('id').execute();
    expect(await markTransmitting(trx, company.companyId, first?.id ?? '', dead, tools.clock.now())).toBe(
      true,
    );
  });
  await removeLease(fresh.db, dead);
  await reviveDispatches(company, lease);
  await dispatch(company);
  const { rows } = await showNotices(company, { page: 1, perPage: 10 });
  expect(rows.map(({ state }) => state).sort()).toEqual(['sent', 'unknown']);
  expect(smtp.accepted).toHaveLength(1);
  expect(await openTasks(company)).toEqual(['dispatch_unknown']);
  const levels = await Promise.all(items.map((id) => levelOf(company, id)));
  expect(levels.map(({ level }) => level).sort()).toEqual([0, 1]);
});

test('a process that lost its lease stops before the body', async () => {
  const { company } = await issued();
  smtp.accepted.length = 0;
  await inCompany(company, async (trx) => {
    const { id } = await trx.selectFrom('dispatch').select('id').executeTakeFirstOrThrow();
    await trx.updateTable('dispatch').set({ state: 'claimed', lease: 7n }).execute();
    expect(await markTransmitting(trx, company.companyId, id, lease, tools.clock.now())).toBe(false);
  });
});

test('a process that others took for dead begins nothing more under the number it had', async () => {
  const { company } = await issued();
  smtp.accepted.length = 0;
  const lost = await addLease(fresh.db, 'there', 1);
  await removeLease(fresh.db, lost);
  expect(await dispatch(company, 1, lost)).toBe(0);
  await inCompany(company, async (trx) => {
    const { id } = await trx.selectFrom('dispatch').select('id').executeTakeFirstOrThrow();
    await trx.updateTable('dispatch').set({ state: 'claimed', lease: lost }).execute();
    expect(await markTransmitting(trx, company.companyId, id, lost, tools.clock.now())).toBe(false);
  });
  expect(smtp.accepted).toEqual([]);
});

test('a mail server that is not reached, or does not let us in, is asked once a turn, and uses up no try', async () => {
  const { company } = await issued(3);
  smtp.accepted.length = 0;
  smtp.script = Array(30).fill('greet with 554');
  for (let turn = 1; turn <= 11; turn += 1) {
    await dispatch(company);
    await reviveDispatches(company, lease);
  }
  // Two connections a turn, for three mails.
  expect(smtp.script.length).toBeGreaterThanOrEqual(30 - 22);
  const waiting = await inCompany(company, (trx) =>
    trx.selectFrom('dispatch').select(['state', 'tries']).execute(),
  );
  expect(waiting).toEqual(Array(3).fill({ state: 'queued', tries: 0 }));
  expect(await openTasks(company)).toEqual([]);
  smtp.script = [];
  expect(await dispatch(company)).toBe(3);
  expect(smtp.accepted).toHaveLength(3);
});

test('a mail server that turns the second connection away is there: the first goes on, and the company does not rest', async () => {
  const { company } = await issued(25);
  smtp.accepted.length = 0;
  smtp.script = ['greet with 554'];
  let unreached = 0;
  await dispatchMails(company, lease, {
    ...{ url: smtp.url, from: 'a@lambert.example', copyTo: null, secondsMax: 5 },
    onUnreached: () => {
      unreached += 1;
    },
  });
  expect(unreached).toBe(0);
  // The ten that the one turned away had taken wait for the next turn.
  expect(smtp.accepted.length).toBeGreaterThanOrEqual(15);
  await dispatch(company);
  expect(smtp.accepted).toHaveLength(25);
});

test('a debtor in doubt gets nothing more, not even what was claimed with the mail in doubt', async () => {
  const company = await withPolicy();
  const debtor = await addDebtor(company);
  for (const currency of ['EUR', 'USD'] as const)
    await addDocument(company, debtor, { currency, items: [{ dueOn: '2026-03-01', open: '120.00' }] });
  await sendAll(company);
  smtp.accepted.length = 0;
  smtp.script = ['accept, then drop'];
  const route = { url: smtp.url, from: 'a@lambert.example', copyTo: null, secondsMax: 1, lanes: 1 };
  await dispatchMails(company, lease, route);
  await reviveDispatches(company, lease);
  await dispatchMails(company, lease, route);
  expect(smtp.accepted).toHaveLength(1);
  const { rows } = await showNotices(company, { page: 1, perPage: 10 });
  expect(rows.map(({ state }) => state).sort()).toEqual(['queued', 'unknown']);
});

test('what is held back after mails were claimed holds back those that did not begin', async () => {
  const { company } = await issued(2);
  smtp.accepted.length = 0;
  smtp.script = ['accept, then silence'];
  const route = { url: smtp.url, from: 'a@lambert.example', copyTo: null, secondsMax: 1, lanes: 1 };
  const sending = dispatchMails(company, lease, route);
  await expect.poll(() => smtp.accepted.length).toBe(1);
  await fresh.db.transaction().execute((trx) => addFence(trx, { kind: 'upgraded', facts: {}, minutes: 10 }));
  await sending;
  await fresh.db.deleteFrom('sendFence').execute();
  expect(smtp.accepted).toHaveLength(1);
});

test.each([
  ['sent', 'sent', 1],
  ['again', 'sent', 1],
  ['withdrawn', 'withdrawn', 0],
] as const)('a person settles a doubt as %s', async (outcome, state, level) => {
  const { company, items } = await issued();
  smtp.accepted.length = 0;
  smtp.script = ['drop after the dot'];
  await dispatch(company);
  const before = await stateOf(company);
  await settleDispatch(company, { dispatch: before.dispatches[0]?.id ?? '', outcome });
  await dispatch(company);
  expect((await stateOf(company)).state).toBe(state);
  expect((await levelOf(company, items[0])).level).toBe(level);
  expect(await openTasks(company)).toEqual([]);
  await expect(
    settleDispatch(company, { dispatch: before.dispatches[0]?.id ?? '', outcome }),
  ).rejects.toThrow(/dispatch_not_in_doubt/);
});

test('paid between issue and dispatch: withdrawn, with the reason, and nothing leaves', async () => {
  const { company, items } = await issued();
  smtp.accepted.length = 0;
  await inCompany(company, (trx) =>
    trx
      .updateTable('dueItem')
      .set({ openMinor: 0n, settledOn: Temporal.PlainDate.from('2026-03-31') })
      .where('id', '=', items[0] ?? '')
      .execute(),
  );
  await dispatch(company);
  const notice = await stateOf(company);
  expect(notice.state).toBe('withdrawn');
  expect(notice.dispatches[0]?.answer).toBe('paid');
  expect(smtp.accepted).toHaveLength(0);
});

test('undo gives back what the notice changed, once, and recalls what has not left', async () => {
  const { company, items } = await issued();
  await dispatch(company);
  const notice = await stateOf(company);
  expect(await levelOf(company, items[0])).toMatchObject({ level: 1, times: 1 });
  await undoNotice(company, { notice: notice.id });
  expect(await levelOf(company, items[0])).toMatchObject({
    level: 0,
    times: 0,
    notifiedOn: null,
    deadlineOn: null,
  });
  await expect(undoNotice(company, { notice: notice.id })).rejects.toThrow(/notice_already_undone/);
  await expect(undoNotice(company, { notice: newId() })).rejects.toThrow(/notice_unknown/);

  const waiting = await issued();
  const held = await stateOf(waiting.company);
  await undoNotice(waiting.company, { notice: held.id });
  smtp.accepted.length = 0;
  await dispatch(waiting.company);
  expect((await stateOf(waiting.company)).state).toBe('recalled');
  expect(smtp.accepted).toHaveLength(0);
});

test('in test mode the mail goes to a user, and says whom it was meant for', async () => {
  const company: Company = await addCompany(tools, { mode: 'test' });
  const userId = newId();
  await fresh.db
    .insertInto('appUser')
    .values({ id: userId, name: 'Odile', email: 'odile@lambert.example', image: null })
    .execute();
  await fresh.db
    .insertInto('membership')
    .values({ companyId: company.companyId, userId, role: 'owner' })
    .execute();
  await inCompany(company, (trx) =>
    addDefaultPolicy(trx, { id: company.companyId, country: 'BE', currency: 'EUR', language: 'fr' }),
  );
  const debtor = await addDebtor(company, { email: 'cafe@example.org' });
  await addDocument(company, debtor, { items: [{ dueOn: '2026-03-01', open: '120.00' }] });
  await sendAll(company);
  smtp.accepted.length = 0;
  await dispatch(company);
  expect(smtp.accepted[0]?.to).toEqual(['odile@lambert.example']);
  expect(smtp.accepted[0]?.body).toMatch(/^X-Rappel-Would-Go-To: cafe@example\.org\r$/m);
});
