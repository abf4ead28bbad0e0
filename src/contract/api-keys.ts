import { z } from 'zod';
import { refusals } from './refusals.ts';
import { companyRoute, InCompany } from './route.ts';

/** What a key may do: never more than the user who made it. */
export const KEY_ROLES = ['reader', 'clerk', 'owner'] as const;

export const ApiKeyView = z.object({
  id: z.uuid(),
  name: z.string(),
  /** Its beginning, by which people tell keys apart. */
  prefix: z.string(),
  role: z.enum(KEY_ROLES),
  /** On whose behalf it acts. */
  user: z.string(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
  lastUsedAt: z.iso.datetime().nullable(),
  state: z.enum(['active', 'expired', 'revoked', 'user_gone']),
});

/** Keys for programs: `Authorization: Bearer rappel_…` on the routes of this company. */
export const apiKeys = {
  list: companyRoute('GET', '/api-keys', 'owner').input(InCompany).output(z.array(ApiKeyView)),
  /** The key itself is told here and never again. */
  create: companyRoute('POST', '/api-keys', 'owner')
    .meta({ access: 'owner', personOnly: true })
    .input(
      InCompany.extend({
        name: z.string().trim().min(1).max(80),
        role: z.enum(KEY_ROLES),
        /** The last day on which it works; null: until it is revoked. */
        expiresOn: z.iso.date().nullable(),
      }),
    )
    .output(z.object({ apiKey: ApiKeyView, key: z.string() }))
    .errors(refusals('api_key_expired_at_once')),
  revoke: companyRoute('DELETE', '/api-keys/{apiKey}', 'owner')
    .meta({ access: 'owner', personOnly: true })
    .input(InCompany.extend({ apiKey: z.uuid() }))
    .output(ApiKeyView)
    .errors(refusals('api_key_unknown')),
};
