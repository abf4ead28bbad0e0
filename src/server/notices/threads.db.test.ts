import { expect, test } from 'vitest';
import { RunOptions } from '#contract/dunning-run-views.ts';
import { approveRun } from '#server/dunning-runs/approve-run.ts';
import { editProposals } from '#server/dunning-runs/edit-proposals.ts';
import { planRun } from '#server/dunning-runs/plan-run.ts';
import { sendRun } from '#server/dunning-runs/send-run.ts';
import { inCompany } from '#server/platform/db.ts';
import { readMail } from '#server/platform/read-mail.ts';
import { addDefaultPolicy } from '#server/policies/add-policy.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor, addDocument } from '#test/support/people.ts';
import { type SmtpAct, scriptedSmtp } from '#test/support/scripted-smtp.ts';
import { toolsFor } from '#test/support/tools.ts';
import { dispatchMails } from './dispatch-mails.ts';
import { addLease } from './dispatch-queries.ts';

const fresh = await freshDb();
const smtp = await scriptedSmtp();
const lease = await addLease(fresh.db, 'here', process.pid);

/** A company with one debtor who is late. */
async function late(given: { mailSubjectMark?: boolean } = {}) {
  const tools = toolsFor(fresh, { today: '2026-03-31' });
  const company = await addCompany(tools, given);
  const terms = { id: company.companyId, country: 'BE', currency: 'EUR' as const, language: 'fr' as const };
  await inCompany(company, (trx) => addDefaultPolicy(trx, terms));
  const debtor = await addDebtor(company, { number: 'D17', email: 'anne@midi.example' });
  await addDocument(company, debtor, { items: [{ dueOn: '2026-03-01', open: '120.00' }] });
  return { company, tools, debtor };
}

type Late = Awaited<ReturnType<typeof late>>;

/** Reminds on a day, and offers the mail to a server that does this with it; the headers of what was made. */
async function remind(
  { company, tools }: Late,
  day: string,
  act: SmtpAct | 'by hand',
  at: { address?: string } = {},
) {
  tools.clock.set(day);
  const run = await planRun(company, {
    plannedFor: Temporal.PlainDate.from(day),
    options: RunOptions.parse({}),
  });
  const all = { run, proposals: null, matching: { show: 'all' as const } };
  if (act === 'by hand') await editProposals(company, { ...all, change: { kind: 'printed', printed: true } });
  const { address } = at;
  if (address) await editProposals(company, { ...all, change: { kind: 'recipient', name: '', address } });
  await approveRun(company, { run, send: false });
  await sendRun(company, { runId: run });
  if (act !== 'by hand') smtp.script = [act];
  await dispatchMails(company, lease, {
    url: smtp.url,
    from: 'a@lambert.example',
    copyTo: null,
    secondsMax: 1,
  });
  const [made] = await inCompany(company, (trx) =>
    trx
      .selectFrom('dispatch as x')
      .innerJoin('file as f', 'f.id', 'x.bytesFileId')
      .innerJoin('notice as n', 'n.id', 'x.noticeId')
      .select(['f.bytes', 'x.messageId', 'x.state'])
      .where('n.runId', '=', run)
      .execute(),
  );
  if (!made) throw new Error(`nothing was made on ${day}`);
  const { headers, subject } = await readMail(made.bytes);
  const of = (name: string) => headers.find((header) => header.name.toLowerCase() === name)?.value ?? null;
  return {
    id: made.messageId,
    state: made.state,
    subject,
    answers: of('in-reply-to'),
    references: of('references'),
  };
}

test('the next reminder to the same address goes on with the thread', async () => {
  const debtor = await late({ mailSubjectMark: true });
  const first = await remind(debtor, '2026-03-31', 'accept');
  expect(first).toMatchObject({ state: 'sent', answers: null, references: null });
  expect(first.subject).toMatch(/ \[D17\]$/);
  const second = await remind(debtor, '2026-04-30', 'accept');
  expect(second).toMatchObject({ answers: first.id, references: first.id });
  const elsewhere = await remind(debtor, '2026-05-30', 'accept', { address: 'boss@midi.example' });
  expect(elsewhere).toMatchObject({ answers: null, references: null });
  await addDocument(debtor.company, debtor.debtor, {
    number: 'F2026-99',
    items: [{ dueOn: '2026-06-01', open: '80.00' }],
  });
  const third = await remind(debtor, '2026-06-30', 'accept');
  expect(third).toMatchObject({ answers: second.id, references: `${first.id} ${second.id}` });
});

test('no mail names one that was never sent', async () => {
  const debtor = await late();
  expect((await remind(debtor, '2026-03-31', '550 after the dot')).state).toBe('refused');
  const byHand = await remind(debtor, '2026-04-30', 'by hand');
  expect(byHand).toMatchObject({ state: 'sent', answers: null });
  const third = await remind(debtor, '2026-05-30', 'accept');
  expect(third).toMatchObject({ state: 'sent', answers: null, references: null });
});
