import { CERTAINTIES, MATCH_BASES, MATCHES_MAX, type Match } from './match-facts.ts';

/** Best first, each set of parts once: the more certain, then what it stands on, then the fewer doubts. */
export function bestFirst(matches: readonly Match[]): readonly Match[] {
  const sorted = matches.toSorted(
    (one, other) =>
      CERTAINTIES.indexOf(one.certainty) - CERTAINTIES.indexOf(other.certainty) ||
      MATCH_BASES.indexOf(one.basis) - MATCH_BASES.indexOf(other.basis) ||
      one.but.length - other.but.length ||
      other.because.length - one.because.length,
  );
  const seen = new Set<string>();
  const each = sorted.filter((match) => {
    const key = keyOf(match);
    return !seen.has(key) && seen.add(key);
  });
  return doubted(each).slice(0, MATCHES_MAX);
}

/** Two certain answers are none. */
function doubted(matches: readonly Match[]): readonly Match[] {
  const certain = matches.filter(({ certainty }) => certainty === 'certain').length;
  if (certain < 2) return matches;
  return matches.map((match) =>
    match.certainty === 'certain'
      ? {
          ...match,
          certainty: 'probable',
          but: [...match.but, { code: 'fits_others_too', facts: { count: String(certain - 1) } }],
        }
      : match,
  );
}

function keyOf({ parts, debtorId }: Match): string {
  const listed = parts.map(({ dueItemId, amountMinor, kind }) =>
    dueItemId === null ? `${kind} ${amountMinor} ${debtorId}` : `${dueItemId} ${kind} ${amountMinor}`,
  );
  return listed.sort().join('|');
}
