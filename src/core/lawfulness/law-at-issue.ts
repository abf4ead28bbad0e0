import { epochDayFrom, isoDay } from '#core/calendar/epoch-days.ts';
import type { Policy } from '#core/dunning/policy.ts';
import type { EffectiveProposal } from '#core/dunning/proposal.ts';
import type { CompanyLaw } from '#core/interest/late-interest.ts';
import type { DebtorKind } from '#core/receivables/kinds.ts';
import type { Facts, RefusalCode } from '#core/refusal.ts';
import { type AnnouncingNotice, announces, lawfulDeadline } from './announcement.ts';
import { lawProblems } from './law-problems.ts';
import { findStepLaw } from './step-laws.ts';
import { waitingByLaw } from './waiting-by-law.ts';

/** A notice about to be issued, as the law looks at it. */
export type NoticeAtIssue = {
  readonly proposal: Pick<
    EffectiveProposal,
    'stepKind' | 'level' | 'channel' | 'channels' | 'datedOn' | 'deadlineOn' | 'lines'
  >;
  readonly policy: Policy;
  readonly kind: DebtorKind;
  /** What the law wants known of the creditor. */
  readonly creditor: { readonly enterpriseNumber: string | null };
};

/** Why a notice may not be issued: a refusal's code and facts, the article among them. */
export type LawBreach = {
  readonly code: RefusalCode;
  readonly facts: Readonly<Record<string, string>>;
};

/**
 * Everything the law forbids about a notice, before it is numbered; an empty list: it may leave. The policy was held
 * against the law when it was saved, but a reviewer may have changed level, date or channel, and policies of an earlier
 * day may ask what is refused today.
 */
export function lawAtIssue(notice: NoticeAtIssue, law: CompanyLaw | null): LawBreach[] {
  const { proposal, kind } = notice;
  if (!law || proposal.stepKind !== 'notice') return [];
  const stepLaw = findStepLaw(law.country, kind);
  if (!stepLaw) return [];
  return [...ofPolicy(notice, law), ...tooSoon(notice, law), ...ofAnnouncement(notice, law)];
}

/** What the policy itself may not ask of those it was made for, at this step. Rates beyond a bound are cut, not refused. */
function ofPolicy({ policy, proposal, kind }: NoticeAtIssue, law: CompanyLaw): LawBreach[] {
  if (policy.madeFor !== kind) return [];
  const index = policy.steps.findIndex((step) => step.kind === 'notice' && step.level === proposal.level);
  const asksFee = policy.steps[index]?.fee.kind !== 'none';
  return lawProblems(policy, law.country, kind, { hasClause: law.creditor?.hasClause ?? false })
    .filter(({ step }) => step === index || (step === null && asksFee))
    .map(({ code, facts }) => ({ code, facts }));
}

function tooSoon({ proposal, kind, policy }: NoticeAtIssue, law: CompanyLaw): LawBreach[] {
  const terms = { country: law.country, kind, on: epochDayFrom(proposal.datedOn) };
  for (const { level, dueOn, firstNotice, documentNumber } of proposal.lines) {
    const step = policy.steps.find((one) => one.kind === 'notice' && one.level === level);
    if (!step || level === null) continue;
    const gate = waitingByLaw({ dueOn: epochDayFrom(dueOn), firstNotice }, step, terms);
    if (gate && gate.until !== null) {
      const facts = { document: documentNumber, article: gate.facts.law ?? '', until: isoDay(gate.until) };
      return [breach('law_waiting_period', facts)];
    }
  }
  return [];
}

function ofAnnouncement(notice: NoticeAtIssue, law: CompanyLaw): LawBreach[] {
  const { proposal, creditor } = notice;
  const announcement = announces(announcingOf(notice), law);
  if (!announcement) return [];
  const article = announcement.ground.cite;
  const found: LawBreach[] = [];
  const least = lawfulDeadline(announcingOf(notice), law);
  if (least !== null && proposal.deadlineOn < isoDay(least)) {
    const facts = { article, given: proposal.deadlineOn, least: isoDay(least) };
    found.push(breach('law_deadline_too_short', facts));
  }
  if (announcement.mention === 'be_first_reminder' && !creditor.enterpriseNumber) {
    found.push(breach('law_creditor_number_missing', { article }));
  }
  return found;
}

/** A proposal as the rules of announcements look at it. */
export function announcingOf({ proposal, policy, kind }: Omit<NoticeAtIssue, 'creditor'>): AnnouncingNotice {
  const { level, datedOn, lines, channels, channel } = proposal;
  const through = channels.length > 0 ? channels : [channel];
  return { level, on: epochDayFrom(datedOn), channels: through, lines, policy, kind };
}

function breach<Code extends RefusalCode>(code: Code, facts: Facts<Code>): LawBreach {
  return { code, facts };
}
