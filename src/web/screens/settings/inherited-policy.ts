import type { client } from '#web/api.ts';
import type { Texts } from '#web/texts.ts';

export type GroupRow = Awaited<ReturnType<typeof client.debtors.listGroups>>[number];
export type PolicyRow = Awaited<ReturnType<typeof client.policies.list>>[number];

/** What a group without a policy follows, in words. */
export function inheritedPolicy(t: Texts, policies: readonly PolicyRow[]): string {
  const usual = policies.find(({ isDefault }) => isDefault);
  return usual ? t('groups.noPolicy', { policy: usual.name }) : t('groups.noPolicyAnywhere');
}
