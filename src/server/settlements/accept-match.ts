import type { Certainty, Match } from '#core/matching/match-facts.ts';
import { refuse } from '#core/refusal.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { refuseDecided, settleOne, wasMade } from './decide-line.ts';
import { findMatch, listBestMatches, type StoredMatch } from './match-queries.ts';
import { listStanding } from './queries.ts';
import { settleLines } from './settle-lines.ts';
import type { SettleOrder } from './settle-order.ts';

/** Settles a line as one of its proposals says. @throws Refusal match_stale where its items have changed since */
export function acceptMatch(
  tools: CompanyTools,
  input: { line: string; rank: number; settlement?: string | undefined; learnIban: boolean },
): Promise<string> {
  const id = input.settlement ?? newId();
  return inCompany(tools, async (trx) => {
    if (await wasMade(trx, tools, id, input.line)) return id;
    const match = await findMatch(trx, tools.companyId, input.line, input.rank);
    if (!match) return refuseGone(trx, tools, input.line, input.rank);
    const order = orderOf(match, { id, origin: 'accepted', learnIban: input.learnIban });
    return settleOne(trx, tools, order, ({ facts }) => {
      // It fitted once: its items have changed since.
      if ('document' in facts) refuse('match_stale', { document: facts.document });
    });
  });
}

/** Takes the best proposal of each line that is at least so certain; what cannot be taken is passed over. */
export function acceptMatches(
  tools: CompanyTools,
  { lines, certainty }: { lines: readonly string[]; certainty: Exclude<Certainty, 'possible'> },
): Promise<{ settlements: string[]; passedOver: number }> {
  return inCompany(tools, async (trx) => {
    const wanted: readonly Certainty[] = certainty === 'certain' ? ['certain'] : ['certain', 'probable'];
    const matches = await listBestMatches(trx, tools.companyId, lines);
    const taken = matches.filter((match) => wanted.includes(match.certainty) && match.parts.length > 0);
    const orders = taken.map((match) => orderOf(match, { id: newId(), origin: 'accepted', learnIban: true }));
    const { made } = await settleLines(trx, tools, orders);
    return { settlements: made.map(({ order }) => order.id), passedOver: lines.length - made.length };
  });
}

/** A proposal as what is to be settled. */
export function orderOf(
  match: StoredMatch,
  { id, origin, learnIban }: Pick<SettleOrder, 'id' | 'origin' | 'learnIban'>,
): SettleOrder {
  return {
    id,
    lineId: match.lineId,
    parts: match.parts,
    debtorId: match.debtorId,
    origin,
    because: match.because,
    note: null,
    learnIban,
    takesBackLineId: match.takesBackLineId,
  };
}

/** The parts of a proposal as they are stored: amounts as texts. */
export function storedParts(parts: Match['parts']) {
  return parts.map((part) => ({ ...part, amountMinor: String(part.amountMinor) }));
}

/** The proposals of a decided line are gone on purpose: then it is told who decided. */
async function refuseGone(trx: Trx, tools: CompanyTools, line: string, rank: number): Promise<never> {
  const [latest] = await listStanding(trx, tools.companyId, [line]);
  if (latest) return refuseDecided(trx, tools, latest);
  return refuse('match_unknown', { rank: String(rank) });
}
