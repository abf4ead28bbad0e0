import { z } from 'zod';

/** A refusal told beside what it is about: the same codes and sentences. Row 0: no line of a file. */
export const ProblemView = z.object({
  code: z.string(),
  facts: z.record(z.string(), z.string()),
  at: z.object({ row: z.number().int(), column: z.string() }),
});
