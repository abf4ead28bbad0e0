import { inWords, sumOf } from './fit.ts';
import { exactFit, fitNamed, fitPool } from './fit-amount.ts';
import { allOf } from './grouped.ts';
import { type NamedDocument, payerLikeness } from './line-evidence.ts';
import { asLeft, draftMatch, poolOf, type Question } from './match-draft.ts';
import type { DebtorFacts, ItemFacts, Match, MatchBasis } from './match-facts.ts';
import type { Doubt, Reason } from './match-reasons.ts';
import { numberKeyOf } from './number-patterns.ts';
import { editsBetween } from './plain-text.ts';

/** Proposals for money that came in, in no order yet. */
export function matchIncoming(question: Question): readonly Match[] {
  const named = matchNamed(question);
  if (named.some(({ certainty }) => certainty === 'certain')) return named;
  const payers = payersOf(question).map(([debtor, basis]) => matchPayer(question, debtor, basis));
  const found = [...named, ...payers.filter((match) => match !== null)];
  return found.some(({ certainty }) => certainty !== 'possible')
    ? found
    : [...found, ...matchAmount(question)];
}

/** By the documents that the line names. */
function matchNamed(question: Question): readonly Match[] {
  const { evidence, asked, taken } = question;
  const strong = evidence.documents.filter(({ by }) => by !== 'short');
  const items = uniqueItems(strong.flatMap((document) => document.items)).map((item) => asLeft(item, taken));
  const foreign = items.filter(({ currency, openMinor }) => currency !== asked.currency && openMinor !== 0n);
  const own = items.filter(({ currency }) => currency === asked.currency);
  const open = own.filter(({ openMinor }) => openMinor !== 0n);
  const basis = strong.some(({ by }) => by === 'reference') ? 'reference' : 'number';
  const settled = settledDoubts(own, open);
  const sets = oneSetOrByDebtor(open, asked.amountMinor);
  const matches = sets.flatMap((set) =>
    matchSet(question, set, basis, [...settled, ...disagreeing(set, open)]),
  );
  return [...matches, ...foreign.slice(0, 2).map((item) => matchForeign(question, item, basis))];
}

/** All that is named, if it is what was paid or of one debtor; else each debtor's by itself. */
function oneSetOrByDebtor(open: readonly ItemFacts[], amount: bigint): readonly (readonly ItemFacts[])[] {
  if (open.length === 0) return [];
  if (sumOf(open) === amount) return [open];
  return [...Map.groupBy(open, ({ debtorId }) => debtorId).values()];
}

/** Whether what the line names of other debtors stands against what it names of this one. */
function disagreeing(set: readonly ItemFacts[], open: readonly ItemFacts[]): readonly Doubt[] {
  const other = open.find((item) => !set.includes(item));
  return other ? [{ code: 'fits_others_too', facts: { count: String(open.length - set.length) } }] : [];
}

function matchSet(
  question: Question,
  named: readonly ItemFacts[],
  basis: MatchBasis,
  but: readonly Doubt[],
): readonly Match[] {
  const { asked, evidence } = question;
  const debtor = debtorOf(question, named);
  const set = sumOf(named) > 0n ? named : named.filter(({ openMinor }) => openMinor > 0n);
  if (set.length === 0) return [];
  const pool = debtor ? poolOf(debtor, question) : [];
  // A reference that many documents bear says who paid, not what.
  const shared = evidence.documents.some(({ by, items }) => by === 'reference' && documentsIn(items) > 1);
  const fit =
    shared && sumOf(set) !== asked.amountMinor ? fitPool(asked, set, []) : fitNamed(asked, set, pool);
  return [draftMatch(question, fit, basis, debtor, but)];
}

function documentsIn(items: readonly ItemFacts[]): number {
  return new Set(items.map(({ documentId }) => documentId)).size;
}

/** Whose items they are: of several debtors, the one that seems to have paid. */
function debtorOf(question: Question, items: readonly ItemFacts[]): DebtorFacts | null {
  const owners = [...new Set(items.map(({ debtorId }) => debtorId))].flatMap(
    (id) => question.index.debtors.get(id) ?? [],
  );
  const payer = owners.find((owner) => payerLikeness(question.evidence, owner) === 'account');
  return payer ?? owners[0] ?? null;
}

/** It names an item in another currency: the parts are in the item's, and a person says what of the line they take. */
function matchForeign(question: Question, item: ItemFacts, basis: MatchBasis): Match {
  const { asked, index } = question;
  const fit = exactFit(asked, [item], []);
  const differs: Doubt = {
    code: 'currency_differs',
    facts: { line: asked.currency, item: item.currency },
  };
  const debtor = index.debtors.get(item.debtorId) ?? null;
  return draftMatch(question, { ...fit, because: [] }, basis, debtor, [differs]);
}

function settledDoubts(own: readonly ItemFacts[], open: readonly ItemFacts[]): readonly Doubt[] {
  const documents = new Set(open.map(({ documentId }) => documentId));
  const settled = own.find(({ openMinor, documentId }) => openMinor === 0n && !documents.has(documentId));
  return settled ? [{ code: 'settled_already', facts: { number: settled.number } }] : [];
}

/** So many debtors are looked at for one line. */
const PAYERS_MAX = 5;

/** Who may have paid: by rule, account, name, or number in the text, each once and the strongest first. */
function payersOf({ evidence, index }: Question): readonly (readonly [DebtorFacts, MatchBasis])[] {
  const payers = new Map<DebtorFacts, MatchBasis>();
  const add = (debtors: readonly DebtorFacts[], basis: MatchBasis) => {
    for (const debtor of debtors) if (!payers.has(debtor)) payers.set(debtor, basis);
  };
  if (evidence.byRule) add([evidence.byRule.debtor], 'rule');
  add(evidence.byAccount, 'account');
  add(evidence.named().same, 'name');
  const settled = evidence.documents.flatMap(({ items, by }) => (by === 'short' ? [] : items));
  add(
    settled.flatMap(({ debtorId }) => index.debtors.get(debtorId) ?? []),
    'name',
  );
  add(evidence.byNumber, 'name');
  add(evidence.named().alike, 'name');
  return [...payers].slice(0, PAYERS_MAX);
}

/** By who seems to have paid: what of all it owes goes with the amount. */
function matchPayer(question: Question, debtor: DebtorFacts, basis: MatchBasis): Match | null {
  const { asked } = question;
  const pool = poolOf(debtor, question);
  const hinted = hintedIn(pool, debtor, question);
  const fit = fitPool(
    asked,
    pool,
    hinted.map(({ item }) => item),
  );
  const but = [
    ...ambiguousPayer(question, debtor, basis),
    ...contradictions(question, fit.items, hinted, pool),
  ];
  const match = draftMatch(question, fit, basis, debtor, but);
  const slips = hinted.flatMap(({ item, slip }) =>
    slip && fit.items.includes(item)
      ? [{ code: 'number_alike' as const, facts: { number: item.number, written: slip } }]
      : [],
  );
  return { ...match, because: [...slips, ...match.because, ...forAnother(question, debtor, fit.items)] };
}

/** The items are of a debtor whom this one pays for. */
function forAnother({ index }: Question, payer: DebtorFacts, items: readonly ItemFacts[]): readonly Reason[] {
  const owner = items.find(({ debtorId }) => debtorId !== payer.id)?.debtorId;
  const debtor = owner === undefined ? undefined : index.debtors.get(owner);
  return debtor ? [{ code: 'pays_for_another', facts: { payer: payer.name, debtor: debtor.name } }] : [];
}

type Hint = { readonly item: ItemFacts; readonly slip: string | null };

/** Items of the pool that the text points at: by the end of their number, or by a number with one slip. */
function hintedIn(pool: readonly ItemFacts[], debtor: DebtorFacts, { evidence }: Question): readonly Hint[] {
  const ids = new Set(evidence.documents.flatMap(({ items }) => items.map(({ id }) => id)));
  const slips = [...evidence.unknown, ...misleading(debtor, evidence.documents)];
  if (ids.size === 0 && slips.length === 0) return [];
  return pool.flatMap((item): readonly Hint[] => {
    if (ids.has(item.id)) return [{ item, slip: null }];
    const key = numberKeyOf(item.number);
    const slip = slips.find((one) => editsBetween(one.key, key, 1) === 1);
    return slip ? [{ item, slip: slip.written }] : [];
  });
}

/** Numbers of documents of others: perhaps a slip for one of the payer's. What the payer had itself, it meant. */
function misleading(debtor: DebtorFacts, documents: Question['evidence']['documents']) {
  return documents
    .filter(
      ({ by, items }) =>
        by !== 'short' && by !== 'reference' && !items.some(({ debtorId }) => debtorId === debtor.id),
    )
    .map(({ items, written }) => ({ key: numberKeyOf(items[0]?.number ?? ''), written }));
}

function ambiguousPayer({ evidence }: Question, debtor: DebtorFacts, basis: MatchBasis): readonly Doubt[] {
  const { same } = evidence.named();
  const others =
    basis === 'account'
      ? evidence.byAccount.filter((one) => one !== debtor && !same.includes(debtor))
      : basis === 'name' && same.includes(debtor)
        ? same.filter((one) => one !== debtor && !evidence.byAccount.includes(debtor))
        : [];
  const account = evidence.byAccount[0];
  const elsewhere = basis === 'name' && account && !evidence.byAccount.includes(debtor);
  if (others.length > 0) return [{ code: 'payer_ambiguous', facts: { count: String(others.length + 1) } }];
  return elsewhere ? [{ code: 'payer_differs', facts: { payer: account.name, debtor: debtor.name } }] : [];
}

/** What the line names and the fit leaves out: a document of somebody, a settled one, a number nobody knows. */
function contradictions(
  question: Question,
  chosen: readonly ItemFacts[],
  hinted: readonly Hint[],
  pool: readonly ItemFacts[],
): readonly Doubt[] {
  const { evidence, taken } = question;
  const explained = new Set(
    hinted.flatMap(({ item, slip }) => (slip && chosen.includes(item) ? [slip] : [])),
  );
  const isChosen = (document: NamedDocument) =>
    document.items.some((item) => chosen.some(({ id }) => id === item.id));
  for (const document of evidence.documents) if (isChosen(document)) explained.add(document.written);
  const isExplained = (written: string) => [...explained].some((one) => one.includes(written));
  const left = evidence.documents.filter(({ meant, written }) => meant && !isExplained(written));
  const sound = left.filter(({ by }) => by !== 'short');
  const settled = sound.filter(({ items }) => items.every((item) => asLeft(item, taken).openMinor === 0n));
  const open = sound.find((document) => !settled.includes(document));
  const vague = left.find(({ by }) => by === 'short');
  const unknown = vague ?? evidence.unknown.find(({ written }) => !isExplained(written));
  const doubts: Doubt[] = [];
  if (open) {
    const own = open.items.some((item) => pool.some(({ id }) => id === item.id));
    const facts = { number: open.items[0]?.number ?? '' };
    doubts.push({ code: own ? 'names_other_item' : 'names_disagree', facts });
  }
  if (settled[0])
    doubts.push({ code: 'settled_already', facts: { number: settled[0].items[0]?.number ?? '' } });
  if (unknown) doubts.push({ code: 'number_unknown', facts: { written: unknown.written } });
  return doubts;
}

/** More items of one amount than this say nothing. */
const SAME_AMOUNT_MAX = 3;

/** By the amount alone: worth a look. */
function matchAmount(question: Question): readonly Match[] {
  const { asked, evidence, index, taken } = question;
  const items = allOf(index.openByAmount, Number(asked.amountMinor)).filter(
    (item) => item.currency === asked.currency && asLeft(item, taken).openMinor === asked.amountMinor,
  );
  if (items.length > SAME_AMOUNT_MAX) return [];
  return items.map((item) => {
    const debtor = index.debtors.get(item.debtorId) ?? null;
    // The text calls it an invoice, and three figures of its number and the amount agree.
    const short = evidence.documents.find(
      ({ items: own, by, meant }) => by === 'short' && meant && own.some(({ id }) => id === item.id),
    );
    const doubt: Doubt = short
      ? { code: 'number_short', facts: { written: short.written } }
      : { code: 'amount_alone', facts: { amount: inWords(asked, asked.amountMinor) } };
    const fit = exactFit(asked, [item], []);
    return draftMatch(question, fit, short ? 'number' : 'amount', debtor, [doubt]);
  });
}

function uniqueItems(items: readonly ItemFacts[]): readonly ItemFacts[] {
  return [...new Map(items.map((item) => [item.id, item])).values()];
}
