import { type EpochDay, isoDay } from '#core/calendar/epoch-days.ts';
import type { Claim, ComputedClaim } from './claim.ts';
import { claimStart } from './claim-start.ts';
import { longestTerm, ordinaryTerm } from './payment-term.ts';
import { findRate, type RateBook, type RateSpan, STATUTORY_RATES } from './rate-book.ts';
import type { RateStatus } from './rates/rate-series.ts';
import type { Article, LawRule, Regime } from './regime.ts';

/** What a person must know beside the figures. Sentences: i18n/<locale>/screens.json, law.note.<code>. */
export type LawNote = {
  readonly code: LawNoteCode;
  readonly facts: Readonly<Record<string, string>>;
};

export type LawNoteCode =
  /** An article that is still to be confirmed: one code for each rule, with its place in the law. */
  | `confirm_${LawRule}`
  /** Rates that are not verified, by how well they are known. */
  | `rate_${Exclude<RateStatus, 'verified' | 'missing'>}`
  | 'notice_missing'
  /** No day of the notice was given: it is taken to have been sent on the due date. */
  | 'notice_assumed'
  | 'free_reminder_missing'
  | 'fourteen_day_letter_missing'
  | 'waiting'
  | 'invoice_notice_needed'
  | 'clause_missing'
  | 'contract_rate_raised'
  | 'contract_rate_cut'
  | 'contract_rate_ignored'
  | 'floor_unknown'
  | 'compensation_in_other_currency'
  /** The agreed term is longer than the law lets stand, or than it lets stand unless it is fair. */
  | 'term_void'
  | 'term_if_fair'
  /** Some public bodies may take that long, most may not. */
  | 'term_of_some_bodies'
  /** A public debtor was given longer than its law lets it take without a reason. */
  | 'term_if_justified'
  /** Costs are asked, and of some invoices fewer may be: which, nobody says. */
  | 'regular_supplies'
  | 'regime_unknown'
  /** A person chose the law for this debtor. */
  | 'regime_chosen'
  /** Nobody knows when a part was paid: no interest is asked on it. */
  | 'payment_day_unknown'
  /** Payments count to the debt itself, as they were booked, and not to interest first. */
  | 'payments_as_booked'
  | 'overpaid';

/** Everything to be said about a computed claim, the gravest first. */
export function claimNotes(
  claim: Claim,
  computed: ComputedClaim,
  book: RateBook = STATUTORY_RATES,
): LawNote[] {
  const { regime } = computed;
  if (!regime) return [note('regime_unknown', { country: claim.country })];
  return [
    ...formalityNotes(claim, computed, regime),
    ...agreementNotes(claim, computed, regime, book),
    ...(computed.overpaid > 0n ? [note('overpaid', {})] : []),
    ...suppliesNotes(computed, regime),
    ...rateNotes(computed),
    ...regime.articles
      .filter((article) => article.mark !== 'read' && concerns(article, claim, computed))
      .map(confirm),
  ];
}

/** Why nothing may be asked beside the debt yet, or ever: the notice that comes first, a period that runs, a clause. */
export function conditionNotes(claim: Claim, regime: Regime): LawNote[] {
  const { interestClaimableOn, costsClaimableOn } = claimStart(claim, regime);
  const clause = regime.withoutClause && !claim.hasClause ? [note('clause_missing', {})] : [];
  return [
    ...formalityNotes(claim, { claimableOn: interestClaimableOn ?? costsClaimableOn }, regime),
    ...clause,
  ];
}

/** The articles of a regime that a lawyer should confirm, whatever the claim. */
export function regimeNotes({ articles }: Regime): LawNote[] {
  return articles.filter(({ mark }) => mark !== 'read').map(confirm);
}

/** What becomes of a payment term that is longer than the law allows, counted from the day of the document. */
export function termNotes(regime: Regime, issuedOn: EpochDay | null, dueOn: EpochDay): LawNote[] {
  if (issuedOn === null) return [];
  const article = regime.articles.find(({ rule }) => rule === 'term')?.cite ?? regime.law;
  const ordinary = ordinaryTerm(regime, issuedOn, dueOn);
  if (ordinary !== null) {
    const code = regime.termLongerFor === 'justified' ? 'term_if_justified' : 'term_of_some_bodies';
    return [note(code, { longest: isoDay(ordinary), article })];
  }
  const longest = longestTerm(regime, issuedOn, dueOn);
  if (longest === null) return [];
  const facts = { longest: isoDay(longest), article };
  return [note(regime.termBeyond === 'void' ? 'term_void' : 'term_if_fair', facts)];
}

/** What reminders of subscriptions may cost is told wherever costs are asked: an invoice does not say that it is one. */
function suppliesNotes({ compensation, collectionCosts }: ComputedClaim, { articles }: Regime): LawNote[] {
  const law = articles.find(({ rule }) => rule === 'regular_supplies');
  return law && compensation + collectionCosts > 0n ? [note('regular_supplies', { article: law.cite })] : [];
}

function confirm({ rule, cite }: Article): LawNote {
  return note(`confirm_${rule}`, { article: cite });
}

function note(code: LawNoteCode, facts: Readonly<Record<string, string>>): LawNote {
  return { code, facts };
}

/** An article is told where it had a part in the figures. */
function concerns({ rule }: Article, claim: Claim, { rows, compensation, collectionCosts }: ComputedClaim) {
  switch (rule) {
    case 'allocation':
      return claim.payments.some(({ on }) => on > claim.dueOn);
    case 'compensation':
      return compensation > 0n;
    case 'collection_costs':
      return collectionCosts > 0n;
    case 'agreed_rate':
      return claim.contractRate !== null;
    case 'selection':
      return rows.some(({ rates }) => rates.length > 0);
    case 'term':
      return false;
    case 'scope':
    case 'formality':
      return true;
    default:
      return rows.length > 0;
  }
}

function formalityNotes(
  claim: Claim,
  { claimableOn }: Pick<ComputedClaim, 'claimableOn'>,
  regime: Regime,
): LawNote[] {
  const waits = claimableOn !== null && claim.notice !== null && claim.until < claimableOn;
  if (waits) return [note('waiting', { claimableOn: isoDay(claimableOn) })];
  switch (regime.formality) {
    case 'notice':
      return claim.notice ? [] : [note('notice_missing', {})];
    case 'free_reminder':
      return claim.notice ? [] : [note('free_reminder_missing', {})];
    case 'fourteen_day_letter':
      return claim.notice ? [] : [note('fourteen_day_letter_missing', {})];
    case 'invoice_notice':
      return [note('invoice_notice_needed', {})];
    case 'none':
      return [];
  }
}

function agreementNotes(
  claim: Claim,
  { rows, compensation }: ComputedClaim,
  regime: Regime,
  book: RateBook,
): LawNote[] {
  const notes: LawNote[] = [];
  const { agreed } = regime;
  if (regime.withoutClause && !claim.hasClause) notes.push(note('clause_missing', {}));
  if (claim.contractRate !== null) {
    if (agreed.kind === 'ignored') notes.push(note('contract_rate_ignored', { law: regime.law }));
    if (rows.some(({ basis }) => basis === 'floor'))
      notes.push(note('contract_rate_raised', { law: regime.law }));
    if (rows.some(({ basis }) => basis === 'ceiling'))
      notes.push(note('contract_rate_cut', { law: regime.law }));
    if (agreed.kind === 'floor') {
      const unchecked = rows.find(
        ({ basis, from, to }) =>
          basis === 'contract' && !(findRate(book, agreed.series, from) && findRate(book, agreed.series, to)),
      );
      if (unchecked) {
        notes.push(note('floor_unknown', { series: agreed.series, until: isoDay(unchecked.to) }));
      }
    }
  }
  const scale = regime.compensation;
  if (scale && scale.currency !== claim.currency && compensation === 0n && rows.length > 0) {
    notes.push(note('compensation_in_other_currency', { currency: scale.currency }));
  }
  return notes;
}

/** One note for each series and status, with the first days of the rates it is about. */
function rateNotes({ rows }: ComputedClaim): LawNote[] {
  const groups = new Map<string, { status: RateStatus; series: string; days: Set<string> }>();
  for (const { rates } of rows) for (const span of rates) addTo(groups, span);
  return [...groups.values()].flatMap(({ status, series, days }) =>
    status === 'verified' || status === 'missing'
      ? []
      : [note(`rate_${status}`, { series, days: [...days].join(', ') })],
  );
}

function addTo(
  groups: Map<string, { status: RateStatus; series: string; days: Set<string> }>,
  span: RateSpan,
) {
  const key = `${span.series} ${span.status}`;
  const group = groups.get(key) ?? { status: span.status, series: span.series, days: new Set() };
  group.days.add(isoDay(span.startsOn));
  groups.set(key, group);
}
