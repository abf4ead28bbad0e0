import { implement } from '@orpc/server';
import { apiKeys } from '#contract/api-keys.ts';
import { enterCompany } from '#server/companies/enter-company.ts';
import type { RequestTools } from '#server/platform/tools.ts';
import { makeApiKey, revokeApiKey, showApiKeys } from './make-api-key.ts';

const on = implement(apiKeys).$context<RequestTools>().use(enterCompany);

export const apiKeyRoutes = on.router({
  list: on.list.handler(({ context }) => showApiKeys(context)),
  create: on.create.handler(({ context, input: { name, role, expiresOn } }) =>
    makeApiKey(context, context.user.id, {
      name,
      role,
      expiresOn: expiresOn === null ? null : Temporal.PlainDate.from(expiresOn),
    }),
  ),
  revoke: on.revoke.handler(({ context, input }) => revokeApiKey(context, input.apiKey)),
});
