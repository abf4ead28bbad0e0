import { epochDayFrom } from '#core/calendar/epoch-days.ts';
import type { Policy, Step } from '#core/dunning/policy.ts';
import { type EffectiveProposal, effectiveProposal, type ProposalLine } from '#core/dunning/proposal.ts';
import type { CompanyLaw, CreditorTerms } from '#core/interest/late-interest.ts';
import { STATUTORY_RATES } from '#core/interest/rate-book.ts';
import type { Channel, DebtorKind, Language } from '#core/receivables/kinds.ts';

const NONE = { kind: 'none' } as const;

/** A step of a policy in few words. */
export function noticeStep(level: number, given: Partial<Step> = {}): Step {
  return {
    kind: 'notice',
    level,
    when: { basis: level === 1 ? 'due_date' : 'previous_deadline', days: 5, count: 'calendar' },
    deadlineDays: 14,
    channels: [],
    recipient: 'accounts_payable',
    copies: [],
    sender: null,
    interest: NONE,
    fee: NONE,
    attach: 'nothing',
    mode: 'confirm',
    repeat: null,
    ...given,
  };
}

export function policyWith(steps: readonly Step[], given: Partial<Policy> = {}): Policy {
  return {
    grouping: 'debtor',
    situation: 'overdue',
    documents: ['invoice'],
    minimumItem: '0',
    minimumTotal: '0',
    contactIntervalDays: 0,
    calendar: { holidays: null, quietWeekdays: [] },
    bankData: { daysMax: 7, stale: 'ignore' },
    steps,
    ...given,
  };
}

type GivenLine = {
  readonly open: string;
  readonly level: number;
  readonly dueOn?: string;
  readonly announcedOn?: string;
  readonly by?: 'mail' | 'post';
};
type Given = {
  readonly country: string;
  readonly kind: DebtorKind;
  readonly policy: Policy;
  readonly lines: readonly GivenLine[];
  readonly on?: string;
  readonly channel?: Channel;
  readonly language?: Language;
  readonly creditor?: Partial<CreditorTerms>;
};

export type LawfulNotice = {
  readonly proposal: EffectiveProposal;
  readonly policy: Policy;
  readonly kind: DebtorKind;
  readonly law: CompanyLaw;
  readonly companyCurrency: 'EUR' | 'XOF';
};

/** A notice as it would be issued, for the law to look at. */
export function lawfulNotice(given: Given): LawfulNotice {
  const { country, kind, policy, on = '2026-03-31', channel = 'mail', language = 'en' } = given;
  const creditor = { hasClause: false, isSmall: false, takesOffVat: true, goods: null, ...given.creditor };
  const law: CompanyLaw = { country, rates: STATUTORY_RATES, creditor };
  const companyCurrency = country === 'SN' ? 'XOF' : 'EUR';
  const lines = given.lines.map(lineOf);
  const level = Math.max(...given.lines.map((line) => line.level));
  const stepIndex = policy.steps.findIndex((step) => step.level === level);
  const proposal = effectiveProposal(
    {
      stepKind: 'notice',
      stepIndex,
      level,
      currency: companyCurrency,
      channel,
      channels: [channel],
      language,
      lines,
    },
    [],
    { policy, plannedFor: on, companyCurrency, kind, law },
  );
  return { proposal, policy, kind, law, companyCurrency };
}

function lineOf({ open, level, dueOn = '2026-03-01', announcedOn, by = 'mail' }: GivenLine, index: number) {
  const line: ProposalLine = {
    dueItemId: `item ${index}`,
    documentId: `document ${index}`,
    documentNumber: `F-${index + 1}`,
    documentKind: 'invoice',
    issuedOn: '2026-02-01',
    dueOn,
    daysLate: 0,
    amount: open,
    open,
    level,
    cycle: 1,
    times: 1,
    reached: level - 1,
    reachedTimes: 1,
    interest: '0',
    fee: '0',
    section: 'overdue',
  };
  return announcedOn ? { ...line, firstNotice: { sentOn: epochDayFrom(announcedOn), by } } : line;
}
