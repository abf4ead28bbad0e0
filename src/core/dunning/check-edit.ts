import type { Policy } from '#core/dunning/policy.ts';
import {
  type EditChange,
  levelsOf,
  lowestLevel,
  type Proposal,
  type ProposalLine,
} from '#core/dunning/proposal.ts';

export type EditImpossible = 'item_gone' | 'level_impossible';

/** Why a change cannot be made to a proposal as it is computed now, or null where it can. */
export function whyEditImpossible(
  proposal: Proposal,
  change: EditChange,
  { policy }: { readonly policy: Policy },
): EditImpossible | null {
  switch (change.kind) {
    case 'level':
      return choicesFor(proposal, policy).includes(change.level) ? null : 'level_impossible';
    case 'item_level': {
      const line = proposal.lines.find(({ dueItemId }) => dueItemId === change.dueItemId);
      if (!line) return 'item_gone';
      return levelChoices(line, policy).includes(change.level) ? null : 'level_impossible';
    }
    case 'drop_item':
    case 'restore_item':
      return proposal.lines.some(({ dueItemId }) => dueItemId === change.dueItemId) ? null : 'item_gone';
    default:
      return null;
  }
}

/** The levels a person may give a line: from the one it has reached (said once more) to the policy's last. */
export function levelChoices(line: ProposalLine, policy: Policy): number[] {
  if (line.level === null || line.level === 0) return [];
  return levelsOf(policy).filter((level) => level >= lowestLevel(line));
}

/** The levels a whole notice may be given: those that at least one of its leading lines may have. */
export function choicesFor(proposal: Proposal, policy: Policy): number[] {
  const leading = proposal.lines.filter(({ level }) => level !== null && level === proposal.level);
  const lowest = Math.min(...leading.map(lowestLevel));
  return leading.length === 0 ? [] : levelsOf(policy).filter((level) => level >= lowest);
}
