import { oc } from '@orpc/contract';
import { z } from 'zod';
import type { Access, CompanyAccess } from './access.ts';
import { refusals } from './refusals.ts';

const Problem = z.object({ at: z.string(), code: z.string() });
const input_malformed = { status: 422, data: z.object({ problems: z.array(Problem) }) };

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
/** `personOnly`: no API key opens it, whatever its role. */
export type RouteMeta = { readonly access: Access; readonly personOnly?: boolean };
const base = oc.$meta<RouteMeta>({ access: 'owner' });

/** A route outside of any company. Whatever is sent to it may turn out not to read. */
export function route(method: Method, path: `/${string}`, access: 'public' | 'signed_in') {
  return base
    .route({ method, path })
    .meta({ access })
    .errors({ input_malformed, ...refusals('not_signed_in') });
}

/** What every route of a company may answer before it is asked anything. */
const AT_THE_DOOR = [
  'not_signed_in',
  'company_unknown',
  'role_insufficient',
  'second_factor_missing',
  'api_key_unusable',
  'api_key_makes_none',
  'requests_too_many',
] as const;

/** What a request that bears an `Idempotency-Key` may be answered before it is done. */
const ASKED_ONCE = ['idempotency_key_reused', 'idempotency_key_busy', 'idempotency_key_unusable'] as const;

/** A route of one company, which stands in the URL by its key: input extends InCompany. */
export function companyRoute(method: Method, path: '' | `/${string}`, access: CompanyAccess) {
  return base
    .route({ method, path: `/companies/{company}${path}` })
    .meta({ access })
    .errors({ input_malformed, ...refusals(...AT_THE_DOOR, ...ASKED_ONCE) });
}

export const InCompany = z.object({ company: z.string().min(1).max(40) });

/** An amount on the wire: a decimal string with its currency, never a float. */
export const MoneyView = z.object({ amount: z.string(), currency: z.string() });

/** Lists are paged by number: `page` from 1, `total` over all pages. */
export const PageInput = z.object({
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  perPage: z.coerce.number().int().min(1).max(200).default(50),
});
export function pageOf<Row extends z.ZodType>(row: Row) {
  return z.object({ rows: z.array(row), total: z.number().int() });
}
