import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { RunOptions } from '#contract/dunning-run-views.ts';
import { sealMailServer } from '#server/companies/mail-server.ts';
import { approveRun } from '#server/dunning-runs/approve-run.ts';
import { planRun } from '#server/dunning-runs/plan-run.ts';
import { sendRun } from '#server/dunning-runs/send-run.ts';
import { markProbe, setSentFolder } from '#server/mail-transports/queries.ts';
import { sealMailbox, transportOf } from '#server/mail-transports/transport-of.ts';
import { inCompany } from '#server/platform/db.ts';
import { addDefaultPolicy } from '#server/policies/add-policy.ts';
import { changeLimits } from '#server/sending-limits/change-limits.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor, addDocument } from '#test/support/people.ts';
import { scriptedImap } from '#test/support/scripted-imap.ts';
import { type KeyedAct, scriptedKeyed } from '#test/support/scripted-keyed.ts';
import { type SmtpAct, scriptedSmtp } from '#test/support/scripted-smtp.ts';
import { addTriedFolder } from '#test/support/sent-folder.ts';
import { toolsFor } from '#test/support/tools.ts';
import { dispatchMails, reviveDispatches } from './dispatch-mails.ts';
import { addLease, lockNextMails, markTransmitting, removeLease } from './dispatch-queries.ts';
import { lookForTrace, lookInCompany } from './look-for-traces.ts';
import { settleDispatch } from './settle-dispatch.ts';
import { showDispatches, showNotice, showNotices } from './show-notices.ts';

const fresh = await freshDb();
const plain = toolsFor(fresh, { today: '2026-03-31' });
/** The clock of these tests goes by the minute. */
let now = Temporal.Instant.from('2026-03-31T09:30:00Z');
const tools = { ...plain, clock: { ...plain.clock, now: () => now } };
const smtp = await scriptedSmtp();
const imap = await scriptedImap();
const keyed = await scriptedKeyed();
const lease = await addLease(fresh.db, 'here', process.pid);

type Company = Awaited<ReturnType<typeof addCompany<typeof tools>>>;

async function issued(url: string, debtors = 1) {
  now = Temporal.Instant.from('2026-03-31T09:30:00Z');
  for (const list of [smtp.accepted, smtp.offered, imap.sent, imap.asked, keyed.accepted, keyed.offered])
    list.length = 0;
  imap.act = 'answer';
  const company: Company = await addCompany(tools, { smtpUrlSealed: sealMailServer(tools, url) });
  const terms = { id: company.companyId, country: 'BE', currency: 'EUR' as const, language: 'fr' as const };
  await inCompany(company, (trx) => addDefaultPolicy(trx, terms));
  const items: { id: string }[] = [];
  for (let nth = 0; nth < debtors; nth += 1) {
    const debtor = await addDebtor(company);
    const added = await addDocument(company, debtor, { items: [{ dueOn: '2026-03-01', open: '120.00' }] });
    items.push(...added.items);
  }
  const run = debtors === 0 ? '' : await sendAll(company);
  return { company, item: items[0]?.id ?? '', run, url };
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

type Issued = Awaited<ReturnType<typeof issued>>;

function dispatch({ company, url }: Pick<Issued, 'company' | 'url'>, lanes = 2) {
  return dispatchMails(company, lease, {
    url,
    from: 'a@lambert.example',
    copyTo: null,
    secondsMax: 1,
    lanes,
  });
}

/** A company whose mailbox was tried and files what its server takes. */
async function withFolder() {
  const all = await issued(smtp.url);
  const { company } = all;
  await addTriedFolder(company, { smtp: smtp.url, imap: imap.url });
  return all;
}

async function stateOf(company: Company) {
  const { rows } = await showNotices(company, { page: 1, perPage: 5 });
  const notice = await showNotice(company, rows[0]?.id ?? '');
  return { ...notice, dispatch: notice.dispatches[0]?.id ?? '' };
}

function levelOf(company: Company, id: string) {
  return inCompany(company, async (trx) => {
    const row = await trx
      .selectFrom('dueItem')
      .select('level')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    return row.level;
  });
}

function looksOf(company: Company) {
  return inCompany(company, async (trx) => {
    const rows = await trx.selectFrom('dispatchLook').select('outcome').orderBy('lookedAt').execute();
    return rows.map(({ outcome }) => outcome);
  });
}

function openTasks(company: Company) {
  return inCompany(company, (trx) =>
    trx.selectFrom('task').select('kind').where('doneAt', 'is', null).execute(),
  );
}

function told(company: Company) {
  return inCompany(company, async (trx) => {
    const rows = await trx
      .selectFrom('timelineEntry')
      .select('kind')
      .where(sql<boolean>`kind like 'notice%'`)
      .execute();
    return rows.map(({ kind }) => kind);
  });
}

async function lookAfter(company: Company, minutes: number) {
  now = Temporal.Instant.from('2026-03-31T09:30:00Z').add({ minutes });
  return lookInCompany(company);
}

async function addsUp({ company, run }: Pick<Issued, 'company' | 'run'>) {
  const { approved, sent, refused, withdrawn, waiting, unknown, done } = await showDispatches(company, run);
  expect(sent + refused + withdrawn + waiting + unknown + done).toBe(approved);
}

test('a mail found in Sent was sent: level reached, proof kept, task closed, one offer', async () => {
  const all = await withFolder();
  const { company, item } = all;
  smtp.script = ['accept, then drop'];
  await dispatch(all);
  expect((await stateOf(company)).state).toBe('unknown');
  imap.sent.push(smtp.accepted[0]?.messageId ?? '');
  expect(await lookAfter(company, 9)).toBe(0);
  expect(await lookAfter(company, 10)).toBe(1);
  const notice = await stateOf(company);
  expect(notice.state).toBe('sent');
  expect(notice.dispatches[0]?.answer).toBe('Sent, UID 1, 2026-03-31T09:30:01.000Z');
  expect(await levelOf(company, item)).toBe(1);
  expect(await openTasks(company)).toEqual([]);
  expect(await told(company)).toEqual(
    expect.arrayContaining(['notice_unknown', 'notice_traced', 'notice_sent']),
  );
  await dispatch(all);
  expect(smtp.offered).toHaveLength(1);
  await addsUp(all);
});

test('absent at 10 minutes, 1 hour and 6 hours is absent: it waits again and leaves once', async () => {
  const all = await withFolder();
  const { company, item } = all;
  smtp.script = ['drop in the body'];
  await dispatch(all);
  for (const [minutes, state] of [
    [10, 'unknown'],
    [60, 'unknown'],
    [359, 'unknown'],
    [360, 'queued'],
  ] as const) {
    await lookAfter(company, minutes);
    expect([minutes, (await stateOf(company)).state]).toEqual([minutes, state]);
    if (state === 'unknown') await dispatch(all);
  }
  expect(smtp.accepted).toHaveLength(0);
  expect(await looksOf(company)).toEqual(['absent', 'absent', 'absent']);
  expect(await openTasks(company)).toEqual([]);
  await addsUp(all);
  await dispatch(all);
  expect((await stateOf(company)).state).toBe('sent');
  expect(smtp.accepted).toHaveLength(1);
  expect(await levelOf(company, item)).toBe(1);
  await addsUp(all);
});

test('what could not be looked up says nothing, and after three days only a person settles it', async () => {
  const all = await withFolder();
  const { company } = all;
  smtp.script = ['drop after the dot'];
  await dispatch(all);
  imap.act = 'drop at the search';
  const day = 24 * 60;
  for (const minutes of [10, 60, 360, day, 2 * day, 3 * day])
    expect(await lookAfter(company, minutes)).toBe(1);
  expect(await looksOf(company)).toEqual(Array(6).fill('failed'));
  imap.act = 'answer';
  expect(await lookAfter(company, 30 * day)).toBe(0);
  const { state, dispatch: id } = await stateOf(company);
  expect(state).toBe('unknown');
  await settleDispatch(company, { dispatch: id, outcome: 'sent' });
  expect((await stateOf(company)).state).toBe('sent');
  expect(smtp.offered).toHaveLength(1);
});

test('whoever opens it has it looked for: found settles it, absent counts at its hours alone', async () => {
  const all = await withFolder();
  const { company } = all;
  smtp.script = ['accept, then drop'];
  await dispatch(all);
  const { dispatch: id } = await stateOf(company);
  for (const seconds of [60, 90, 91, 120, 150]) {
    now = Temporal.Instant.from('2026-03-31T09:30:00Z').add({ seconds });
    await lookForTrace(company, { dispatch: id });
  }
  expect(await looksOf(company)).toEqual(Array(4).fill('absent'));
  expect((await stateOf(company)).state).toBe('unknown');
  imap.sent.push(smtp.accepted[0]?.messageId ?? '');
  now = now.add({ seconds: 30 });
  await lookForTrace(company, { dispatch: id });
  expect((await stateOf(company)).state).toBe('sent');
});

test('a mail that left by another mailbox than the one set up now is not taken for absent', async () => {
  const all = await withFolder();
  const { company } = all;
  smtp.script = ['accept, then drop'];
  await dispatch(all);
  const other = imap.url.replace('odile', 'jan');
  const mailbox = { imapUrlSealed: sealMailbox(company, other), folder: null };
  await inCompany(company, (trx) => setSentFolder(trx, company.companyId, mailbox));
  for (const minutes of [10, 60, 360, 1440]) await lookAfter(company, minutes);
  expect((await stateOf(company)).state).toBe('unknown');
  expect(imap.asked).toEqual([]);
});

test('a mailbox that was never tried proves nothing: the mail goes blind, and a person is asked', async () => {
  const all = await withFolder();
  const { company } = all;
  await inCompany(company, (trx) => markProbe(trx, company.companyId, { probeState: 'failed' }));
  smtp.script = ['accept, then drop'];
  await dispatch(all);
  expect(await lookAfter(company, 10_000)).toBe(0);
  const { dispatch: id } = await stateOf(company);
  await expect(lookForTrace(company, { dispatch: id })).rejects.toMatchObject({
    code: 'dispatch_not_traceable',
  });
  expect(await openTasks(company)).toEqual([{ kind: 'dispatch_unknown' }]);
});

test('what a dead process was transmitting is looked for by the hour it was offered', async () => {
  const all = await withFolder();
  const { company } = all;
  smtp.script = ['accept, then drop'];
  await dispatch(all);
  imap.sent.push(smtp.accepted[0]?.messageId ?? '');
  await inCompany(company, (trx) =>
    sql`update dispatch set next_look_at = transmitting_at where state = 'unknown'`.execute(trx),
  );
  expect(await lookAfter(company, 1)).toBe(0);
  expect(await lookAfter(company, 10)).toBe(1);
  expect((await stateOf(company)).state).toBe('sent');
});

const KEYED: readonly (readonly [KeyedAct, string, string])[] = [
  ['accept', 'sent', 'sent'],
  ['accept, then drop', 'unknown', 'sent'],
  ['accept, then silence', 'unknown', 'sent'],
  ['drop', 'unknown', 'sent'],
  ['500', 'unknown', 'sent'],
  ['in progress', 'unknown', 'sent'],
  ['422', 'refused', 'refused'],
  ['429', 'queued', 'queued'],
];

test.each(KEYED)(
  'by a provider with keys, %s: %s, and a minute later %s; one mail',
  async (act, first, later) => {
    const all = await issued(keyed.url);
    const { company } = all;
    keyed.script = [act];
    await dispatch(all);
    expect((await stateOf(company)).state).toBe(first);
    await lookAfter(company, 1);
    expect((await stateOf(company)).state).toBe(later);
    expect(keyed.accepted).toHaveLength(later === 'sent' ? 1 : 0);
    expect(new Set(keyed.offered.map(({ key }) => key)).size).toBe(1);
    expect(new Set(keyed.offered.map(({ body }) => body)).size).toBe(1);
    await addsUp(all);
  },
);

test('outside the window of its key it is never offered again by itself; a person’s second sending has a key of its own', async () => {
  const all = await issued(keyed.url);
  const { company } = all;
  keyed.script = ['accept, then drop', '500', '500', '500', '500', '500', '500'];
  await dispatch(all);
  for (let minutes = 1; minutes < 1430; minutes += 10) await lookAfter(company, minutes);
  const offers = keyed.offered.length;
  keyed.script = [];
  keyed.forget();
  await lookAfter(company, 1430);
  const { dispatch: id, state } = await stateOf(company);
  expect(state).toBe('unknown');
  await expect(lookForTrace(company, { dispatch: id })).rejects.toMatchObject({
    code: 'dispatch_not_traceable',
  });
  expect(keyed.offered).toHaveLength(offers);
  await settleDispatch(company, { dispatch: id, outcome: 'again' });
  await dispatch(all);
  expect((await stateOf(company)).state).toBe('sent');
  expect(new Set(keyed.accepted.map(({ key }) => key)).size).toBe(2);
});

test('inside the window even a person’s “send again” makes no second mail', async () => {
  const all = await issued(keyed.url);
  keyed.script = ['accept, then drop'];
  await dispatch(all);
  const { dispatch: id } = await stateOf(all.company);
  await settleDispatch(all.company, { dispatch: id, outcome: 'again' });
  now = now.add({ hours: 5 });
  await dispatch(all);
  expect((await stateOf(all.company)).state).toBe('sent');
  expect(keyed.accepted).toHaveLength(1);
});

test('beyond the day’s number nothing new leaves; what was counted on it when it was offered first goes again', async () => {
  const all = await issued(smtp.url, 2);
  const { company } = all;
  await changeLimits(company, { contactsMax: 3, contactDays: 7, debtorDayMax: 50, companyDayMax: 1 });
  smtp.script = ['drop after the dot'];
  // Of two lanes at once the script may meet the mail that the day has no room for.
  await dispatch(all, 1);
  const waiting = async () => {
    const { waiting: count, unknown, sent } = await showDispatches(company, all.run);
    return { waiting: count, unknown, sent };
  };
  expect(await waiting()).toEqual({ waiting: 1, unknown: 1, sent: 0 });
  const [doubtful] = await inCompany(company, (trx) =>
    trx.selectFrom('dispatch').select('id').where('state', '=', 'unknown').execute(),
  );
  await settleDispatch(company, { dispatch: doubtful?.id ?? '', outcome: 'again' });
  await dispatch(all);
  expect(await waiting()).toEqual({ waiting: 1, unknown: 0, sent: 1 });
  now = now.add({ hours: 24 });
  // As the dispatcher does first: two lanes at once may have claimed more than the day had room for.
  await reviveDispatches(company, lease);
  await dispatch(all);
  expect(await waiting()).toEqual({ waiting: 0, unknown: 0, sent: 2 });
});

test('a debt that was paid meanwhile is not asked for again by asking what became of the mail', async () => {
  const all = await issued(keyed.url);
  const { company, item } = all;
  keyed.script = ['drop'];
  await dispatch(all);
  await inCompany(company, (trx) =>
    trx
      .updateTable('dueItem')
      .set({ openMinor: 0n, settledOn: Temporal.PlainDate.from('2026-03-31') })
      .where('id', '=', item)
      .execute(),
  );
  await lookAfter(company, 1);
  expect((await stateOf(company)).state).toBe('unknown');
  expect(keyed.accepted).toHaveLength(0);
});

const ACTS: readonly SmtpAct[] = [
  'drop in the body',
  'drop after the dot',
  'accept, then drop',
  'accept, then silence',
];

test.each(ACTS)(
  '%s, with a folder that tells the truth: after six hours nothing is in doubt, and one mail arrived',
  async (act) => {
    const all = await withFolder();
    const { company } = all;
    smtp.script = [act];
    await dispatch(all);
    imap.sent.push(...smtp.accepted.map(({ messageId }) => messageId));
    for (const minutes of [10, 60, 360]) await lookAfter(company, minutes);
    await dispatch(all);
    expect((await stateOf(company)).state).toBe('sent');
    expect(smtp.accepted).toHaveLength(1);
    await addsUp(all);
  },
);

test('two processes that look at the same hour have looked once', async () => {
  const all = await withFolder();
  const { company } = all;
  smtp.script = ['accept, then drop'];
  await dispatch(all);
  now = now.add({ minutes: 10 });
  await Promise.all([lookInCompany(company), lookInCompany(company), lookInCompany(company)]);
  const dispatches = await inCompany(company, (trx) =>
    trx.selectFrom('dispatch').select(['state', 'looks', 'absentLooks']).execute(),
  );
  expect(dispatches).toEqual([{ state: 'unknown', looks: 1, absentLooks: 1 }]);
});

test('two mails in doubt of one debtor are each settled by their key: neither waits for the other', async () => {
  const all = await issued(keyed.url, 0);
  const { company } = all;
  const debtor = await addDebtor(company);
  for (const currency of ['EUR', 'USD'] as const)
    await addDocument(company, debtor, { currency, items: [{ dueOn: '2026-03-01', open: '120.00' }] });
  await sendAll(company);
  // A process dies while both are on their way.
  const dead = await addLease(fresh.db, 'there', 1);
  await inCompany(company, async (trx) => {
    const { companyId } = company;
    const { via } = await transportOf(trx, company, keyed.url);
    for (const { id } of await lockNextMails(trx, companyId, { lease: dead, now, max: 10, room: 10 }))
      await markTransmitting(trx, companyId, id, dead, now, {
        transport: 'keyed',
        via,
        firstOfferedAt: now,
        offerKey: id,
      });
  });
  await removeLease(fresh.db, dead);
  await reviveDispatches(company, lease);
  expect(await lookAfter(company, 1)).toBe(2);
  const { rows } = await showNotices(company, { page: 1, perPage: 5 });
  expect(rows.map(({ state }) => state)).toEqual(['sent', 'sent']);
  expect(keyed.accepted).toHaveLength(2);
});
