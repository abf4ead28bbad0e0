import type { z } from 'zod';
import type { SessionView } from '#contract/session.ts';
import { listMyCompanies } from '#server/companies/my-company.ts';
import type { Tools } from '#server/platform/tools.ts';
import { anyUser, findUser } from './queries.ts';
import { listFactorWays } from './second-factor.ts';

type Known = {
  /** When the second factor was last given in this session. */
  readonly secondFactorAt?: Temporal.Instant | null;
  /** Whose second factor is still awaited in this browser. */
  readonly awaitedOf?: string | null;
};

/** Who asks, where they may go, and what the screens must know before anything else. */
export async function showSession(
  tools: Tools,
  userId: string | null,
  { secondFactorAt = null, awaitedOf = null }: Known = {},
): Promise<z.infer<typeof SessionView>> {
  const { db, installation } = tools;
  const user = userId === null ? null : ((await findUser(db, userId)) ?? null);
  const companies = user ? await listMyCompanies(tools, user.id, secondFactorAt) : [];
  return {
    user: user && {
      id: user.id,
      email: user.email,
      name: user.name,
      language: user.language,
      theme: user.theme,
      shortcuts: user.shortcuts,
      secondFactorAt: secondFactorAt?.toString() ?? null,
    },
    awaited: awaitedOf === null ? null : await listFactorWays(db, awaitedOf),
    companies,
    firstRun: !user && !(await anyUser(db)),
    fixedToday: installation.fixedToday?.toString() ?? null,
    mailsAreCaught: installation.mailsAreCaught,
    publicCalculator: installation.publicCalculator,
    version: installation.version,
  };
}
