import { refuse } from '#core/refusal.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addTimelineEntries, type NewTimelineEntry } from '#server/timeline/queries.ts';
import { lockAccount, markAccount } from './account-queries.ts';

type Change = {
  readonly accountId: string;
  readonly name?: string | undefined;
  readonly followed?: boolean | undefined;
};

/** Names an account, or says whether its freshness counts. What is the same already is not recorded again. */
export function changeAccount(tools: CompanyTools, { accountId, name, followed }: Change): Promise<void> {
  const { companyId, clock, actor } = tools;
  return inCompany(tools, async (trx) => {
    const known = (await lockAccount(trx, companyId, accountId)) ?? refuse('bank_account_unknown', {});
    const entries: NewTimelineEntry[] = [];
    const [account, by] = [known.number, { at: clock.now(), actor }];
    if (name !== undefined && name !== known.name) {
      entries.push({ ...by, kind: 'bank_account_renamed', facts: { account, before: known.name, name } });
    }
    if (followed !== undefined && followed !== known.followed) {
      const kind = followed ? 'bank_account_followed' : 'bank_account_left';
      entries.push({ ...by, kind, facts: { account } });
    }
    if (entries.length === 0) return;
    await markAccount(trx, companyId, accountId, {
      name: name ?? known.name,
      followed: followed ?? known.followed,
    });
    await addTimelineEntries(trx, companyId, entries);
  });
}
