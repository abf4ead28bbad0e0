import { inWords } from './fit.ts';
import { gatherEvidence } from './line-evidence.ts';
import type { Question, Taken } from './match-draft.ts';
import {
  CERTAINTIES,
  type Certainty,
  type LineFacts,
  type Match,
  type MatchPart,
  moneyOf,
} from './match-facts.ts';
import { matchIncoming } from './match-incoming.ts';
import { matchOutgoing } from './match-outgoing.ts';
import type { Doubt, Reason } from './match-reasons.ts';
import { bestFirst } from './rank-matches.ts';
import type { LineReading } from './read-line.ts';

/**
 * A batch of card payments, of a payment service, or of collections: each part is matched by itself, and the line is as
 * certain as its least certain part. What the parts come to beyond the line is the fee that was kept.
 */
export function matchBatch(
  line: LineFacts,
  readings: readonly LineReading[],
  question: Question,
): readonly Match[] {
  const taken: Taken = new Map(question.taken);
  const found = line.details.map((detail, at) => {
    const reading = readings[at];
    if (!reading) return null;
    const asked = { ...question.asked, amountMinor: detail.amountMinor };
    const evidence = gatherEvidence(reading, question.index);
    const collected = question.collected || detail.mandate !== null;
    const part = { ...question, asked, evidence, taken, collected };
    const matches =
      detail.amountMinor > 0n
        ? matchIncoming(part)
        : matchOutgoing({ ...line, ...detail, details: [] }, part);
    const [best] = bestFirst(matches);
    const good = best && best.certainty !== 'possible' ? best : null;
    if (good) takeParts(taken, good.parts);
    return good;
  });
  const good = found.filter((match) => match !== null);
  if (good.length === 0) return [];
  return [together(line, question, good)];
}

function together(line: LineFacts, question: Question, good: readonly Match[]): Match {
  const whole = line.details.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  const fee = line.amountMinor - whole;
  const parts = good.flatMap((match) => match.parts);
  const complete = good.length === line.details.length;
  const feeParts: MatchPart[] =
    complete && fee < 0n ? [{ dueItemId: null, amountMinor: fee, kind: 'bank_costs' }] : [];
  const all = [...parts, ...feeParts];
  const but: Doubt[] = [...good.flatMap((match) => match.but)];
  if (!complete || fee > 0n) but.push(amountDoubt(question, line.amountMinor, parts));
  const least = good.reduce<Certainty>((worst, { certainty }) => lesser(worst, certainty), 'certain');
  const debtors = new Set(good.map(({ debtorId }) => debtorId));
  return {
    certainty: but.length > 0 || fee !== 0n ? lesser(least, 'probable') : least,
    basis: good.every(({ basis }) => basis === good[0]?.basis) ? (good[0]?.basis ?? 'number') : 'number',
    debtorId: debtors.size === 1 ? (good[0]?.debtorId ?? null) : null,
    because: [...batchReasons(question, line, fee, complete), ...good.flatMap(({ because }) => because)],
    but,
    parts: all,
    remainderMinor: line.amountMinor - all.reduce((sum, part) => sum + moneyOf(part), 0n),
    takesBack: null,
  };
}

function batchReasons(
  question: Question,
  line: LineFacts,
  fee: bigint,
  complete: boolean,
): readonly Reason[] {
  const batch: Reason = { code: 'card_batch', facts: { parts: String(line.details.length) } };
  return complete && fee < 0n
    ? [batch, { code: 'minus_bank_costs', facts: { amount: inWords(question.asked, -fee) } }]
    : [batch];
}

function amountDoubt(question: Question, amount: bigint, parts: readonly MatchPart[]): Doubt {
  const paid = parts.reduce((sum, part) => sum + moneyOf(part), 0n);
  return {
    code: 'amount_differs',
    facts: { amount: inWords(question.asked, amount), open: inWords(question.asked, paid) },
  };
}

function lesser(one: Certainty, other: Certainty): Certainty {
  return CERTAINTIES.indexOf(one) > CERTAINTIES.indexOf(other) ? one : other;
}

/** What a match takes of items is not offered to the next. */
export function takeParts(taken: Taken, parts: readonly MatchPart[]): void {
  for (const { dueItemId, amountMinor } of parts)
    if (dueItemId !== null) taken.set(dueItemId, (taken.get(dueItemId) ?? 0n) + amountMinor);
}

const SERVICES =
  /\b(worldline|bancontact|payconiq|ccv|sumup|mollie|stripe|adyen|paypal|buckaroo|multisafepay|viva wallet|zettle|ingenico|six payment|payplug|lyra|klarna|concardis|payone|nexi|visa|mastercard|amex|american express|maestro)\b/i;

/** Whether a line without parts is the sum of a card terminal or payment service: nobody can tell whose money it is. */
export function isCardBatch({ counterparty, text, details }: LineFacts): boolean {
  return (
    details.length === 0 &&
    (SERVICES.test(counterparty ?? '') ||
      /\b(remise cartes?|card settlement|kartenumsatz|kaartbetalingen)\b/i.test(text))
  );
}
