import { isoDay } from '#core/calendar/epoch-days.ts';
import { decideCertainty, goesWith } from './decide-certainty.ts';
import { inWords } from './fit.ts';
import { exactFit } from './fit-amount.ts';
import { allOf } from './grouped.ts';
import { payerLikeness } from './line-evidence.ts';
import { asLeft, draftMatch, poolOf, type Question } from './match-draft.ts';
import type { DebtorFacts, ItemFacts, LineFacts, Match, PaidFacts } from './match-facts.ts';

import type { Doubt, Reason } from './match-reasons.ts';
import { plainIban, referencesOf } from './read-line.ts';

/** Proposals for money that went out: a payment that is taken back, or a credit that was paid back. Never a purchase. */
export function matchOutgoing(line: LineFacts, question: Question): readonly Match[] {
  const taken = matchReturn(line, question);
  return taken.length > 0 ? taken : [...matchReopened(line, question), ...matchRefund(question)];
}

/** Whether the bank says that this takes something back. */
function isReturn({ reversal, returnReason }: LineFacts): boolean {
  return reversal || (returnReason !== null && returnReason !== '');
}

/** Earlier lines of this amount that the line says it takes back, or seems to. */
function matchReturn(line: LineFacts, question: Question): readonly Match[] {
  const { index, asked } = question;
  const paid = allOf(index.paidByAmount, Number(-line.amountMinor)).filter(
    (one) => one.currency === asked.currency && one.bookedOn <= line.bookedOn && one.settled.length > 0,
  );
  const named = paid.filter((one) => namesIt(line, one));
  const payer = named.length > 0 || !isReturn(line) ? [] : paid.filter((one) => fromSame(line, one));
  const candidates = (named.length > 0 ? named : payer).toSorted(
    (one, other) => other.bookedOn - one.bookedOn,
  );
  return candidates.slice(0, 3).map((one) => {
    const others: Doubt[] =
      candidates.length > 1
        ? [{ code: 'fits_others_too', facts: { count: String(candidates.length - 1) } }]
        : [];
    const unsaid = !isReturn(line) || payer.length > 0;
    return returnMatch(line, one, question, others, unsaid);
  });
}

/** The same end-to-end id or mandate, or a reference that the earlier line bore. */
function namesIt(line: LineFacts, paid: PaidFacts): boolean {
  const references = referencesOf(line);
  return (
    (line.endToEndId !== null && line.endToEndId !== '' && line.endToEndId === paid.endToEndId) ||
    (line.mandate !== null && line.mandate !== '' && line.mandate === paid.mandate) ||
    (paid.structuredReference !== null && references.includes(paid.structuredReference))
  );
}

function fromSame(line: LineFacts, paid: PaidFacts): boolean {
  return line.iban !== null && paid.iban !== null && plainIban(line.iban) === plainIban(paid.iban);
}

function returnMatch(
  line: LineFacts,
  paid: PaidFacts,
  question: Question,
  but: readonly Doubt[],
  unsaid: boolean,
): Match {
  const items = paid.settled.flatMap(({ dueItemId }) => question.index.items.get(dueItemId) ?? []);
  const debtorId = items[0]?.debtorId ?? null;
  const doubts = [...but, ...question.always];
  const certain = decideCertainty({
    basis: 'return',
    closeness: 'exact',
    payer: 'silent',
    named: 0,
    allNamed: false,
    rare: false,
    items: paid.settled.length,
    but: doubts,
  });
  const given = paid.settled.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  return {
    certainty: certain === 'certain' && unsaid ? 'probable' : certain,
    basis: 'return',
    debtorId,
    because: [returnBecause(line, paid)],
    but: doubts,
    parts: [
      ...paid.settled.map(({ dueItemId, amountMinor }) => ({
        dueItemId,
        amountMinor: -amountMinor,
        kind: 'return' as const,
      })),
      // Given for a payment that is none: taken back with it.
      ...(paid.given ?? []).map((part) => ({ ...part, amountMinor: -part.amountMinor })),
    ],
    // What of the earlier payment was on account or fees is for a person.
    remainderMinor: line.amountMinor + given,
    takesBack: paid.lineId,
  };
}

function returnBecause(line: LineFacts, { bookedOn }: Pick<PaidFacts, 'bookedOn'>): Reason {
  return { code: 'return_of', facts: { on: isoDay(bookedOn), reason: line.returnReason ?? '' } };
}

/** No earlier line is known, but it is a return and names an item that is settled for at least so much. */
function matchReopened(line: LineFacts, question: Question): readonly Match[] {
  if (!isReturn(line)) return [];
  const { evidence, index, asked } = question;
  const back = -line.amountMinor;
  const items = evidence.documents
    .filter(({ by }) => by !== 'short')
    .flatMap((document) => document.items)
    .filter((item) => item.currency === asked.currency && item.amountMinor - item.openMinor >= back);
  return [...new Set(items)].slice(0, 3).map((item) => ({
    ...draftMatch(
      question,
      { ...exactFit(asked, [item], []), closeness: 'explained', because: [], parts: [] },
      'return',
      index.debtors.get(item.debtorId) ?? null,
      [],
    ),
    parts: [{ dueItemId: item.id, amountMinor: line.amountMinor, kind: 'return' as const }],
  }));
}

/** Credits of this amount: certain only where the line names the credit and goes to its debtor. */
function matchRefund(question: Question): readonly Match[] {
  const { evidence, asked } = question;
  const named = evidence.documents
    .filter(({ by }) => by !== 'short')
    .flatMap(({ items }) => items.map((item) => asLeft(item, question.taken)))
    .filter((item) => item.currency === asked.currency && item.openMinor === asked.amountMinor);
  const single = [...new Map(named.map((item) => [item.id, item])).values()];
  if (single.length > 0)
    return single.slice(0, 3).map((item) => refundOf(question, item, single.length - 1, true));
  return receiversOf(question).flatMap((debtor) => {
    const credits = poolOf(debtor, question).filter(({ openMinor }) => openMinor === asked.amountMinor);
    const [credit] = credits;
    return credit ? [refundOf(question, credit, credits.length - 1, false)] : [];
  });
}

function receiversOf({ evidence }: Question): readonly DebtorFacts[] {
  const byRule = evidence.byRule ? [evidence.byRule.debtor] : [];
  return [
    ...new Set([...byRule, ...evidence.byAccount, ...evidence.named().same, ...evidence.named().alike]),
  ].slice(0, 3);
}

function refundOf(question: Question, item: ItemFacts, others: number, isNamed: boolean): Match {
  const { asked, evidence, index } = question;
  const debtor = index.debtors.get(item.debtorId) ?? null;
  const but: Doubt[] = others > 0 ? [{ code: 'fits_others_too', facts: { count: String(others) } }] : [];
  const likeness = debtor ? payerLikeness(evidence, debtor) : 'silent';
  const fit = exactFit(asked, [item], []);
  const match = draftMatch(
    question,
    fit,
    isNamed ? 'number' : likeness === 'account' ? 'account' : 'name',
    debtor,
    but,
  );
  const sure = isNamed && debtor !== null && goesWith(likeness);
  return {
    ...match,
    certainty: match.certainty === 'certain' && !sure ? 'probable' : match.certainty,
    because: [...match.because, { code: 'refund', facts: { amount: inWords(asked, -asked.amountMinor) } }],
    parts: fit.parts.map((part) => ({ ...part, kind: 'refund' })),
  };
}
