import { isoDay } from '#core/calendar/epoch-days.ts';
import type { StepKind } from '#core/dunning/policy.ts';
import type { EffectiveProposal, ProposalLine } from '#core/dunning/proposal.ts';
import { textStepOf } from '#core/dunning/text-steps.ts';
import type { InterestRow } from '#core/interest/claim.ts';
import { rateText } from '#core/interest/percent.ts';
import type { Mention } from '#core/lawfulness/mentions.ts';
import type { Currency } from '#core/money/currencies.ts';
import { money } from '#core/money/money.ts';
import { epcPayload } from '#core/receivables/epc-payment.ts';
import type { Language } from '#core/receivables/kinds.ts';
import {
  belgianReference,
  creditorReference,
  type PaymentReference,
  readReference,
} from '#core/receivables/payment-reference.ts';
import { deliveredWords, fillWords, type WordFacts, type Words } from '#server/texts/words.ts';
import { type Figures, figuresFor } from './figures.ts';
import { sayMention } from './mention-words.ts';
import type { ContentCompany, ContentLayout, NoticeContent } from './notice-content.ts';

export type NoticeDebtor = {
  readonly number: string;
  readonly name: string;
  readonly country: string;
  readonly street: string | null;
  readonly postalCode: string | null;
  readonly city: string | null;
  /** The last promise it broke about what is still open. */
  readonly brokenPromise?: BrokenPromise | null;
};

export type BrokenPromise = {
  readonly amountMinor: bigint;
  readonly currency: Currency;
  readonly promisedOn: Temporal.PlainDate;
};

/** What a bank transfer for one document carries. */
export type PaymentParticulars = {
  readonly structuredReference: string | null;
  readonly iban: string | null;
};

export type NoticeFacts = {
  readonly number: number;
  readonly company: ContentCompany;
  readonly layout: ContentLayout;
  readonly debtor: NoticeDebtor;
  readonly proposal: EffectiveProposal;
  /** The company's own words for the step and language, or null for the delivered ones. */
  readonly ownWords: Words | null;
  readonly documents: ReadonlyMap<string, PaymentParticulars>;
  /** What the law wants said. */
  readonly mentions?: readonly Mention[];
};

/**
 * Puts a notice together: the reviewed proposal, the debtor, the company's words and layout become all that the
 * letter and the mail say. Pure, so that preview and issue cannot differ.
 * @throws Refusal text_placeholder_unknown, text_unreadable
 */
export function composeNotice(given: NoticeFacts): NoticeContent {
  const facts = { ...given, proposal: asListed(given.proposal) };
  const { company, proposal, number } = facts;
  const { language, currency } = proposal;
  const delivered = facts.ownWords ?? deliveredWords(textStepOf(proposal.stepKind, proposal.level), language);
  const words = {
    subject: proposal.subject ?? delivered.subject,
    body: proposal.body ?? delivered.body,
  };
  const figures = figuresFor(language, company.country);
  const toPost = proposal.channel === 'post' || proposal.channel === 'registered_post';
  return {
    number,
    stepKind: proposal.stepKind,
    level: proposal.level,
    language,
    currency,
    issuedOn: proposal.datedOn,
    deadlineOn: proposal.deadlineOn,
    company,
    layout: facts.layout,
    debtor: { number: facts.debtor.number, name: facts.debtor.name },
    recipient: addressLines(facts.debtor, company, toPost ? (proposal.recipient?.name ?? null) : null),
    registered: proposal.channel === 'registered_post',
    words: fillWords(words, wordFacts(facts, figures)),
    mentions: (facts.mentions ?? []).map((mention) =>
      sayMention(mention, { company, language, currency, figures }),
    ),
    lines: proposal.lines.map((line) => contentLine(line, proposal.stepKind)),
    totals: totalsOf(proposal),
    payment: proposal.stepKind === 'acceptance' ? null : paymentOf(facts),
  };
}

/**
 * A statement lists everything that is open, by its day and sign, and asks for nothing: what it calls its total is the
 * balance, and what is open on it is what is overdue.
 */
function asListed(proposal: EffectiveProposal): EffectiveProposal {
  if (proposal.stepKind !== 'statement') return proposal;
  const lines = proposal.lines.map((line) => ({ ...line, section: sectionOn(line, proposal.datedOn) }));
  const sum = (of: readonly ProposalLine[]) => of.reduce((total, { open }) => total + BigInt(open), 0n);
  return {
    ...proposal,
    lines,
    ...{ interest: 0n, fee: 0n, total: sum(lines) },
    open: sum(lines.filter(({ section }) => section === 'overdue')),
    upcoming: sum(lines.filter(({ section }) => section === 'upcoming')),
  };
}

function sectionOn({ open, dueOn }: ProposalLine, day: string): ProposalLine['section'] {
  if (open.startsWith('-')) return 'credit';
  return dueOn < day ? 'overdue' : 'upcoming';
}

/** What is asked for now; the rest is listed for information. */
export function isAsked(line: Pick<ProposalLine, 'section' | 'level'>): boolean {
  return line.section === 'overdue' || (line.section === 'upcoming' && line.level !== null);
}

/** Every placeholder of words.ts, as text. */
export function wordFacts(
  { company, debtor, proposal, number, ...facts }: NoticeFacts,
  figures: Figures,
): WordFacts {
  const asked = proposal.lines.filter(isAsked);
  const { currency } = proposal;
  const promise = debtor.brokenPromise ?? null;
  const broken = promise?.currency === currency ? promise : null;
  const due = asked.map(({ dueOn }) => dueOn).sort();
  const first = Temporal.PlainDate.from(due[0] ?? proposal.datedOn);
  return {
    debtor: { name: debtor.name, number: debtor.number },
    company: {
      name: company.name,
      email: company.email ?? '',
      phone: company.phone ?? '',
      iban: paymentAccount(asked, facts.documents, company) ?? '',
    },
    number: String(number),
    date: figures.longDay(Temporal.PlainDate.from(proposal.datedOn)),
    deadline: figures.longDay(Temporal.PlainDate.from(proposal.deadlineOn)),
    total: figures.money(proposal.total, currency),
    open: figures.money(proposal.open, currency),
    interest: figures.money(proposal.interest, currency),
    fee: figures.money(proposal.fee, currency),
    has_costs: proposal.interest + proposal.fee > 0n,
    count: new Set(asked.map(({ documentId }) => documentId)).size,
    documents: figures.list([...new Set(asked.map(({ documentNumber }) => documentNumber))]),
    days_late: Math.max(0, ...asked.map(({ daysLate }) => daysLate)),
    first_due: figures.longDay(first),
    promise_broken: broken !== null,
    promised_amount: broken ? figures.money(broken.amountMinor, currency) : '',
    promised_on: broken ? figures.longDay(broken.promisedOn) : '',
  };
}

/** The lines in the window. The country stands only where the letter crosses a border, in the sender's language. */
function addressLines(debtor: NoticeDebtor, company: ContentCompany, attention: string | null): string[] {
  const place =
    debtor.country === 'GB'
      ? [debtor.city, debtor.postalCode]
      : [[debtor.postalCode, debtor.city].filter(Boolean).join(' ')];
  const abroad = debtor.country === company.country ? null : countryName(debtor.country, company.language);
  const lines = [debtor.name, attention, debtor.street, ...place, abroad?.toUpperCase()];
  return lines.filter((line): line is string => Boolean(line?.trim()));
}

function countryName(country: string, language: Language): string {
  return new Intl.DisplayNames(language, { type: 'region' }).of(country) ?? country;
}

function contentLine(line: ProposalLine, stepKind: StepKind) {
  const { debtor } = line;
  return {
    ...(debtor && { debtor: { number: debtor.number, name: debtor.name } }),
    documentNumber: line.documentNumber,
    documentKind: line.documentKind,
    section: line.section,
    asked: stepKind === 'statement' ? line.section === 'overdue' : isAsked(line),
    issuedOn: line.issuedOn,
    dueOn: line.dueOn,
    daysLate: line.daysLate,
    amount: line.amount,
    open: line.open,
    ...(line.disputed && { disputed: line.disputed }),
    interest: line.interest,
    fee: line.fee,
    ...(line.interestRows && { interestRows: line.interestRows.map(frozenRow) }),
  };
}

/** Amounts in minor units, as the rest of the line; the rates by their series and first day. */
function frozenRow({ from, to, days, base, percent, amount, rates }: InterestRow) {
  return {
    from: isoDay(from),
    to: isoDay(to),
    days,
    base: base.toString(),
    rate: rateText(percent),
    amount: amount.toString(),
    rates: rates.map(({ series, startsOn }) => `${series} ${isoDay(startsOn)}`).join(', '),
  };
}

function totalsOf(proposal: EffectiveProposal): NoticeContent['totals'] {
  let due = 0n;
  let credit = 0n;
  const isStatement = proposal.stepKind === 'statement';
  for (const line of proposal.lines) {
    if (line.section === 'credit') credit += BigInt(line.open);
    else if (isStatement ? line.section === 'overdue' : isAsked(line)) due += BigInt(line.open);
  }
  return {
    ...(isStatement && { upcoming: proposal.upcoming.toString() }),
    due: due.toString(),
    credit: credit.toString(),
    interest: proposal.interest.toString(),
    fee: proposal.fee.toString(),
    total: proposal.total.toString(),
  };
}

function paymentOf(facts: NoticeFacts): NoticeContent['payment'] {
  const { company, proposal, layout, documents } = facts;
  const asked = proposal.lines.filter(isAsked);
  const iban = paymentAccount(asked, documents, company);
  if (!iban) return null;
  const reference = referenceOf(facts, asked);
  const bic = iban === company.iban?.replace(/\s/g, '') ? company.bic : null;
  const amount = money(proposal.total, proposal.currency);
  const asks = proposal.stepKind !== 'statement' && proposal.total > 0n;
  const epc =
    layout.showQr && asks ? epcPayload({ beneficiary: company.name, iban, bic, amount, reference }) : null;
  return { iban, bic, reference, epc };
}

/** The account all the documents name, or else the company's. */
function paymentAccount(
  asked: readonly ProposalLine[],
  documents: NoticeFacts['documents'],
  company: ContentCompany,
): string | null {
  const named = new Set(asked.map(({ documentId }) => documents.get(documentId)?.iban ?? null));
  const [only] = named;
  return (named.size === 1 && only ? only : company.iban)?.replace(/\s/g, '') ?? null;
}

/** One document alone keeps its own reference; several, or costs on top, get one of the notice. */
function referenceOf(
  { company, documents, number }: NoticeFacts,
  asked: readonly ProposalLine[],
): PaymentReference {
  const ids = new Set(asked.map(({ documentId }) => documentId));
  const [only] = ids;
  const own = ids.size === 1 && only ? documents.get(only)?.structuredReference : null;
  if (own) return readReference(own);
  return company.country === 'BE'
    ? belgianReference(9_000_000_000n + BigInt(number % 1_000_000_000))
    : creditorReference(`R${String(number).padStart(8, '0')}`);
}
