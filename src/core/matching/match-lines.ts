import { isCurrency } from '#core/money/currencies.ts';
import { addKeys, emptyKeys } from './keys-to-fetch.ts';
import { type Evidence, gatherEvidence } from './line-evidence.ts';
import { isCardBatch, matchBatch, takeParts } from './match-batch.ts';
import type { Question, Taken } from './match-draft.ts';
import type { LineFacts, LineMatch, Match } from './match-facts.ts';
import { matchIncoming } from './match-incoming.ts';
import { buildMatchIndex, type IndexFacts, type MatchIndex, type Wanted } from './match-lookup.ts';
import { matchOutgoing } from './match-outgoing.ts';
import type { Doubt, Reason } from './match-reasons.ts';
import { bestFirst } from './rank-matches.ts';
import { type LineReading, readLine } from './read-line.ts';

/**
 * Matches a batch of lines in their order: what a certain match takes is not offered to the lines after it. The facts may hold
 * more than the lines ask for.
 */
export function matchLines(given: readonly LineFacts[], facts: IndexFacts): readonly LineMatch[] {
  const lines = given.map(withItsOnlyPart);
  const readings = lines.map((line) => ({
    line,
    reading: readLine(line, facts.terms),
    parts: line.details.map((detail) => readLine(detail, facts.terms)),
  }));
  const index = buildMatchIndex(facts, wantedBy(readings));
  const taken: Taken = new Map();
  return readings.map((read) => {
    const found = matchLine(read, index, taken);
    const [best] = found.matches;
    if (best?.certainty === 'certain') takeParts(taken, best.parts);
    return found;
  });
}

type ReadLine = {
  readonly line: LineFacts;
  readonly reading: LineReading;
  readonly parts: readonly LineReading[];
};

function wantedBy(readings: readonly ReadLine[]): Wanted {
  const keys = emptyKeys();
  const amounts = new Set<number>();
  for (const { line, reading, parts } of readings) {
    for (const one of [reading, ...parts]) addKeys(keys, one, true);
    for (const { amountMinor } of [line, ...line.details]) amounts.add(Number(amountMinor));
  }
  return { keys, amounts };
}

function matchLine({ line, reading, parts }: ReadLine, index: MatchIndex, taken: Taken): LineMatch {
  const { rule } = reading;
  if (rule?.means.kind === 'not_customer') {
    const notCustomer = { ruleId: rule.id, contains: rule.contains };
    return { lineId: line.id, matches: [], notCustomer, remarks: [] };
  }
  const evidence = gatherEvidence(reading, index);
  const question = isCurrency(line.currency) ? questionOf(line, line.currency, evidence, index, taken) : null;
  const matches = question ? bestFirst(matchesOf(line, parts, question)) : [];
  return {
    lineId: line.id,
    matches,
    notCustomer: null,
    remarks: matches.length === 0 ? remarksOn(line, evidence) : [],
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
  evidence: Evidence,
  index: MatchIndex,
  taken: Taken,
): Question {
  const pending: Doubt[] = line.pending ? [{ code: 'pending', facts: {} }] : [];
  const { amountMinor, bookedOn } = line;
  return {
    asked: { amountMinor, currency, bookedOn, terms: index.terms },
    evidence,
    index,
    taken,
    always: pending,
    collected: line.mandate !== null && line.mandate !== '',
  };
}

function matchesOf(line: LineFacts, parts: readonly LineReading[], question: Question): readonly Match[] {
  if (line.amountMinor === 0n) return [];
  const batch = line.details.length > 0 ? matchBatch(line, parts, question) : [];
  if (batch.length > 0) return batch;
  return line.amountMinor < 0n ? matchOutgoing(line, question) : matchIncoming(question);
}

function remarksOn(line: LineFacts, evidence: Evidence): readonly (Reason | Doubt)[] {
  const unknown = evidence.unknown.map(({ written }) => ({
    code: 'number_unknown' as const,
    facts: { written },
  }));
  return isCardBatch(line) ? [{ code: 'card_batch', facts: { parts: '0' } }, ...unknown] : unknown;
}
