import { sql } from 'kysely';
import { textStepOf } from '#core/dunning/text-steps.ts';
import { announcementOf } from '#core/lawfulness/mentions.ts';
import { money, toDecimal } from '#core/money/money.ts';
import { addClaims } from '#server/claims/add-claims.ts';
import { claimsOf } from '#server/claims/claims-of-notice.ts';
import type { Trx } from '#server/platform/db.ts';
import { addItemSteps } from '#server/steps/step-queries.ts';
import { addTasks, type NewTask } from '#server/tasks/queries.ts';
import { addTimelineEntries, type NewTimelineEntry } from '#server/timeline/queries.ts';
import { goesByMail } from './addressees.ts';
import type { IssuedNotice, WithdrawnProposal } from './issue-notices.ts';
import type { MadeDispatch } from './make-dispatches.ts';
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
    .values(
      issued.flatMap((one) => one.dispatches.map((dispatch) => dispatchRow(companyId, facts, one, dispatch))),
    )
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
  await addItemSteps(
    trx,
    companyId,
    issued.map(({ id, proposal }) => ({ proposal, runId: facts.run.id, noticeId: id, doneOn: facts.today })),
  );
  await addClaims(
    trx,
    companyId,
    facts.now,
    issued.flatMap(({ id, proposal }) =>
      claimsOf({ ...proposal, noticeId: id, country: facts.house.company.country }),
    ),
  );
  const gone = issued.flatMap((one) =>
    one.dispatches.filter((dispatch) => leavesAtOnce(one, dispatch)).map((dispatch) => ({ one, dispatch })),
  );
  await markReached(trx, companyId, [...new Set(gone.map(({ one }) => one.id))]);
  await addTimelineEntries(trx, companyId, [
    ...issued.flatMap((one) => issuedEntries(facts, one)),
    ...gone.map(({ one, dispatch }) => sentEntry(facts, one, dispatch)),
  ]);
  await addTasks(
    trx,
    companyId,
    issued.flatMap((one) => tasksOf(facts, one)),
  );
}

/** Paper is handed over by being issued; so is what a person says was handed over already. */
function leavesAtOnce({ proposal }: IssuedNotice, { channel }: MadeDispatch): boolean {
  return !goesByMail(channel) || proposal.effective.printed === true;
}

/** Whether it has left with its being issued, by one of its channels. */
export function leavesOnPaper(one: IssuedNotice): boolean {
  return one.dispatches.some((dispatch) => leavesAtOnce(one, dispatch));
}

function noticeRow(
  companyId: string,
  { run }: IssueFacts,
  { id, proposal, content, dispatches }: IssuedNotice,
) {
  const { effective } = proposal;
  const [leading] = dispatches;
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
    channel: leading?.channel ?? effective.channel,
    language: effective.language,
    openMinor: effective.open,
    interestMinor: effective.interest,
    feeMinor: effective.fee,
    totalMinor: effective.total,
    announcement: announcementOf({ ...proposal.terms, proposal: effective }, proposal.terms.law),
    deadlineOn: Temporal.PlainDate.from(effective.deadlineOn),
    issuedOn: Temporal.PlainDate.from(effective.datedOn),
    snapshot: JSON.stringify(content),
    pdfFileId: leading?.letter.id ?? null,
    pdfSha256: leading?.letter.sha256 ?? null,
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
    join notice n on n.company_id = i.company_id and n.id = l.notice_id
    join debtor d on d.company_id = i.company_id and d.id = n.debtor_id`.execute(trx);
}

function dispatchRow(
  companyId: string,
  { house, now }: IssueFacts,
  one: IssuedNotice,
  { id, channel, addressees, mail, letter, messageDomain }: MadeDispatch,
) {
  const delay = house.company.releaseDelaySeconds;
  const gone = leavesAtOnce(one, { id, channel, addressees, mail, letter, messageDomain });
  const state: 'sent' | 'held' | 'queued' = gone ? 'sent' : delay > 0 ? 'held' : 'queued';
  return {
    companyId,
    id,
    noticeId: one.id,
    channel,
    state,
    addressees: JSON.stringify(addressees),
    messageId: messageDomain ? `<${id}@${messageDomain}>` : null,
    bytesFileId: (mail ?? letter).id,
    sha256: (mail ?? letter).sha256,
    notBefore: gone ? null : now.add({ seconds: delay }),
    endedAt: gone ? now : null,
    answer: null,
  };
}

/** Told to whom the notice goes, and on the pages of those whose debts are on it. */
function issuedEntries({ run, now, actor }: IssueFacts, one: IssuedNotice): NewTimelineEntry[] {
  const channel = one.dispatches.map((dispatch) => dispatch.channel).join(',');
  const { debtorId, effective } = one.proposal;
  const debtors = [debtorId, ...effective.lines.flatMap(({ debtor }) => debtor?.id ?? [])];
  return [...new Set(debtors)].map((id) => ({
    kind: 'notice_issued' as const,
    ...{ at: now, actor, debtorId: id, noticeId: one.id, runId: run.id },
    facts: { ...said(one), channel, run: String(run.number) },
  }));
}

function sentEntry(
  { run, now, actor }: IssueFacts,
  one: IssuedNotice,
  { channel, addressees }: MadeDispatch,
): NewTimelineEntry {
  const to = addressees.to.map(({ name, address }) => address || name).join(', ');
  return {
    kind: 'notice_sent',
    ...{ at: now, actor, debtorId: one.proposal.debtorId, noticeId: one.id, runId: run.id },
    facts: { ...said(one), channel, to },
  };
}

function said({ content }: IssuedNotice) {
  const { number, stepKind, level, totals, currency } = content;
  return {
    notice: String(number),
    step: textStepOf(stepKind, level),
    total: `${toDecimal(money(BigInt(totals.total), currency))} ${currency}`,
  };
}

/** Nothing here dials: a person sends the fax, and is told to; and looks for an address where a channel has none. */
function tasksOf({ run, today, now }: IssueFacts, one: IssuedNotice): NewTask[] {
  const about = {
    debtorId: one.proposal.debtorId,
    noticeId: one.id,
    runId: run.id,
    dueOn: today,
    createdAt: now,
  };
  const notice = String(one.content.number);
  const faxes = one.dispatches.filter(({ channel }) => channel === 'fax');
  return [
    ...faxes.map(({ addressees }) => ({
      ...about,
      kind: 'other' as const,
      facts: { code: 'send_fax', notice, number: addressees.to[0]?.address ?? '' },
    })),
    ...one.unreachable.map((channel) => ({
      ...about,
      kind: 'no_address' as const,
      facts: { code: 'no_address', channel, run: String(run.number) },
    })),
  ];
}

/** Records what will not be issued after all: the reason stands in the run, the debtor's timeline, and where needed a task. */
export async function writeWithdrawn(
  trx: Trx,
  companyId: string,
  facts: IssueFacts,
  withdrawn: readonly WithdrawnProposal[],
): Promise<void> {
  if (withdrawn.length === 0) return;
  const { run, now, actor } = facts;
  const rows = withdrawn.map(({ proposal, because, breach }) => ({
    id: proposal.id,
    because,
    facts: breach ? { law: breach.code, ...breach.facts } : {},
  }));
  await sql`
    update proposal p set state = 'dropped',
      warnings = p.warnings || jsonb_build_array(jsonb_build_object('code', 'withdrawn_' || w.because, 'facts', w.facts))
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as w (id uuid, because text, facts jsonb)
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
  await addTasks(
    trx,
    companyId,
    withdrawn.flatMap((one) => withdrawnTask(facts, one) ?? []),
  );
}

const FOR_A_PERSON: ReadonlySet<string> = new Set(['no_address', 'no_glyph', 'unlawful']);

/** What a person can mend: an address, a character, or a notice the law forbids as it is. */
function withdrawnTask(
  { run, now, today }: IssueFacts,
  { proposal, because, breach }: WithdrawnProposal,
): NewTask | null {
  if (!FOR_A_PERSON.has(because)) return null;
  const law = breach ? { law: breach.code, ...breach.facts } : {};
  return {
    kind: because === 'no_address' ? 'no_address' : 'other',
    debtorId: proposal.debtorId,
    runId: run.id,
    dueOn: today,
    createdAt: now,
    facts: { code: because, channel: proposal.effective.channel, run: String(run.number), ...law },
  };
}
