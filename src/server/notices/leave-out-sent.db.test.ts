import { beforeEach, expect, test } from 'vitest';
import { sealMailServer } from '#server/companies/mail-server.ts';
import { sendRun } from '#server/dunning-runs/send-run.ts';
import { inCompany } from '#server/platform/db.ts';
import { addFence } from '#server/send-stops/queries.ts';
import { BY_SHELL, releaseSending } from '#server/send-stops/release-sending.ts';
import { addApprovedRun, type RunAtHand } from '#test/support/approved-run.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { scriptedImap } from '#test/support/scripted-imap.ts';
import { scriptedKeyed } from '#test/support/scripted-keyed.ts';
import { scriptedSmtp } from '#test/support/scripted-smtp.ts';
import { addTriedFolder } from '#test/support/sent-folder.ts';
import { toolsFor } from '#test/support/tools.ts';
import { dispatchMails } from './dispatch-mails.ts';
import { addLease } from './dispatch-queries.ts';

/** Mails are made; the data are backed up, the mails leave, and the data are put back: they take the mails for unsent. */
const fresh = await freshDb();
const plain = toolsFor(fresh, { today: '2026-03-31' });
let minutes = 0;
const tools = { ...plain, clock: { ...plain.clock, now: () => Temporal.Now.instant().add({ minutes }) } };
const smtp = await scriptedSmtp();
const imap = await scriptedImap();
const keyed = await scriptedKeyed();
const lease = await addLease(fresh.db, 'here', process.pid);

type Sending = Pick<RunAtHand<typeof tools>, 'company'> & { readonly url: string };

beforeEach(async () => {
  minutes = 0;
  imap.act = 'answer';
  for (const list of [smtp.accepted, imap.sent, keyed.accepted, keyed.offered]) list.length = 0;
  await fresh.db.deleteFrom('sendFence').execute();
});

async function issued(url: string, debtors: number): Promise<Sending> {
  const smtpUrlSealed = sealMailServer(tools, url);
  const { company, run } = await addApprovedRun(tools, { debtors, smtpUrlSealed });
  await sendRun(company, { runId: run });
  return { company, url };
}

async function withFolder(debtors: number): Promise<Sending> {
  const all = await issued(smtp.url, debtors);
  const { company } = all;
  await addTriedFolder(company, { smtp: smtp.url, imap: imap.url });
  return all;
}

function dispatch({ company, url }: Sending): Promise<number> {
  return dispatchMails(company, lease, { url, from: 'a@lambert.example', copyTo: null, secondsMax: 1 });
}

/** The mails as the data of before knew them: made, and not sent. */
async function putBack({ company }: Sending, kind: 'restored' | 'copied' = 'restored'): Promise<void> {
  await inCompany(company, async (trx) => {
    const unsent = { state: 'queued', lease: null, tries: 0, transmittingAt: null, endedAt: null } as const;
    const unoffered = {
      transport: null,
      via: null,
      firstOfferedAt: null,
      offerKey: null,
      answer: null,
    } as const;
    await trx
      .updateTable('dispatch')
      .set({ ...unsent, ...unoffered })
      .execute();
    const unasked = { level: 0, times: 0, notifiedOn: null, deadlineOn: null };
    await trx.updateTable('dueItem').set(unasked).execute();
  });
  await fresh.db.transaction().execute((trx) => addFence(trx, { kind, facts: {} }));
  await releaseSending(tools, { fence: null, reason: 'looked at what waits', by: BY_SHELL });
}

function dispatchesOf({ company }: Sending) {
  return inCompany(company, (trx) =>
    trx.selectFrom('dispatch').select(['state', 'tries', 'answer', 'messageId']).orderBy('id').execute(),
  );
}

function looksOf({ company }: Sending) {
  return inCompany(company, (trx) =>
    trx.selectFrom('dispatchLook').select('outcome').orderBy('outcome').execute(),
  );
}

test.each(['restored', 'copied'] as const)(
  'data that were %s: what stands in Sent had left, the rest leaves now, nothing twice',
  async (kind) => {
    const all = await withFolder(3);
    const mails = await dispatchesOf(all);
    imap.sent.push(...mails.slice(0, 2).flatMap(({ messageId }) => messageId ?? []));
    await putBack(all, kind);
    minutes = 11;
    await dispatch(all);
    expect(smtp.accepted.map(({ messageId }) => messageId)).toEqual([mails[2]?.messageId]);
    expect((await dispatchesOf(all)).map(({ state }) => state)).toEqual(['sent', 'sent', 'sent']);
    expect(await looksOf(all)).toEqual([{ outcome: 'absent' }, { outcome: 'found' }, { outcome: 'found' }]);
    const levels = await inCompany(all.company, (trx) => trx.selectFrom('dueItem').select('level').execute());
    expect(levels.map(({ level }) => level)).toEqual([1, 1, 1]);
    const told = await inCompany(all.company, (trx) =>
      trx
        .selectFrom('timelineEntry')
        .select('kind')
        .where('kind', 'in', ['notice_traced', 'notice_sent'])
        .execute(),
    );
    expect(told.map(({ kind }) => kind).sort()).toEqual([
      ...Array(3).fill('notice_sent'),
      ...Array(2).fill('notice_traced'),
    ]);
  },
);

test('for ten minutes absence says nothing: they wait, and use up no try', async () => {
  const all = await withFolder(1);
  await putBack(all);
  minutes = 9;
  await dispatch(all);
  expect(smtp.accepted).toEqual([]);
  expect(await dispatchesOf(all)).toMatchObject([{ state: 'queued', tries: 0 }]);
  minutes = 11;
  await dispatch(all);
  expect(smtp.accepted).toHaveLength(1);
});

test('while the folder cannot be asked they wait, with the reason; once it answers they go', async () => {
  const all = await withFolder(1);
  await putBack(all);
  minutes = 11;
  imap.act = 'refuse the search';
  await dispatch(all);
  expect(smtp.accepted).toEqual([]);
  const [waiting] = await dispatchesOf(all);
  expect(waiting).toMatchObject({ state: 'queued', tries: 0 });
  expect(waiting?.answer).not.toBe('');
  imap.act = 'answer';
  await dispatch(all);
  expect(smtp.accepted).toEqual([]);
  minutes = 22;
  await dispatch(all);
  expect(smtp.accepted).toHaveLength(1);
});

test('a mail made after the data were put back is not looked for, nor is one of a server that files nothing', async () => {
  const blind = await issued(smtp.url, 1);
  await putBack(blind);
  await dispatch(blind);
  expect(smtp.accepted).toHaveLength(1);
  const all = await withFolder(1);
  const longAgo = Temporal.Instant.from('2026-03-29T00:00:00Z');
  await putBack(all);
  await fresh.db.updateTable('sendFence').set({ raisedAt: longAgo }).execute();
  await dispatch(all);
  expect(smtp.accepted).toHaveLength(2);
  expect(await looksOf(all)).toEqual([]);
});

test('a provider that keeps keys knows what it took before the data were put back: no second mail', async () => {
  const all = await issued(keyed.url, 3);
  await dispatch(all);
  expect(keyed.accepted).toHaveLength(3);
  await putBack(all);
  await dispatch(all);
  expect(keyed.offered).toHaveLength(6);
  expect(keyed.accepted).toHaveLength(3);
  expect((await dispatchesOf(all)).map(({ state }) => state)).toEqual(['sent', 'sent', 'sent']);
});
