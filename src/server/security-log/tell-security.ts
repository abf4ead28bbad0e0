import { isRefusal, type SecurityEvent, securityEventOf } from '#core/accounts/security-events.ts';
import { findCompanyByKey } from '#server/companies/queries.ts';
import { markOf } from '#server/platform/secret.ts';
import type { Refused } from '#server/platform/serve.ts';
import type { RequestTools, Tools } from '#server/platform/tools.ts';
import { addSecurityEvent, isFullMinute } from './queries.ts';

type Told = {
  readonly event: SecurityEvent;
  readonly code?: string;
  readonly userId?: string | null;
  readonly companyId?: string | null;
};
/** Inside a request its machine and route are told; the command line has neither. */
export type Asked = Partial<Pick<RequestTools, 'request'>>;
type Teller = Pick<Tools, 'db' | 'clock' | 'log' | 'installation'> & Asked;

/**
 * Tells what happened to the security log: a row that an owner and the operator can look up, and a line of the log that
 * can be sent on. Both hold ids and codes alone. It never fails what it is about: a row that cannot be written is a line.
 */
export async function tellSecurity(tools: Teller, told: Told): Promise<void> {
  const { db, clock, log, installation, request } = tools;
  const { event, code = '', userId = null, companyId = null } = told;
  const machine = request ? markOf(installation.secret, 'machine', request.remoteAddress) : null;
  const route = request?.asker.route ?? '';
  const known = { event, code, userId, machine, route };
  // Lines inside of a request bear its id by themselves.
  log.info({ security: event, code, user: userId, place: companyId, machine, route }, 'security');
  try {
    const at = clock.now();
    const isTooMany = isRefusal(event) && (await isFullMinute(db, at, MINUTE_ROWS_MAX));
    const kept = isTooMany ? { ...known, code: MANY, machine: null } : known;
    await addSecurityEvent(db, { ...kept, place: companyId, at });
  } catch (error) {
    log.error({ err: error, security: event }, 'the security log could not be written');
  }
}

/** More of one minute than this are told together, without their machines; the log has each. What succeeded is told in any case. */
const MINUTE_ROWS_MAX = 200;
const MANY = 'many';

/** What was refused, if it is of the kind that is told; whoever asked is known as far as the request came. */
export async function tellRefusal(tools: Teller, { code, companyKey }: Refused): Promise<void> {
  const event = securityEventOf(code);
  if (event === null) return;
  const asker = tools.request?.asker;
  const company = companyKey === null ? null : await findCompanyByKey(tools.db, companyKey).catch(() => null);
  await tellSecurity(tools, { event, code, userId: asker?.userId ?? null, companyId: company?.id ?? null });
}
