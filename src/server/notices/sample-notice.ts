import { epochDayFrom, isoDay } from '#core/calendar/epoch-days.ts';
import type { Policy, Step, StepKind } from '#core/dunning/policy.ts';
import type { EffectiveProposal, ProposalLine } from '#core/dunning/proposal.ts';
import { BY_LAW, FREE } from '#core/dunning/ready-steps.ts';
import type { TextStep } from '#core/dunning/text-steps.ts';
import type { CompanyLaw } from '#core/interest/late-interest.ts';
import { announcingLevel, deadlineByLaw } from '#core/lawfulness/announcement.ts';
import { announcingOf } from '#core/lawfulness/law-at-issue.ts';
import { type MentioningNotice, mentionsOf } from '#core/lawfulness/mentions.ts';
import { findStepLaw } from '#core/lawfulness/step-laws.ts';
import type { DebtorKind, Language } from '#core/receivables/kinds.ts';
import { deliveredWords, type WordFacts, type Words } from '#server/texts/words.ts';
import { composeCorrection } from './compose-correction.ts';
import { composeNotice, type NoticeFacts, wordFacts } from './compose-notice.ts';
import { figuresFor } from './figures.ts';
import type { ContentCompany, ContentLayout, NoticeContent } from './notice-content.ts';

type Given = {
  readonly company: ContentCompany;
  readonly layout: ContentLayout;
  readonly step: TextStep;
  readonly language: Language;
  readonly words: Words | null;
  readonly today: Temporal.PlainDate;
  /** The law of the company, and the kind of debtor the sample is for: what it wants said is then said. */
  readonly law?: { readonly kind: DebtorKind; readonly company: CompanyLaw };
};

/** An invented debtor and its invoices: what the screens of texts and layout show their words and colours on. */
export function sampleNotice(given: Given): NoticeContent {
  const { step, language, today } = given;
  if (step !== 'correction') return composeNotice(factsOf(given));
  const corrected = composeNotice(factsOf({ ...given, step: 'level_3', words: null }));
  const words = given.words ?? deliveredWords(step, language);
  return composeCorrection(corrected, { words, issuedOn: today.toString() });
}

/** What each placeholder reads for the invented debtor. */
export function sampleFacts(given: Given): WordFacts {
  const { debtor, ...facts } = factsOf(given);
  const { currency } = facts.proposal;
  const promisedOn = given.today.subtract({ days: 3 });
  const brokenPromise = { amountMinor: facts.proposal.open, currency, promisedOn };
  const figures = figuresFor(given.language, given.company.country);
  return wordFacts({ ...facts, debtor: { ...debtor, brokenPromise } }, figures);
}

function factsOf({ company, layout, step, language, words, today, law }: Given): NoticeFacts {
  const plain = sampleProposal(step, language, today);
  const lawful = law ? sampleCase(plain, law) : null;
  const proposal = lawful?.proposal ?? plain;
  return {
    number: 1024,
    company: { ...company, iban: company.iban ?? 'BE68539007547034' },
    layout,
    debtor: {
      number: 'C-1042',
      name: 'Café du Midi SRL',
      country: company.country,
      street: 'Place de l’Orneau 3',
      postalCode: '5030',
      city: 'Gembloux',
    },
    proposal,
    ownWords: words,
    documents: new Map(),
    mentions: lawful && law ? mentionsOf(lawful, law.company) : [],
  };
}

/** The sample under a policy that asks what the law gives from the third level on, as terms with a clause may. */
function sampleCase(
  proposal: EffectiveProposal,
  { kind, company: law }: NonNullable<Given['law']>,
): MentioningNotice & { readonly proposal: EffectiveProposal } {
  const steps = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((level) => ({
    ...sampleStep(level),
    ...(level >= 3 ? BY_LAW : FREE),
  }));
  const policy: Policy = { ...SAMPLE_POLICY, madeFor: kind, steps };
  const step = steps.find(({ level }) => level === proposal.level) ?? proposal.step;
  const announcement = findStepLaw(law.country, kind)?.announcement;
  const announced = announcement && (proposal.level ?? 0) > announcingLevel(policy, announcement);
  const dueOn = epochDayFrom(proposal.lines[0]?.dueOn ?? proposal.datedOn);
  const firstNotice = { sentOn: dueOn, by: 'mail' } as const;
  const lines = announced ? proposal.lines.map((line) => ({ ...line, firstNotice })) : proposal.lines;
  const around = { proposal: { ...proposal, step, lines }, policy, kind };
  const given = epochDayFrom(proposal.deadlineOn);
  const deadlineOn = isoDay(deadlineByLaw(given, announcingOf(around), law));
  return { ...around, proposal: { ...around.proposal, deadlineOn }, companyCurrency: proposal.currency };
}

const SAMPLE_POLICY: Omit<Policy, 'steps'> = {
  grouping: 'debtor',
  situation: 'overdue',
  documents: ['invoice'],
  minimumItem: '0',
  minimumTotal: '0',
  contactIntervalDays: 0,
  calendar: { holidays: null, quietWeekdays: [] },
  bankData: { daysMax: 0, stale: 'ignore' },
  lateClause: true,
};

/** What a sample of each kind shows: a statement has all three sections, a request of acceptance nothing late. */
const KINDS: Readonly<Record<string, StepKind>> = {
  courtesy: 'courtesy',
  statement: 'statement',
  acceptance: 'acceptance',
  call: 'call',
};

function sampleProposal(step: TextStep, language: Language, today: Temporal.PlainDate): EffectiveProposal {
  const stepKind = KINDS[step] ?? 'notice';
  const courtesy = stepKind === 'courtesy' || stepKind === 'acceptance';
  const level = stepKind === 'notice' ? Number(step.slice(-1)) : null;
  const costs = (level ?? 0) >= 3;
  const lines = [
    sampleLine(today, { number: 'F-2026-0117', open: '121000', late: courtesy ? -5 : 38, level: level ?? 0 }),
    sampleLine(today, {
      number: 'F-2026-0142',
      open: '48425',
      late: courtesy ? -3 : stepKind === 'statement' ? -12 : 21,
      level: level ?? 0,
    }),
  ].map((line, index) =>
    costs ? { ...line, interest: String(1008 - 700 * index), fee: index ? '0' : '1500' } : line,
  );
  const open = lines.reduce((sum, line) => sum + BigInt(line.open), 0n);
  const interest = lines.reduce((sum, line) => sum + BigInt(line.interest), 0n);
  const fee = costs ? 1500n : 0n;
  return {
    stepKind,
    level,
    step: { ...sampleStep(level), kind: stepKind },
    currency: 'EUR',
    channel: 'mail',
    channels: ['mail'],
    language,
    recipient: null,
    subject: null,
    body: null,
    printed: null,
    dropped: false,
    datedOn: today.toString(),
    deadlineOn: today.add({ days: courtesy ? 5 : 10 }).toString(),
    lines,
    droppedLines: [],
    open,
    interest,
    fee,
    total: open + interest + fee,
    upcoming: 0n,
    lawNotes: [],
  };
}

function sampleLine(
  today: Temporal.PlainDate,
  { number, open, late, level }: { number: string; open: string; late: number; level: number },
): ProposalLine {
  return {
    dueItemId: number,
    documentId: number,
    documentNumber: number,
    documentKind: 'invoice',
    issuedOn: today.subtract({ days: late + 30 }).toString(),
    dueOn: today.subtract({ days: late }).toString(),
    daysLate: late,
    amount: open,
    open,
    level,
    cycle: 1,
    times: 1,
    reached: Math.max(0, level - 1),
    reachedTimes: 1,
    interest: '0',
    fee: '0',
    section: level === 0 ? 'upcoming' : 'overdue',
  };
}

function sampleStep(level: number | null): Step {
  return {
    kind: level ? 'notice' : 'courtesy',
    level,
    when: { basis: 'due_date', days: 10, count: 'calendar' },
    deadlineDays: 10,
    channels: [],
    recipient: 'accounts_payable',
    copies: [],
    sender: null,
    interest: { kind: 'none' },
    fee: { kind: 'none' },
    attach: 'nothing',
    mode: 'confirm',
    repeat: null,
  };
}
