import { refuse } from '#core/refusal.ts';
import type { Tools } from '#server/platform/tools.ts';
import { ownsSomething } from '#server/users/queries.ts';
import { loadDemo } from './load-demo.ts';
import { findMyCompany } from './my-company.ts';

/** Loads the demo company for a user who owns one already, and wants to try things out beside it. */
export async function createDemo(tools: Tools, userId: string, secondFactorAt: Temporal.Instant | null) {
  if (!(await ownsSomething(tools.db, userId))) refuse('owner_only', {});
  const { key } = await loadDemo(tools, userId);
  return findMyCompany(tools, { id: userId, secondFactorAt }, key);
}
