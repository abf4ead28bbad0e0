import { expect, test } from 'vitest';
import { RunOptions } from '#contract/dunning-run-views.ts';
import { approveRun } from '#server/dunning-runs/approve-run.ts';
import { editProposals } from '#server/dunning-runs/edit-proposals.ts';
import { planRun } from '#server/dunning-runs/plan-run.ts';
import { sendRun } from '#server/dunning-runs/send-run.ts';
import { undoRunAndCorrect } from '#server/dunning-runs/undo-run.ts';
import { restrictPerson, unrestrictPerson } from '#server/personal-data/restrict-person.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addDefaultPolicy } from '#server/policies/add-policy.ts';
import { saveText } from '#server/texts/save-text.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor, addDocument } from '#test/support/people.ts';
import { scriptedSmtp } from '#test/support/scripted-smtp.ts';
import { toolsFor } from '#test/support/tools.ts';
import { dispatchMails } from './dispatch-mails.ts';
import { addLease } from './dispatch-queries.ts';
import { printBatch } from './print-batch.ts';
import { settleDispatch } from './settle-dispatch.ts';
import { openLetter, showDispatches, showMail, showNotice, showNotices } from './show-notices.ts';
import { undoNoticeAndCorrect } from './undo-notices.ts';
import { withdrawNotices } from './withdraw-notices.ts';

const fresh = await freshDb();
const tools = toolsFor(fresh, { today: '2026-03-31' });
const smtp = await scriptedSmtp();
const lease = await addLease(fresh.db, 'here', process.pid);
const day = Temporal.PlainDate.from('2026-03-31');
type Channels = ('mail' | 'post' | 'registered_post' | 'fax')[];

/** One debtor with one invoice, reminded through these channels, approved and issued. */
async function sentThrough(channels: Channels) {
  const company = await addCompany(tools);
  const terms = { id: company.companyId, country: 'BE', currency: 'EUR' as const, language: 'fr' as const };
  await inCompany(company, (trx) => addDefaultPolicy(trx, terms));
  const debtor = await addDebtor(company, { fax: '+32 2 555 01 02' });
  const { items } = await addDocument(company, debtor, { items: [{ dueOn: '2026-03-01', open: '120.00' }] });
  const run = await planRun(company, { plannedFor: day, options: RunOptions.parse({}) });
  const change = { kind: 'channels' as const, channels };
  await editProposals(company, { run, proposals: null, matching: { show: 'all' }, change });
  await approveRun(company, { run, send: false });
  await sendRun(company, { runId: run });
  const { rows } = await showNotices(company, { run, page: 1, perPage: 10 });
  return { company, run, debtor, item: items[0]?.id ?? '', notice: rows[0]?.id ?? '' };
}

function mails(company: CompanyTools) {
  return dispatchMails(company, lease, {
    url: smtp.url,
    from: 'a@lambert.example',
    copyTo: null,
    secondsMax: 1,
  });
}

async function ways(company: CompanyTools, notice: string) {
  const { ways: all, state, undoneAt } = await showNotice(company, notice);
  return {
    ways: all.map(({ channel, state: each, purpose }) => `${purpose} ${channel} ${each}`),
    state,
    undone: undoneAt !== null,
  };
}

function levelOf(company: CompanyTools, item: string) {
  return inCompany(company, async (trx) => {
    const row = await trx
      .selectFrom('dueItem')
      .select(['level', 'times', 'notifiedOn'])
      .where('id', '=', item)
      .executeTakeFirstOrThrow();
    return { ...row, notifiedOn: row.notifiedOn?.toString() ?? null };
  });
}

test('each channel has its own bytes and its own state, and the notice counts once', async () => {
  const { company, run, item, notice } = await sentThrough(['mail', 'registered_post', 'fax']);
  expect(await ways(company, notice)).toEqual({
    ways: ['notice mail queued', 'notice registered_post sent', 'notice fax sent'],
    state: 'queued',
    undone: false,
  });
  // Handed to the post by being issued: the level is reached, and the mail that follows reaches nothing more.
  expect(await levelOf(company, item)).toEqual({ level: 1, times: 1, notifiedOn: '2026-03-31' });
  expect(await showDispatches(company, run)).toMatchObject({ approved: 1, waiting: 1, sent: 0 });

  await mails(company);
  expect(await ways(company, notice)).toMatchObject({ state: 'sent' });
  expect(await levelOf(company, item)).toEqual({ level: 1, times: 1, notifiedOn: '2026-03-31' });
  expect(await showDispatches(company, run)).toMatchObject({ approved: 1, waiting: 0, sent: 1 });

  const { dispatches } = await showNotice(company, notice);
  const [mail, registered, fax] = dispatches;
  expect(new Set(dispatches.map(({ sha256 }) => sha256)).size).toBe(3);
  expect((await showMail(company, { notice })).attachments).toHaveLength(1);
  for (const way of [registered, fax]) {
    const letter = await openLetter(company, { notice, dispatch: way?.id });
    expect(letter.type).toBe('application/pdf');
  }
  expect(mail?.to).toMatchObject([{ address: expect.stringContaining('@example.org') }]);
  expect(fax?.to).toMatchObject([{ address: '+32 2 555 01 02' }]);
  expect((await printBatch(company, { run })).size).toBeGreaterThan(1000);
});

test('paid before the mail has left, the mail is let go, and the letter that was posted stands', async () => {
  const { company, run, item, notice } = await sentThrough(['mail', 'post']);
  await inCompany(company, async (trx) => {
    await trx.updateTable('dueItem').set({ openMinor: 0n, settledOn: day }).where('id', '=', item).execute();
    expect(await withdrawNotices(trx, company, [item])).toBe(1);
  });
  expect(await ways(company, notice)).toEqual({
    ways: ['notice mail withdrawn', 'notice post sent'],
    state: 'sent',
    undone: false,
  });
  expect(await levelOf(company, item)).toMatchObject({ level: 1 });
  expect(await showDispatches(company, run)).toMatchObject({ approved: 1, sent: 1, withdrawn: 0 });
});

test('restricted after it was issued, a person is mailed nothing and printed nothing; the others are', async () => {
  const { company, run, debtor, notice } = await sentThrough(['mail', 'post']);
  expect((await printBatch(company, { run })).size).toBeGreaterThan(1000);
  await restrictPerson(company, { debtor: debtor.id, reason: 'asked for by letter' });
  expect(await ways(company, notice)).toMatchObject({
    ways: ['notice mail withdrawn', 'notice post sent'],
  });
  await expect(printBatch(company, { run })).rejects.toMatchObject({ code: 'print_batch_empty' });
  await unrestrictPerson(company, { debtor: debtor.id });
  expect((await printBatch(company, { run })).size).toBeGreaterThan(1000);
});

test('refused by the mail server, it has still left by post; refused alone, its level may be proposed again', async () => {
  const both = await sentThrough(['mail', 'post']);
  smtp.script = ['550 on rcpt'];
  await mails(both.company);
  expect(await ways(both.company, both.notice)).toMatchObject({
    ways: ['notice mail refused', 'notice post sent'],
    state: 'sent',
  });
  expect(await levelOf(both.company, both.item)).toMatchObject({ level: 1 });
  // Sent once more by a person: the level stays what it is.
  const { dispatches } = await showNotice(both.company, both.notice);
  await settleDispatch(both.company, { dispatch: dispatches[0]?.id ?? '', outcome: 'again' });
  await mails(both.company);
  expect(await ways(both.company, both.notice)).toMatchObject({
    ways: ['notice mail sent', 'notice post sent'],
  });

  const alone = await sentThrough(['mail']);
  smtp.script = ['550 on rcpt'];
  await mails(alone.company);
  expect(await levelOf(alone.company, alone.item)).toMatchObject({ level: 0 });
  const again = await planRun(alone.company, { plannedFor: day, options: RunOptions.parse({}) });
  await approveRun(alone.company, { run: again, send: false });
  await sendRun(alone.company, { runId: again });
  expect(await showDispatches(alone.company, again)).toMatchObject({ approved: 1, waiting: 1 });
});

test('a channel without an address is left, and a person is told; the others leave', async () => {
  const company = await addCompany(tools);
  const terms = { id: company.companyId, country: 'BE', currency: 'EUR' as const, language: 'fr' as const };
  await inCompany(company, (trx) => addDefaultPolicy(trx, terms));
  const debtor = await addDebtor(company, { fax: null });
  await addDocument(company, debtor, { items: [{ dueOn: '2026-03-01', open: '120.00' }] });
  const run = await planRun(company, { plannedFor: day, options: RunOptions.parse({}) });
  const change = { kind: 'channels' as const, channels: ['fax', 'post'] as Channels };
  await editProposals(company, { run, proposals: null, matching: { show: 'all' }, change });
  await approveRun(company, { run, send: false });
  await sendRun(company, { runId: run });
  const { rows } = await showNotices(company, { run, page: 1, perPage: 10 });
  expect(rows).toMatchObject([{ channel: 'post', state: 'sent', ways: [{ channel: 'post' }] }]);
  const tasks = await inCompany(company, (trx) => trx.selectFrom('task').select(['kind', 'facts']).execute());
  expect(tasks).toEqual([{ kind: 'no_address', facts: { code: 'no_address', channel: 'fax', run: '1' } }]);
});

test('taken back, what waits is recalled, and those it reached are told once by the same channels', async () => {
  const { company, run, item, notice } = await sentThrough(['mail', 'post', 'fax']);
  await undoNoticeAndCorrect(company, { notice });
  // The mail had not left: nobody knows of it, and nobody is told.
  expect(await ways(company, notice)).toEqual({
    ways: [
      'notice mail recalled',
      'notice post sent',
      'notice fax sent',
      'correction post sent',
      'correction fax sent',
    ],
    state: 'sent',
    undone: true,
  });
  expect(await levelOf(company, item)).toEqual({ level: 0, times: 0, notifiedOn: null });
  expect(await showDispatches(company, run)).toMatchObject({ approved: 1, sent: 1 });
  await expect(undoNoticeAndCorrect(company, { notice })).rejects.toMatchObject({
    code: 'notice_already_undone',
  });
  expect((await showNotice(company, notice)).dispatches).toHaveLength(5);
});

test('a correction by mail answers the mail it takes back, and leaves like any other', async () => {
  const { company, run, notice } = await sentThrough(['mail']);
  await mails(company);
  const { dispatches } = await showNotice(company, notice);
  expect(await undoRunAndCorrect(company, run)).toBe(1);
  smtp.accepted.length = 0;
  await mails(company);
  expect(smtp.accepted).toHaveLength(1);
  const after = await showNotice(company, notice);
  const correction = after.dispatches.find(({ purpose }) => purpose === 'correction');
  expect(correction).toMatchObject({ channel: 'mail', state: 'sent', to: dispatches[0]?.to });
  const mail = await showMail(company, { notice, dispatch: correction?.id });
  expect(mail.subject).toContain('Veuillez ne pas tenir compte de notre lettre n° 1');
  expect(mail.text).not.toContain('120,00');
  expect(await undoRunAndCorrect(company, run)).toBe(0);
  const kinds = await inCompany(company, (trx) =>
    trx
      .selectFrom('timelineEntry')
      .select('kind')
      .where('kind', 'in', ['correction_issued', 'correction_sent'])
      .orderBy('id')
      .execute(),
  );
  expect(kinds.map(({ kind }) => kind)).toEqual(['correction_issued', 'correction_sent']);
});

test('a correction that cannot be printed undoes nothing', async () => {
  const { company, item, notice } = await sentThrough(['post']);
  const words = { subject: 'Correction', body: 'Ceci \u{1F600} ne peut être imprimé' };
  await saveText(company, { step: 'correction', language: 'fr', ...words });
  await expect(undoNoticeAndCorrect(company, { notice })).rejects.toMatchObject({
    code: 'letter_glyph_missing',
  });
  expect(await ways(company, notice)).toEqual({ ways: ['notice post sent'], state: 'sent', undone: false });
  expect(await levelOf(company, item)).toMatchObject({ level: 1 });
});
