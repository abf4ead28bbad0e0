import { type EpochDay, epochDayFrom } from '#core/calendar/epoch-days.ts';
import type { EffectiveProposal } from '#core/dunning/proposal.ts';
import { findRegime } from '#core/interest/find-regime.ts';
import type { CompanyLaw } from '#core/interest/late-interest.ts';
import { type Percent, rateFrom } from '#core/interest/percent.ts';
import { findRate } from '#core/interest/rate-book.ts';
import type { LawRule, Regime } from '#core/interest/regime.ts';
import type { Currency } from '#core/money/currencies.ts';
import { announcedCosts } from './announced-costs.ts';
import { announces } from './announcement.ts';
import { announcingOf, type NoticeAtIssue } from './law-at-issue.ts';
import type { Announcement, MentionKey } from './step-law.ts';
import { findStepLaw } from './step-laws.ts';
import { announcedPeriod } from './waiting-by-law.ts';

/** Something the law wants said in a notice, as facts; the words are those of the debtor's language. */
export type Mention = {
  readonly key: MentionKey;
  /** Where it stands in the law. */
  readonly article: string;
  /** What is open of the items the notice reaches, in minor units. */
  readonly open: bigint;
  /** The exact costs that will be asked; nothing where none will. */
  readonly costs: bigint;
  /** Whether the costs have VAT in them that the creditor cannot take off. */
  readonly withVat: boolean;
  /** The first and the last day of the period the law leaves, where it names one. */
  readonly period: { readonly from: EpochDay; readonly until: EpochDay } | null;
  /** The yearly rate of the law on the day of the notice; null where it is not known. */
  readonly rate: Percent | null;
  /** What interest and costs are asked under, each once. */
  readonly articles: readonly string[];
  /** What the creditor delivers, in its own words; null where it has not said. */
  readonly goods: string | null;
  /** Whether something is asked by agreement besides. */
  readonly agreed: boolean;
};

export type MentioningNotice = Omit<NoticeAtIssue, 'creditor' | 'proposal'> & {
  readonly proposal: NoticeAtIssue['proposal'] &
    Pick<EffectiveProposal, 'currency' | 'interest' | 'fee' | 'step'>;
  readonly companyCurrency: Currency;
};

/**
 * What the law wants said in a notice: the announcement that comes before interest or costs, and the ground on which
 * they are asked. The letter and the mail carry every one of them; nobody can take one out.
 */
export function mentionsOf(notice: MentioningNotice, law: CompanyLaw | null): Mention[] {
  if (!law || notice.proposal.stepKind !== 'notice') return [];
  const announcement = announces(announcingOf(notice), law);
  const costs = groundOfCosts(notice, law);
  return [...(announcement ? [announced(notice, announcement, law)] : []), ...(costs ? [costs] : [])];
}

/** The announcement a notice carries, by its key: what later notices may stand on. */
export function announcementOf(
  notice: Omit<NoticeAtIssue, 'creditor'>,
  law: CompanyLaw | null,
): MentionKey | null {
  if (notice.proposal.stepKind !== 'notice') return null;
  return announces(announcingOf(notice), law)?.mention ?? null;
}

function announced(notice: MentioningNotice, announcement: Announcement, law: CompanyLaw): Mention {
  const { policy, kind, companyCurrency, proposal } = notice;
  const on = epochDayFrom(proposal.datedOn);
  const reached = proposal.lines.filter(({ level }) => level !== null && level > 0);
  const lines = reached.map(({ open, dueOn, issuedOn }) => ({
    open: BigInt(open),
    dueOn: epochDayFrom(dueOn),
    issuedOn: epochDayFrom(issuedOn),
  }));
  const announcedLines = { lines, on, policy, kind, currency: proposal.currency, companyCurrency };
  const by = announcingOf(notice).channels.every((channel) => channel === 'mail') ? 'mail' : 'post';
  const period = announcedPeriod(announcement, { sentOn: on, by }, on);
  return {
    ...plain(announcement.mention, announcement.ground.cite, notice, law),
    open: lines.reduce((sum, { open }) => sum + open, 0n),
    costs: announcedCosts(announcedLines, announcement, law),
    withVat: law.country === 'NL' && law.creditor?.takesOffVat === false,
    period: period && { from: period.startsOn, until: period.endsOn },
  };
}

/** Code de commerce, art. L441-10 and D441-5, wherever the policy asks what they give; elsewhere the ground of what is asked now. */
function groundOfCosts(notice: MentioningNotice, law: CompanyLaw): Mention | null {
  const { proposal, policy, kind } = notice;
  const key = findStepLaw(law.country, kind)?.costsMention;
  if (!key) return null;
  const asksNow = proposal.interest + proposal.fee > 0n;
  const willAsk = policy.steps.some(({ interest, fee }) => interest.kind !== 'none' || fee.kind !== 'none');
  if (key === 'fr_late_payment' ? !willAsk : !asksNow) return null;
  const found = plain(key, findRegime(law.country, kind)?.law ?? '', notice, law);
  return found.articles.length > 0 || found.agreed ? found : null;
}

function plain(
  key: MentionKey,
  article: string,
  { proposal, policy, kind }: MentioningNotice,
  law: CompanyLaw,
): Mention {
  const regime = findRegime(law.country, kind);
  const steps = key === 'fr_late_payment' ? policy.steps : [proposal.step];
  const asked = (rule: 'interest' | 'fee', of: 'statutory' | 'agreed') =>
    steps.some((step) =>
      of === 'statutory' ? step[rule].kind === 'statutory' : !['none', 'statutory'].includes(step[rule].kind),
    );
  const articles = regime
    ? [
        ...(asked('interest', 'statutory') ? cites(regime, 'rate') : []),
        ...(asked('fee', 'statutory') ? cites(regime, 'compensation', 'collection_costs') : []),
      ]
    : [];
  return {
    key,
    article,
    open: 0n,
    costs: 0n,
    withVat: false,
    period: null,
    rate: regime && rateOf(regime, law, epochDayFrom(proposal.datedOn)),
    articles: [...new Set(articles)],
    goods: law.creditor?.goods ?? null,
    agreed: asked('interest', 'agreed') || asked('fee', 'agreed'),
  };
}

function cites({ articles }: Regime, ...rules: readonly LawRule[]): string[] {
  return articles.filter(({ rule }) => rules.includes(rule)).map(({ cite }) => cite);
}

function rateOf({ rates }: Regime, law: CompanyLaw, on: EpochDay): Percent | null {
  const rule = rates.find(({ madeBefore, daysBefore }) => !madeBefore && !daysBefore);
  if (!rule) return null;
  if (rule.fixed) return rateFrom(rule.fixed);
  const span = rule.series ? findRate(law.rates, rule.series, on) : null;
  return span && span.percent + rateFrom(rule.plus ?? '0');
}
