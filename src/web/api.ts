import { createORPCClient, isDefinedError, ORPCError } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import { OpenAPILink } from '@orpc/openapi-client/fetch';
import { createTanstackQueryUtils } from '@orpc/tanstack-query';
import { api as contract } from '#contract/api.ts';
import { markAnswered } from './idle-session.ts';

/** The documented API, not a second protocol beside it: what the screens use is what customers get and tests call. */
const link = new OpenAPILink(contract, {
  url: () => new URL('/api', location.origin),
  fetch: async (request, init) => {
    const answer = await globalThis.fetch(request, init);
    markAnswered();
    return answer;
  },
  customErrorResponseBodyDecoder: (body, { status, headers }) =>
    errorAnswered(body, status, String(headers['x-request-id'] ?? '')),
});

/** The bare client, for the few calls outside of a query or mutation. The contract answers in what JSON knows only. */
export const client: ContractRouterClient<typeof contract> = createORPCClient(link);

/** For each route of the contract: queryOptions, mutationOptions and keys, typed with what it may refuse. */
export const api = createTanstackQueryUtils(client);

/** Narrows an error to the refusals its route declares, each with its facts. Any other is for the error page. */
export const isRefusal = isDefinedError;

/** An answer that is no success, as the error the screens know: a refusal with its facts, or our own bug's number. */
export function errorAnswered(body: unknown, status: number, requestId: string): ORPCError<string, object> {
  const { code, facts } = (body ?? {}) as { code?: string; facts?: object };
  if (code && facts) return new ORPCError(code, { defined: true, status, data: facts });
  return new ORPCError('INTERNAL_SERVER_ERROR', { status, data: requestId ? { requestId } : {} });
}
