import { isCurrency } from '#core/money/currencies.ts';
import { gatherEvidence } from './line-evidence.ts';
import { isCardBatch, matchBatch, takeParts } from './match-batch.ts';
import type { Question, Taken } from './match-draft.ts';
import type { LineFacts, LineMatch, Match } from './match-facts.ts';
import { matchIncoming } from './match-incoming.ts';
import type { MatchIndex } from './match-index.ts';
import { matchOutgoing } from './match-outgoing.ts';
import type { Doubt, Reason } from './match-reasons.ts';
import { ruleFor } from './own-rules.ts';
import { bestFirst } from './rank-matches.ts';

/** Matches a batch of lines in their order: what a certain match takes is not offered to the lines after it. */
export function matchLines(lines: readonly LineFacts[], index: MatchIndex): readonly LineMatch[] {
  const taken: Taken = new Map();
  return lines.map((line) => {
    const found = matchLine(line, index, taken);
    const [best] = found.matches;
    if (best?.certainty === 'certain') takeParts(taken, best.parts);
    return found;
  });
}

function matchLine(given: LineFacts, index: MatchIndex, taken: Taken): LineMatch {
  const line = withItsOnlyPart(given);
  const rule = ruleFor(line, index.terms.rules);
  if (rule?.means.kind === 'not_customer') {
    const notCustomer = { ruleId: rule.id, contains: rule.contains };
    return { lineId: line.id, matches: [], notCustomer, remarks: [] };
  }
  const question = isCurrency(line.currency) ? questionOf(line, line.currency, index, taken) : null;
  const matches = question ? bestFirst(matchesOf(line, question)) : [];
  return {
    lineId: line.id,
    matches,
    notCustomer: null,
    remarks: question && matches.length === 0 ? remarksOn(line, question) : [],
  };
}

/** A batch of one is no batch: what its part tells is told of the line. */
function withItsOnlyPart(line: LineFacts): LineFacts {
  const [part, second] = line.details;
  if (!part || second || part.amountMinor !== line.amountMinor) return line;
  return {
    ...line,
    counterparty: line.counterparty ?? part.counterparty,
    ultimateParty: line.ultimateParty ?? part.ultimateParty,
    iban: line.iban ?? part.iban,
    structuredReference: line.structuredReference ?? part.structuredReference,
    text: line.text.includes(part.text) ? line.text : `${line.text} ${part.text}`,
    endToEndId: line.endToEndId ?? part.endToEndId,
    mandate: line.mandate ?? part.mandate,
    details: [],
  };
}

function questionOf(
  line: LineFacts,
  currency: Question['asked']['currency'],
  index: MatchIndex,
  taken: Taken,
): Question {
  const pending: Doubt[] = line.pending ? [{ code: 'pending', facts: {} }] : [];
  const { amountMinor, bookedOn } = line;
  return {
    asked: { amountMinor, currency, bookedOn, terms: index.terms },
    evidence: gatherEvidence(line, index),
    index,
    taken,
    always: pending,
    collected: line.mandate !== null && line.mandate !== '',
  };
}

function matchesOf(line: LineFacts, question: Question): readonly Match[] {
  if (line.amountMinor === 0n) return [];
  const batch = line.details.length > 0 ? matchBatch(line, question) : [];
  if (batch.length > 0) return batch;
  return line.amountMinor < 0n ? matchOutgoing(line, question) : matchIncoming(question);
}

function remarksOn(line: LineFacts, { evidence }: Question): readonly (Reason | Doubt)[] {
  const unknown = evidence.unknown.map(({ written }) => ({
    code: 'number_unknown' as const,
    facts: { written },
  }));
  return isCardBatch(line) ? [{ code: 'card_batch', facts: { parts: '0' } }, ...unknown] : unknown;
}
