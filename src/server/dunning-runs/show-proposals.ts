import { sql } from 'kysely';
import type { ProposalLineView, ProposalRow, ProposalView } from '#contract/dunning-run-views.ts';
import { choicesFor, levelChoices } from '#core/dunning/check-edit.ts';
import type { EditChange, ProposalLine } from '#core/dunning/proposal.ts';
import type { InterestRow } from '#core/interest/claim.ts';
import type { LawNote } from '#core/interest/claim-notes.ts';
import { findRegime } from '#core/interest/find-regime.ts';
import { writeRow } from '#core/interest/write-row.ts';
import type { Currency } from '#core/money/currencies.ts';
import { money, toDecimal } from '#core/money/money.ts';
import { refuse } from '#core/refusal.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { type LeftOutFilter, listLeftOut } from './left-out-list.ts';
import { listProposalPage, type ProposalPage } from './proposal-list.ts';
import { findRun, listUserNames } from './queries.ts';
import { listReviewedProposals, type ReviewedProposal } from './reviewed-proposals.ts';

export function showProposals(
  tools: CompanyTools,
  { run, ...page }: ProposalPage & { run: string },
): Promise<{ rows: ProposalRow[]; total: number }> {
  return inCompany(tools, async (trx) => {
    const { companyId } = tools;
    await refuseUnknown(trx, companyId, run);
    const { ids, total } = await listProposalPage(trx, companyId, run, page);
    const found = await listReviewedProposals(trx, companyId, run, ids);
    const byId = new Map(found.map((proposal) => [proposal.id, proposal]));
    const rows = ids.flatMap((id) => {
      const proposal = byId.get(id);
      return proposal ? [proposalRow(proposal)] : [];
    });
    return { rows, total };
  });
}

export function showLeftOut(tools: CompanyTools, { run, ...filter }: LeftOutFilter & { run: string }) {
  return inCompany(tools, async (trx) => {
    await refuseUnknown(trx, tools.companyId, run);
    return listLeftOut(trx, tools.companyId, run, filter);
  });
}

export async function showProposal(
  tools: CompanyTools,
  { run, proposal: id }: { run: string; proposal: string },
): Promise<ProposalView> {
  const { companyId, db } = tools;
  const found = await inCompany(tools, async (trx) => {
    await refuseUnknown(trx, companyId, run);
    const [proposal] = await listReviewedProposals(trx, companyId, run, [id]);
    if (!proposal) return refuse('proposal_unknown', { proposal: id });
    const { debtorId } = proposal;
    const leftOut = await listLeftOut(trx, companyId, run, { debtor: debtorId, page: 1, perPage: 200 });
    return { proposal, leftOut: leftOut.rows, channels: await listChannels(trx, companyId, proposal) };
  });
  const names = await listUserNames(
    db,
    found.proposal.edits.map(({ by }) => by),
  );
  return { ...proposalView(found.proposal, names), leftOut: found.leftOut, channels: found.channels };
}

async function refuseUnknown(trx: Trx, companyId: string, runId: string): Promise<void> {
  if (!(await findRun(trx, companyId, runId))) refuse('run_unknown', { run: runId });
}

export function proposalRow(proposal: ReviewedProposal): ProposalRow {
  const { effective, computed } = proposal;
  const shown = (minor: bigint) => amount(minor, computed.currency);
  const asked = effective.lines.filter(({ level }) => level !== null);
  return {
    id: proposal.id,
    position: proposal.position,
    debtor: { id: proposal.debtorId, number: proposal.debtorNumber, name: proposal.debtorName },
    policy: { id: proposal.policyId, version: proposal.policyVersion, name: proposal.policyName },
    stepKind: effective.stepKind,
    level: effective.level,
    levelProposed: computed.level,
    currency: computed.currency,
    channel: effective.channel,
    leavesBy: [...effective.channels],
    language: effective.language,
    items: asked.length,
    daysLateMax: asked.reduce((most, { daysLate }) => Math.max(most, daysLate), 0),
    open: shown(effective.open),
    interest: shown(effective.interest),
    fee: shown(effective.fee),
    total: shown(effective.total),
    deadlineOn: effective.deadlineOn,
    dropped: effective.dropped,
    printed: effective.printed,
    edited: proposal.edits.length > 0,
    mode: proposal.mode,
    warnings: [...proposal.warnings],
    state: proposal.state,
  };
}

function proposalView(proposal: ReviewedProposal, names: ReadonlyMap<string, string>) {
  const { effective, computed, terms, edits } = proposal;
  const lines = [
    ...effective.lines.map((line) => lineView(line, proposal, false)),
    ...effective.droppedLines.map((line) => lineView(line, proposal, true)),
  ];
  return {
    ...proposalRow(proposal),
    lines,
    recipient: effective.recipient,
    subject: effective.subject,
    body: effective.body,
    datedOn: effective.datedOn,
    levels: choicesFor(computed, terms.policy),
    edits: edits.map(({ at, by, change }) => ({
      at,
      by: by === null ? null : (names.get(by) ?? by),
      kind: change.kind,
      dueItemId: itemOf(change),
    })),
    upcoming: amount(effective.upcoming, computed.currency),
    lawNotes: [...chosenLaw(terms), ...effective.lawNotes].map(({ code, facts }) => ({
      code,
      facts: { ...facts },
    })),
  };
}

/** Told beside every figure it rules. */
function chosenLaw({ law, kind, lawReason }: ReviewedProposal['terms']): LawNote[] {
  if (!law || !lawReason) return [];
  const name = findRegime(law.country, kind)?.law ?? law.country;
  return [{ code: 'regime_chosen', facts: { law: name, reason: lawReason } }];
}

function lineView(line: ProposalLine, proposal: ReviewedProposal, dropped: boolean): ProposalLineView {
  const { currency } = proposal.computed;
  const {
    cycle: _,
    reachedTimes: __,
    firstNotice: ___,
    settledCosts: ____,
    paid: _____,
    interestRows,
    ...shown
  } = line;
  return {
    ...shown,
    amount: amount(BigInt(line.amount), currency),
    open: amount(BigInt(line.open), currency),
    interest: amount(BigInt(line.interest), currency),
    fee: amount(BigInt(line.fee), currency),
    levels: line.level === null || line.level === 0 ? null : levelChoices(line, proposal.terms.policy),
    interestRows: rowsOf(interestRows ?? [], proposal),
    dropped,
  };
}

/** As a row is told to people: the rest of it is for the engine. */
function rowsOf(rows: readonly InterestRow[], { computed, terms }: ReviewedProposal) {
  const regime = terms.law && findRegime(terms.law.country, terms.kind);
  return rows.map((row) => {
    const { from, to, days, base, rate, amount: sum, source } = writeRow(row, regime, computed.currency);
    return { from, to, days, base, rate, amount: sum, source };
  });
}

function itemOf(change: EditChange): string | null {
  return 'dueItemId' in change ? change.dueItemId : null;
}

function amount(minor: bigint, currency: Currency) {
  return { amount: toDecimal(money(minor, currency)), currency };
}

/** Where each channel would go, so that the screen offers only what works. */
async function listChannels(
  trx: Trx,
  companyId: string,
  { debtorId, effective }: ReviewedProposal,
): Promise<ProposalView['channels']> {
  const { rows } = await sql<{ mail: string | null; fax: string | null; post: string | null }>`
    select coalesce(
        (select k.email from debtor_contact k where k.company_id = d.company_id and k.debtor_id = d.id
          and k.role = ${effective.step.recipient} and k.email is not null order by k.id limit 1), d.email) as mail,
      coalesce(
        (select k.fax from debtor_contact k where k.company_id = d.company_id and k.debtor_id = d.id
          and k.role = ${effective.step.recipient} and k.fax is not null order by k.id limit 1), d.fax) as fax,
      case when d.street is not null and d.city is not null
        then concat_ws(', ', d.street, concat_ws(' ', d.postal_code, d.city)) end as post
    from debtor d where d.company_id = ${companyId} and d.id = ${debtorId}`.execute(trx);
  const found = rows[0] ?? { mail: null, fax: null, post: null };
  return [
    { channel: 'mail', address: found.mail },
    { channel: 'post', address: found.post },
    { channel: 'registered_post', address: found.post },
    { channel: 'fax', address: found.fax },
  ];
}
