const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Whoever wants to read must sign in. */
const SIGNING_IN = /^\/api\/session(\/|$)/;

/**
 * What is heard although the disk is full: it stops what fills it or would leave, takes back what was done, or shuts somebody
 * out. None of it may wait for somebody who makes room. Each writes little, or frees more than it writes.
 */
export const HEARD_WHILE_FULL = [
  'POST /companies/{company}/imports/{importId}/cancellation',
  'POST /companies/{company}/imports/{importId}/undoing',
  'POST /companies/{company}/bank-files/{bankFileId}/cancellation',
  'POST /companies/{company}/bank-files/{bankFileId}/undoing',
  'POST /companies/{company}/runs/{run}/cancellation',
  'POST /companies/{company}/runs/{run}/undoing',
  'POST /companies/{company}/runs/{run}/edit-undoing',
  'POST /companies/{company}/notices/{notice}/undoing',
  'POST /companies/{company}/settlements/undoing',
  'POST /companies/{company}/debtor-group-moves/undoing',
  'POST /companies/{company}/what-ifs/{whatIf}/cancellation',
  'POST /companies/{company}/holds',
  'POST /companies/{company}/holds/undoing',
  'POST /companies/{company}/disputes',
  'PUT /companies/{company}/debtors/{debtor}/restriction',
  'POST /companies/{company}/automatic-runs/{on}/veto',
  'POST /veto-links/{token}',
  'DELETE /companies/{company}/run-schedule',
  'DELETE /companies/{company}/api-keys/{apiKey}',
  'DELETE /companies/{company}/users/{user}',
  'PUT /companies/{company}/users/{user}/access',
  'POST /account/sessions/ending',
] as const;

const heard = HEARD_WHILE_FULL.map((route) => new RegExp(`^${route.replaceAll(/\{\w+\}/g, '[^/]+')}$`));

/** Whether a request is answered while there is no room for anything new. */
export function isHeardWhileFull(method: string, pathname: string): boolean {
  if (READS.has(method) || SIGNING_IN.test(pathname)) return true;
  const asked = `${method} ${pathname.replace(/^\/api(?=\/)/, '')}`;
  return heard.some((route) => route.test(asked));
}
