import { sql } from 'kysely';
import { money, toDecimal } from '#core/money/money.ts';
import type { Trx } from '#server/platform/db.ts';
import { addTasks, type NewTask } from '#server/tasks/queries.ts';
import { textStepOf } from '#server/texts/words.ts';
import { addTimelineEntries, type NewTimelineEntry } from '#server/timeline/queries.ts';
import { goesByMail } from './addressees.ts';
import type { IssuedNotice, WithdrawnProposal } from './issue-notices.ts';
import { markReached } from './mark-sent.ts';
import type { House } from './read-notice-facts.ts';

export type IssueFacts = {
  readonly run: { readonly id: string; readonly number: number };
  readonly house: House;
  readonly today: Temporal.PlainDate;
  readonly now: Temporal.Instant;
  readonly actor: string | null;
};

/** Records issued notices with their lines and dispatches. What is handed over by this very act has left with it. */
export async function writeIssued(
  trx: Trx,
  companyId: string,
  facts: IssueFacts,
  issued: readonly IssuedNotice[],
): Promise<void> {
  if (issued.length === 0) return;
  await trx
    .insertInto('notice')
    .values(issued.map((one) => noticeRow(companyId, facts, one)))
    .execute();
  await addLines(trx, companyId, issued);
  await trx
    .insertInto('dispatch')
    .values(issued.map((one) => dispatchRow(companyId, facts, one)))
    .execute();
  await trx
    .updateTable('proposal')
    .set({ state: 'issued' })
    .where('companyId', '=', companyId)
    .where('runId', '=', facts.run.id)
    .where(
      'id',
      'in',
      issued.map(({ proposal }) => proposal.id),
    )
    .execute();
  const gone = issued.filter(leavesAtOnce);
  await markReached(
    trx,
    companyId,
    gone.map(({ id }) => id),
  );
  await addTimelineEntries(trx, companyId, [
    ...issued.map((one) => issuedEntry(facts, one)),
    ...gone.map((one) => sentEntry(facts, one)),
  ]);
  await addTasks(
    trx,
    companyId,
    issued.filter(({ proposal }) => proposal.effective.channel === 'fax').map((one) => faxTask(facts, one)),
  );
}

/** Paper is handed over by being issued; so is what a person says was handed over already. */
function leavesAtOnce({ proposal }: IssuedNotice): boolean {
  return !goesByMail(proposal.effective.channel) || proposal.effective.printed === true;
}

function noticeRow(companyId: string, { run }: IssueFacts, { id, proposal, content, letter }: IssuedNotice) {
  const { effective } = proposal;
  return {
    companyId,
    id,
    number: content.number,
    runId: run.id,
    debtorId: proposal.debtorId,
    policyId: proposal.policyId,
    policyVersion: proposal.policyVersion,
    stepKind: effective.stepKind,
    level: effective.level,
    currency: effective.currency,
    channel: effective.channel,
    language: effective.language,
    openMinor: effective.open,
    interestMinor: effective.interest,
    feeMinor: effective.fee,
    totalMinor: effective.total,
    deadlineOn: Temporal.PlainDate.from(effective.deadlineOn),
    issuedOn: Temporal.PlainDate.from(effective.datedOn),
    snapshot: JSON.stringify(content),
    pdfFileId: letter.id,
    pdfSha256: letter.sha256,
    undoneAt: null,
    undoneBy: null,
  };
}

/** The lines, each with what undo gives back, as the due item stands now. */
async function addLines(trx: Trx, companyId: string, issued: readonly IssuedNotice[]): Promise<void> {
  const rows = issued.flatMap(({ id, proposal }) =>
    proposal.effective.lines.map((line, index) => ({
      notice_id: id,
      position: index + 1,
      due_item_id: line.dueItemId,
      level: line.level,
      cycle: line.cycle,
      times: line.times,
      open_minor: line.open,
      interest_minor: line.interest,
      fee_minor: line.fee,
    })),
  );
  await sql`
    insert into notice_line (company_id, notice_id, position, due_item_id, level, cycle, times, open_minor,
      interest_minor, fee_minor, before)
    select ${companyId}::uuid, l.notice_id, l.position, l.due_item_id, l.level, l.cycle, l.times, l.open_minor,
      l.interest_minor, l.fee_minor,
      jsonb_build_object('level', i.level, 'times', i.times, 'notifiedOn', i.notified_on, 'deadlineOn', i.deadline_on,
        'courtesyOn', i.courtesy_on, 'contactedOn', d.contacted_on)
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as l (notice_id uuid, position smallint, due_item_id uuid,
      level smallint, cycle smallint, times smallint, open_minor bigint, interest_minor bigint, fee_minor bigint)
    join due_item i on i.company_id = ${companyId} and i.id = l.due_item_id
    join debtor d on d.company_id = i.company_id and d.id = i.debtor_id`.execute(trx);
}

function dispatchRow(companyId: string, { house, now }: IssueFacts, one: IssuedNotice) {
  const { id, dispatchId, proposal, addressees, mail, letter, messageDomain } = one;
  const delay = house.company.releaseDelaySeconds;
  const gone = leavesAtOnce(one);
  const state: 'sent' | 'held' | 'queued' = gone ? 'sent' : delay > 0 ? 'held' : 'queued';
  return {
    companyId,
    id: dispatchId,
    noticeId: id,
    channel: proposal.effective.channel,
    state,
    addressees: JSON.stringify(addressees),
    messageId: messageDomain ? `<${dispatchId}@${messageDomain}>` : null,
    bytesFileId: (mail ?? letter).id,
    sha256: (mail ?? letter).sha256,
    notBefore: gone ? null : now.add({ seconds: delay }),
    endedAt: gone ? now : null,
    answer: null,
  };
}

function issuedEntry({ run, now, actor }: IssueFacts, one: IssuedNotice): NewTimelineEntry {
  return {
    kind: 'notice_issued',
    at: now,
    actor,
    debtorId: one.proposal.debtorId,
    noticeId: one.id,
    runId: run.id,
    facts: { ...said(one), run: String(run.number) },
  };
}

function sentEntry({ run, now, actor }: IssueFacts, one: IssuedNotice): NewTimelineEntry {
  return {
    kind: 'notice_sent',
    at: now,
    actor,
    debtorId: one.proposal.debtorId,
    noticeId: one.id,
    runId: run.id,
    facts: { ...said(one), to: one.addressees.to.map(({ name, address }) => address || name).join(', ') },
  };
}

function said({ content, proposal }: IssuedNotice) {
  const { number, stepKind, level, totals, currency } = content;
  return {
    notice: String(number),
    step: textStepOf(stepKind, level),
    total: `${toDecimal(money(BigInt(totals.total), currency))} ${currency}`,
    channel: proposal.effective.channel,
  };
}

/** Nothing here dials: a person sends the fax, and is told to. */
function faxTask({ today, now }: IssueFacts, one: IssuedNotice): NewTask {
  const number = one.addressees.to[0]?.address ?? '';
  return {
    kind: 'other',
    debtorId: one.proposal.debtorId,
    noticeId: one.id,
    dueOn: today,
    createdAt: now,
    facts: { code: 'send_fax', notice: String(one.content.number), number },
  };
}

/** Records what will not be issued after all: the reason stands in the run, the debtor's timeline, and where needed a task. */
export async function writeWithdrawn(
  trx: Trx,
  companyId: string,
  facts: IssueFacts,
  withdrawn: readonly WithdrawnProposal[],
): Promise<void> {
  if (withdrawn.length === 0) return;
  const { run, now, actor, today } = facts;
  const rows = withdrawn.map(({ proposal, because }) => ({ id: proposal.id, because }));
  await sql`
    update proposal p set state = 'dropped',
      warnings = p.warnings || jsonb_build_array(jsonb_build_object('code', 'withdrawn_' || w.because, 'facts', '{}'::jsonb))
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as w (id uuid, because text)
    where p.company_id = ${companyId} and p.run_id = ${run.id} and p.id = w.id`.execute(trx);
  await addTimelineEntries(
    trx,
    companyId,
    withdrawn.map(({ proposal, because }) => ({
      kind: 'notice_not_issued' as const,
      at: now,
      actor,
      debtorId: proposal.debtorId,
      runId: run.id,
      facts: { run: String(run.number), because },
    })),
  );
  const unreachable = withdrawn.filter(({ because }) => because === 'no_address' || because === 'no_glyph');
  await addTasks(
    trx,
    companyId,
    unreachable.map(({ proposal, because }) => ({
      kind: because === 'no_address' ? ('no_address' as const) : ('other' as const),
      debtorId: proposal.debtorId,
      dueOn: today,
      createdAt: now,
      facts: { code: because, channel: proposal.effective.channel, run: String(run.number) },
    })),
  );
}
