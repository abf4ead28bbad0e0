import type { Role } from '#contract/access.ts';
import type { TimelineEvent } from '#core/timeline/events.ts';
import { markRevokedOf } from '#server/api-keys/queries.ts';
import { enterRows, type Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import type { Admitted } from './admit-user.ts';

type Teller = Pick<CompanyTools, 'companyId' | 'actor' | 'clock'>;

/**
 * Tells in the company's timeline who may work in it from now on, or no more. Afterwards the transaction stands inside
 * of the company.
 */
export async function tellMembership(
  trx: Trx,
  { companyId, actor, clock }: Teller,
  event: TimelineEvent,
): Promise<void> {
  await enterRows(trx, companyId);
  await addTimelineEntries(trx, companyId, [{ ...event, at: clock.now(), actor }]);
}

/** The same of somebody who works here from now on, or is awaited: keys of an earlier time here open nothing again. */
export async function tellAdmitted(
  trx: Trx,
  tools: Teller,
  { user, comes }: Admitted,
  role: Role,
): Promise<void> {
  const kind = comes === 'awaited' ? ('user_invited' as const) : ('user_added' as const);
  await tellMembership(trx, tools, { kind, facts: { user: user.name, role } });
  if (comes === 'awaited') return;
  const { companyId, clock, actor } = tools;
  const at = clock.now();
  const revoked = await markRevokedOf(trx, companyId, user.id, at);
  const told = revoked.map(({ name }) => ({
    kind: 'api_key_revoked' as const,
    facts: { key: name },
    at,
    actor,
  }));
  await addTimelineEntries(trx, companyId, told);
}
