import { listCompanies } from '#server/companies/queries.ts';
import { workForAll } from '#server/platform/queue.ts';
import type { Tools } from '#server/platform/tools.ts';
import { dropSmallClaims } from './drop-small-claims.ts';
import { dropSmallClaimsJob } from './jobs.ts';

export const claimWorkers = [workForAll(dropSmallClaimsJob, dropEverywhere, { single: true })];

async function dropEverywhere(tools: Tools): Promise<void> {
  for (const { id } of await listCompanies(tools.db)) {
    await dropSmallClaims({ ...tools, companyId: id, actor: null });
  }
}
