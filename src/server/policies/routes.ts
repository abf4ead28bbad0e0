import { implement } from '@orpc/server';
import { policies } from '#contract/policies.ts';
import { enterCompany } from '#server/companies/enter-company.ts';
import type { RequestTools } from '#server/platform/tools.ts';
import { addOwnPolicy, checkDraft, copyPolicy, copyReadyPolicy } from './add-policy.ts';
import { changePolicy } from './change-policy.ts';
import { compareVersions } from './compare-versions.ts';
import { archivePolicy, removePolicy, restorePolicy, setDefaultPolicy } from './retire-policy.ts';
import { showPolicies, showPolicy, showReadyPolicies } from './show-policy.ts';

const on = implement(policies).$context<RequestTools>().use(enterCompany);

export const policyRoutes = on.router({
  list: on.list.handler(({ context }) => showPolicies(context)),
  show: on.show.handler(({ context, input }) => showPolicy(context, input)),
  compare: on.compare.handler(({ context, input }) => compareVersions(context, input)),
  listReady: on.listReady.handler(({ context }) => showReadyPolicies(context)),
  copyReady: on.copyReady.handler(async ({ context, input }) =>
    showPolicy(context, { policy: await copyReadyPolicy(context, input) }),
  ),
  add: on.add.handler(async ({ context, input }) =>
    showPolicy(context, { policy: await addOwnPolicy(context, input) }),
  ),
  check: on.check.handler(({ context, input }) => checkDraft(context, input)),
  copy: on.copy.handler(async ({ context, input }) =>
    showPolicy(context, { policy: await copyPolicy(context, input) }),
  ),
  change: on.change.handler(async ({ context, input }) => {
    await changePolicy(context, input);
    return showPolicy(context, { policy: input.policy });
  }),
  setDefault: on.setDefault.handler(async ({ context, input }) => {
    await setDefaultPolicy(context, input);
    return showPolicy(context, { policy: input.policy });
  }),
  archive: on.archive.handler(async ({ context, input }) => {
    await archivePolicy(context, input);
    return showPolicy(context, { policy: input.policy });
  }),
  restore: on.restore.handler(async ({ context, input }) => {
    await restorePolicy(context, input);
    return showPolicy(context, { policy: input.policy });
  }),
  remove: on.remove.handler(async ({ context, input }) => {
    await removePolicy(context, input);
    return { ok: true as const };
  }),
});
