import { sql } from 'kysely';
import type { FirstNotice, PaidPart, SettledCosts } from '#core/dunning/facts.ts';
import { isLetter, type Policy, type StepKind } from '#core/dunning/policy.ts';
import {
  type EffectiveProposal,
  effectiveProposal,
  type Proposal,
  type ProposalEdit,
  type ProposalLine,
  type ProposalTerms,
} from '#core/dunning/proposal.ts';
import type { CreditorTerms } from '#core/interest/late-interest.ts';
import type { RateBook } from '#core/interest/rate-book.ts';
import type { Currency } from '#core/money/currencies.ts';
import type { Channel, DebtorKind, Language } from '#core/receivables/kinds.ts';
import { listLatePayments } from '#server/claims/open-changes.ts';
import { listSettledClaims } from '#server/claims/queries.ts';
import { IN_NUMBER_ORDER } from '#server/debtors/number-order.ts';
import { listPartsDisputed } from '#server/disputes/queries.ts';
import { listFirstNotices } from '#server/notices/first-notices.ts';
import type { Trx } from '#server/platform/db.ts';
import { readRateBook } from '#server/rates/queries.ts';
import { findCreditorTerms } from '#server/terms/queries.ts';
import { companyLaw } from './company-law.ts';
import type { ProposalWarning } from './tables.ts';

/** A proposal with all that it means: as computed, what a person changed, and the notice the two make. */
export type ReviewedProposal = {
  readonly id: string;
  readonly runId: string;
  readonly position: number;
  readonly debtorId: string;
  readonly debtorNumber: string;
  readonly debtorName: string;
  readonly policyId: string;
  readonly policyVersion: number;
  readonly policyName: string;
  readonly mode: 'automatic' | 'confirm';
  readonly warnings: readonly ProposalWarning[];
  readonly state: 'proposed' | 'dropped' | 'issued';
  readonly computed: Proposal;
  readonly edits: readonly ProposalEdit[];
  readonly terms: ProposalTerms;
  readonly effective: EffectiveProposal;
};

/** The proposals of these ids, in the order of their debtors' numbers, each with its lines joined to their documents. */
export async function listReviewedProposals(
  trx: Trx,
  companyId: string,
  runId: string,
  ids: readonly string[],
): Promise<ReviewedProposal[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<FoundProposal>`
    select p.id, p.run_id, p.position, p.debtor_id, d.number as debtor_number, d.name as debtor_name,
      p.policy_id, p.policy_version, dp.name as policy_name, v.body as policy, p.mode, p.step_kind, p.currency,
      p.step_index, p.computed_channel, p.computed_channels, p.language, p.warnings, p.edits, p.state, r.planned_for::text as planned_for,
      c.currency as company_currency, coalesce(d.regime_country, c.country) as law_country,
      coalesce(d.regime_kind, d.kind) as debtor_kind, d.regime_reason as law_reason, lines.list as lines
    from proposal p
    join run r on r.company_id = p.company_id and r.id = p.run_id
    join company c on c.id = p.company_id
    join debtor d on d.company_id = p.company_id and d.id = p.debtor_id
    join dunning_policy dp on dp.company_id = p.company_id and dp.id = p.policy_id
    join dunning_policy_version v
      on v.company_id = p.company_id and v.policy_id = p.policy_id and v.version = p.policy_version
    cross join lateral (
      select json_agg(json_build_object(
        'dueItemId', i.id, 'documentId', doc.id, 'documentNumber', doc.number, 'documentKind', doc.kind,
        'issuedOn', doc.issued_on, 'dueOn', i.due_on, 'amount', i.amount_minor::text, 'open', line.open::text,
        'level', line.level, 'cycle', i.cycle, 'times', line.times, 'reached', i.level, 'reachedTimes', i.times,
        'debtor', case when i.debtor_id <> p.debtor_id then (
          select json_build_object('id', o.id, 'number', o.number, 'name', o.name, 'kind', coalesce(o.regime_kind, o.kind))
          from debtor o where o.company_id = i.company_id and o.id = i.debtor_id) end
      ) order by line.nth) as list
      from unnest(p.item_ids, p.item_levels, p.item_times, p.item_opens)
        with ordinality as line (id, level, times, open, nth)
      join due_item i on i.company_id = p.company_id and i.id = line.id
      join document doc on doc.company_id = i.company_id and doc.id = i.document_id
    ) lines
    where p.company_id = ${companyId} and p.run_id = ${runId} and p.id = any(${[...ids]}::uuid[])
    order by ${IN_NUMBER_ORDER}, p.position`.execute(trx);
  const items = rows.flatMap(({ lines }) => lines.map(({ dueItemId }) => dueItemId));
  const firstNotices = await listFirstNotices(trx, companyId, items);
  const settledCosts = await listSettledClaims(trx, companyId, items);
  const paid = await listLatePayments(trx, companyId, items);
  const disputed = await listPartsDisputed(trx, companyId, items);
  const rates = await readRateBook(trx, companyId);
  const creditor = await findCreditorTerms(trx, companyId);
  return rows.map((row) => reviewed(row, { firstNotices, settledCosts, paid, disputed, rates, creditor }));
}

type Extras = {
  readonly firstNotices: ReadonlyMap<string, FirstNotice>;
  readonly settledCosts: ReadonlyMap<string, SettledCosts>;
  readonly paid: ReadonlyMap<string, readonly PaidPart[]>;
  readonly disputed: ReadonlyMap<string, bigint>;
  readonly rates: RateBook;
  readonly creditor: CreditorTerms;
};

type FoundLine = Omit<ProposalLine, 'daysLate' | 'interest' | 'fee' | 'section' | 'debtor'> & {
  readonly debtor: ProposalLine['debtor'] | null;
};
type FoundProposal = {
  id: string;
  runId: string;
  position: number;
  debtorId: string;
  debtorNumber: string;
  debtorName: string;
  policyId: string;
  policyVersion: number;
  policyName: string;
  policy: Policy;
  mode: 'automatic' | 'confirm';
  stepKind: StepKind;
  currency: Currency;
  stepIndex: number | null;
  computedChannel: Channel;
  /** Empty where the one is all. */
  computedChannels: Channel[];
  language: Language;
  warnings: ProposalWarning[];
  edits: ProposalEdit[];
  state: 'proposed' | 'dropped' | 'issued';
  plannedFor: string;
  companyCurrency: Currency;
  lawCountry: string;
  lawReason: string | null;
  debtorKind: DebtorKind;
  lines: FoundLine[];
};

function reviewed(found: FoundProposal, extras: Extras): ReviewedProposal {
  const { policy, plannedFor, companyCurrency, lawCountry, lawReason, debtorKind, ...proposal } = found;
  const { stepKind, stepIndex, currency, computedChannel, computedChannels, language, ...rest } = proposal;
  const lines = found.lines.map(({ debtor, ...line }) =>
    withExtras(
      {
        ...line,
        ...(debtor && { debtor }),
        section: sectionOf(line, found),
        daysLate: 0,
        interest: '0',
        fee: '0',
      },
      extras,
    ),
  );
  const levels = lines.flatMap((line) => (line.level === null ? [] : [line.level]));
  const computed: Proposal = {
    stepKind,
    stepIndex,
    level: stepKind === 'notice' ? Math.max(...levels) : null,
    currency,
    channel: computedChannel,
    channels: channelsFound(stepKind, computedChannel, computedChannels),
    language,
    lines,
  };
  const law = companyLaw(lawCountry, extras.rates, extras.creditor);
  const terms = { policy, plannedFor, companyCurrency, kind: debtorKind, law, lawReason };
  return { ...rest, computed, terms, effective: effectiveProposal(computed, found.edits, terms) };
}

function withExtras(
  line: ProposalLine,
  { firstNotices, settledCosts, paid, disputed }: Extras,
): ProposalLine {
  const firstNotice = firstNotices.get(line.dueItemId);
  const settled = settledCosts.get(line.dueItemId);
  const part = disputed.get(line.dueItemId);
  const late = paid.get(line.dueItemId);
  if (!firstNotice && !settled && !late && !part) return line;
  return {
    ...line,
    ...(firstNotice && { firstNotice }),
    ...(settled && { settledCosts: settled }),
    ...(late && { paid: late }),
    ...(part && { disputed: String(part) }),
  };
}

function channelsFound(kind: StepKind, leading: Channel, all: readonly Channel[]): readonly Channel[] {
  if (!isLetter(kind)) return [];
  return all.length > 0 ? all : [leading];
}

/**
 * A line that raises a level is overdue; one below zero is a credit; the rest is listed, or what a courtesy is about.
 * What another step is about, and all that a statement lists, goes by its due date.
 */
function sectionOf(
  { level, open, dueOn }: Omit<FoundLine, 'debtor'>,
  { stepKind, plannedFor }: Pick<FoundProposal, 'stepKind' | 'plannedFor'>,
): ProposalLine['section'] {
  if (level !== null && level > 0) return 'overdue';
  if (open.startsWith('-')) return 'credit';
  const byDay = stepKind === 'statement' || (level === 0 && stepKind !== 'courtesy');
  return byDay && dueOn < plannedFor ? 'overdue' : 'upcoming';
}
