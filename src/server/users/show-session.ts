import type { z } from 'zod';
import type { SessionView } from '#contract/session.ts';
import { listMyCompanies } from '#server/companies/my-company.ts';
import type { Tools } from '#server/platform/tools.ts';
import { anyUser, findUser } from './queries.ts';

/** Who asks, where they may go, and what the screens must know before anything else. */
export async function showSession(tools: Tools, userId: string | null): Promise<z.infer<typeof SessionView>> {
  const { db, installation } = tools;
  const user = userId === null ? null : ((await findUser(db, userId)) ?? null);
  const companies = user ? await listMyCompanies(tools, user.id) : [];
  return {
    user: user && {
      id: user.id,
      email: user.email,
      name: user.name,
      language: user.language,
      theme: user.theme,
      shortcuts: user.shortcuts,
    },
    companies,
    firstRun: !user && !(await anyUser(db)),
    fixedToday: installation.fixedToday?.toString() ?? null,
    mailsAreCaught: installation.mailsAreCaught,
    publicCalculator: installation.publicCalculator,
    version: installation.version,
  };
}
