import { z } from 'zod';

export const InboxView = z.object({
  /** The folder of this company; null where none is watched (RAPPEL_INBOX). */
  folder: z.string().nullable(),
  /** When it was last looked into. */
  lookedAt: z.string().nullable(),
  /** What is wrong with the folder itself. */
  problem: z.object({ code: z.string(), facts: z.record(z.string(), z.string()) }).nullable(),
  /** What lies there: waiting until it is written whole, or staying for a reason. */
  files: z.array(
    z.object({
      name: z.string(),
      size: z.number().int(),
      seenAt: z.string(),
      problem: z.object({ code: z.string(), facts: z.record(z.string(), z.string()) }).nullable(),
    }),
  ),
});
export type InboxView = z.infer<typeof InboxView>;
