import { sql } from 'kysely';
import type { z } from 'zod';
import type { NewCompany } from '#contract/companies.ts';
import type { Language } from '#core/receivables/kinds.ts';
import { refuse } from '#core/refusal.ts';
import { createCompanyIn } from '#server/companies/create-company.ts';
import { loadDemo } from '#server/companies/load-demo.ts';
import { hashPassword } from '#server/platform/passwords.ts';
import type { Started } from '#server/platform/sessions.ts';
import type { RequestTools } from '#server/platform/tools.ts';
import { addInstallationOwner } from '#server/send-stops/queries.ts';
import { refuseWeakPassword } from './check-password.ts';
import { addUser, anyUser, markPassword } from './queries.ts';

type FirstRun = {
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly language: Language;
  /** Null: the demo company. */
  readonly company: z.output<typeof NewCompany> | null;
};

/** Creates the owner and the first company, or loads the demo company. Works once: of two at once, one is refused. */
export async function startFirstRun(tools: RequestTools, input: FirstRun): Promise<Started> {
  refuseWeakPassword(input.password, input);
  const hash = await hashPassword(input.password);
  const userId = await tools.db.transaction().execute(async (trx) => {
    await sql`lock table app_user in share row exclusive mode`.execute(trx);
    if (await anyUser(trx)) refuse('first_run_over', {});
    const id = await addUser(trx, input);
    await markPassword(trx, id, hash);
    await addInstallationOwner(trx, id);
    if (input.company) await createCompanyIn(trx, tools, input.company, id);
    return id;
  });
  if (!input.company) await loadDemo(tools, userId);
  return tools.sessions.startFor(userId, tools.request.headers);
}
