import type { z } from 'zod';
import type { ClaimInput, ClaimView } from '#contract/interest.ts';
import { answerClaim } from '#core/interest/answer-claim.ts';
import { refuse } from '#core/refusal.ts';
import type { RequestTools } from '#server/platform/tools.ts';

/** Where the day is asked for and no company says which one it is. */
const TIME_ZONE = 'Europe/Brussels';

/** Interest and costs of a debt that somebody asks about; nothing of it is kept. */
export function computeInterest(
  { user, clock, installation }: Pick<RequestTools, 'user' | 'clock' | 'installation'>,
  input: z.output<typeof ClaimInput>,
): z.input<typeof ClaimView> {
  if (!user && !installation.publicCalculator) refuse('not_signed_in', {});
  const until = input.until ?? clock.today(TIME_ZONE).toString();
  const { rows, notes, ...answer } = answerClaim({ ...input, until });
  return {
    ...answer,
    rows: rows.map(({ rates, ...row }) => ({
      ...row,
      rates: rates.map((rate) => ({ ...rate, sources: [...rate.sources] })),
    })),
    notes: notes.map(({ code, facts }) => ({ code, facts: { ...facts } })),
  };
}
